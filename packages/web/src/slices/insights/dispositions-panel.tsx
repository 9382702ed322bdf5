import type { Dashboard } from "@tandem/contract/insights/dashboard";
import { useState, type CSSProperties } from "react";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Section } from "../../ui/section.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { BarList } from "./bar-list.tsx";
import { emptyOfVersion, foldReasons, moreReasonsWords } from "./report-words.ts";
import css from "./report.module.css";
import type { OpenFigure, PanelProps } from "./top-panels.tsx";

export function DispositionsPanel({ d, open }: PanelProps) {
  const format = useFormat();
  const { opened, rejected, reasons, ...states } = d.dispositions;
  const parts = [
    { key: "qualified", name: "Qualified", count: states.qualified, fill: "var(--s2)" },
    { key: "accepted", name: "Accepted", count: states.accepted, fill: "var(--s1)" },
    { key: "waiting", name: "With Sales", count: states.waiting, fill: "var(--m3)" },
    { key: "rejected-nurture", name: "Rejected to nurture", count: states.rejectedToNurture, fill: "var(--grey-fill)" },
    { key: "rejected-unqualified", name: "Rejected as unqualified", count: states.rejectedAsUnqualified, fill: "var(--flow)" },
    { key: "other", name: "Merged or withdrawn", count: states.other, fill: "var(--surface)" },
  ].filter((part) => part.count > 0);
  return (
    <Section card title="What became of handoffs" note={`${format.number(opened)} opened in ${d.period.name}`} definition="Every handoff is in one of these, whatever its lead came to later: with Sales until somebody accepts or rejects it; one rejected after it was accepted is rejected. Beneath, why.">
      {opened === 0 ? (
        <EmptyState {...(emptyOfVersion(d, format.moment) ?? { title: "No handoff was opened in this period.", text: "One opens by itself when a lead becomes an MQL." })} />
      ) : (
        <>
          <div className={css.sum} aria-hidden>{parts.map((part) => <span key={part.key} className={css.part} style={{ flex: part.count, "--fill": part.fill } as CSSProperties} />)}</div>
          <p className="label" style={{ display: "flex", flexWrap: "wrap", gap: "2px 12px", margin: "6px 0 4px" }}>
            {parts.map((part) => (
              <button key={part.key} type="button" onClick={() => open({ figure: "handoffs", key: part.key })} style={{ display: "inline-flex", alignItems: "center", gap: 4 }}>
                <span aria-hidden className={`${css.part} ${css.swatch}`} style={{ "--fill": part.fill } as CSSProperties} /> {part.name} <b className="num" style={{ color: "var(--ink)" }}>{format.number(part.count)}</b>
              </button>
            ))}
          </p>
          <Reasons reasons={reasons} rejected={rejected} open={open} />
        </>
      )}
    </Section>
  );
}

/** Why Sales rejected: the reasons sum to what was rejected, the rarest of many behind one line that opens them. */
function Reasons({ reasons, rejected, open }: Pick<Dashboard["dispositions"], "reasons" | "rejected"> & { open: OpenFigure }) {
  const format = useFormat();
  const [all, setAll] = useState(false);
  const { shown, folded } = all ? { shown: reasons, folded: [] } : foldReasons(reasons);
  const most = Math.max(1, ...reasons.map((reason) => reason.count));
  return (
    <>
      <BarList
        label="Reasons of rejection" longNames
        lines={shown.map((reason) => ({
          key: reason.code, name: reason.name, share: reason.count / most, fill: "var(--grey-fill)", value: format.number(reason.count),
          note: format.share(reason.count / rejected), onOpen: () => open(reason.figure),
        }))}
      />
      {folded.length > 0 && <button type="button" className={`label ${css.opens} ${css.moreReasons}`} onClick={() => setAll(true)}>{moreReasonsWords(folded, format.number)}</button>}
    </>
  );
}
