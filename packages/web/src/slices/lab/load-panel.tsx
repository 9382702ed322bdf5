import type { Picture } from "@tandem/contract/lab/replay";
import table from "../../ui/figure-table.module.css";
import { Section } from "../../ui/section.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { Legend } from "./foretells-panel.tsx";
import css from "./figures.module.css";
import type { Subject } from "./use-subject.ts";

/** Whether Sales can take what is handed over: per rep and working day, against what reps settled and promised. */
export function LoadPanel({ picture, subject, name }: { picture: Picture; subject: Subject; name: string }) {
  const format = useFormat();
  const { load } = picture;
  const { perSellerAndDay: average, busiestDay, settledPerSellerAndDay: settled, overloadedDays: over } = load;
  const sellers = Math.max(1, load.sellers);
  const busiest = { inForce: busiestDay.inForce.handoffs / sellers, draft: busiestDay.draft.handoffs / sellers };
  const most = Math.max(0.1, average.inForce, average.draft, busiest.inForce, busiest.draft, settled ?? 0) * 1.08;
  const promised = subject.document.sla.sales.find((clause) => clause.kind === "first-attempt")?.target ?? null;
  const lines = [
    { key: "average", label: "A working day", note: "on average", ...average },
    { key: "busiest", label: "The busiest day", note: busiestDay.inForce.day === busiestDay.draft.day && busiestDay.draft.day !== null ? format.day(busiestDay.draft.day) : "each version’s own", ...busiest },
  ];
  const busiestWords = ({ day, handoffs }: typeof busiestDay.draft) => <>{format.number(handoffs)}{day !== null && <span className="ink3"> on {format.day(day)}</span>}</>;
  return (
    <Section card title="Handoffs per rep and day" definition={`${format.number(load.sellers)} ${load.sellers === 1 ? "rep takes" : "reps take"} handoffs${load.capacity === null ? "; no capacity is set" : `, ${format.number(load.capacity)} open at once in all`}.`} aside={<Legend name={name} held={subject.inForce.name} {...(settled === null ? {} : { tick: "settled a day" })} />}>
      {load.sellers === 0 ? <p className="ink3">Nobody takes handoffs yet. Give a sales rep a team under Settings, Teams.</p> : (
        <>
          <div className={css.pairs} role="list" aria-label="Handoffs per rep and day">
            {lines.map((line) => (
              <div key={line.key} className={css.pair} role="listitem">
                <span>{line.label}<span className={css.linesHow}>{line.note}</span></span>
                <span className={css.pairBars} aria-hidden>
                  <span className={css.pairBar} data-side="draft" style={{ width: `${(line.draft / most) * 100}%` }} />
                  <span className={css.pairBar} data-side="in-force" style={{ width: `${(line.inForce / most) * 100}%` }} />
                  {settled !== null && <span className={css.pairTick} style={{ left: `${(settled / most) * 100}%` }} />}
                </span>
                <span className={css.pairValue}><span className="sr-only">{name} </span><b>{format.number(line.draft, { digits: 1 })}</b> <span className="ink3"><span className="sr-only">{subject.inForce.name} </span>{format.number(line.inForce, { digits: 1 })}</span></span>
              </div>
            ))}
          </div>
          <table className={table.table} style={{ marginTop: 8 }}>
            <caption className="sr-only">Load of both versions</caption>
            <thead><tr><th scope="col"><span className="sr-only">What</span></th><th scope="col">{name}</th><th scope="col">{subject.inForce.name}</th></tr></thead>
            <tbody>
              <tr><th scope="row">Days with more coming in than is settled</th><td>{settled === null ? "unknown" : format.number(over.draft)}</td><td>{settled === null ? "unknown" : format.number(over.inForce)}</td></tr>
              <tr><th scope="row">Handoffs on its busiest day</th><td>{busiestWords(busiestDay.draft)}</td><td>{busiestWords(busiestDay.inForce)}</td></tr>
            </tbody>
          </table>
          <p className="label" style={{ marginTop: 8 }}>
            {settled === null ? "No handoff was settled in the period, so what a rep can take is unknown." : `A rep settled ${format.number(settled, { digits: 1 })} a working day, in the median.`}{" "}
            {load.slaMetPercent === null ? "No first attempt fell due." : `First attempts in time: ${format.number(load.slaMetPercent, { digits: 1 })} %${promised === null ? "" : `, promised ${format.number(promised)} %`}.`}
          </p>
        </>
      )}
    </Section>
  );
}
