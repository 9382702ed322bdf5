import type { DocumentRef } from "@tandem/contract/lab/parts";
import { testPerson } from "@tandem/contract/lab/replay";
import { searchEverything } from "@tandem/contract/people/search";
import { Fragment, useState } from "react";
import { useOperation } from "../../app/query.ts";
import { Combobox } from "../../ui/combobox.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Grade } from "../../ui/grade.tsx";
import { Row } from "../../ui/layout.tsx";
import { Link } from "../../ui/link.tsx";
import { Section } from "../../ui/section.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { StageChip } from "../../ui/stage-chip.tsx";
import { DateInput } from "../../ui/text-input.tsx";
import { useFormat } from "../../ui/use-format.ts";
import figures from "./figures.module.css";
import page from "./lab.module.css";
import css from "./test-person.module.css";
import type { LabSearch } from "./lab-search.ts";
import { pairLines, verdictOf, type Explained, type PointPair } from "./point-lines.ts";
import type { Subject } from "./use-subject.ts";

interface TestPersonProps {
  subject: Subject;
  /** The draft with the knobs as they stand. */
  draft: DocumentRef;
  name: string;
  search: LabSearch;
  today: string;
  change: (next: Partial<Record<keyof LabSearch, string | undefined>>) => void;
}

/** Any person on any day, point by point, under both versions. */
export function TestPerson({ subject, draft, name, search, today, change }: TestPersonProps) {
  const [text, setText] = useState("");
  const found = useOperation(searchEverything, { query: { q: text.trim() || "-" } }, { enabled: text.trim() !== "" });
  const on = search.on ?? today;
  const asked = useOperation(testPerson, { body: { contactId: search.contact ?? "-", on, draft } }, { enabled: search.contact !== null });
  const tested = search.contact === null ? undefined : asked.data;
  return (
    <>
      <div className={css.testBar}>
        <Combobox
          label="Person" placeholder="Part of a name or e-mail" value={search.contact} valueLabel={tested?.contact.name ?? "…"} onSearch={setText} searching={found.isFetching}
          choices={(text.trim() === "" ? [] : (found.data?.contacts ?? [])).map((one) => ({ value: one.id, label: one.name, detail: one.company ?? one.email ?? undefined }))}
          onChange={(id) => change({ contact: id ?? undefined })}
        />
        <DateInput label="On" value={on} max={today} onChange={(day) => day !== "" && change({ on: day === today ? undefined : day })} />
        <p className="label">As known today, not as it was known then.</p>
      </div>
      <div className={page.body} data-old={(asked.isPlaceholderData && search.contact !== null) || undefined}>
        {search.contact === null && <EmptyState title="Nobody is chosen." text="Search a person by name or e-mail, and choose a day: both versions give their points side by side." />}
        {search.contact !== null && !tested && (asked.error ? <ErrorState title="The person could not be tested" error={asked.error} onRetry={() => void asked.refetch()} /> : <SkeletonLines lines={8} />)}
        {tested && (
          <>
            <Row gap={8} wrap>
              <Link to={`/people/${tested.contact.id}`} className="prose">{tested.contact.name}</Link>
              <StageChip stage={tested.stage} />
              {tested.contact.email && <span className="second ink3">{tested.contact.email}</span>}
            </Row>
            <div className={css.verdicts}>
              <Verdict side="in-force" title={`${subject.inForce.name}, in force`} one={tested.inForce} />
              <Verdict side="draft" title={name} one={tested.draft} />
            </div>
            <Lines title="Engagement" held={subject.inForce.name} name={name} pairs={pairLines(tested.inForce.engagementLines, tested.draft.engagementLines)} sums={[tested.inForce.engagement, tested.draft.engagement]} empty="No signal counts on this day." />
            <Lines title="Fit" held={subject.inForce.name} name={name} pairs={pairLines(tested.inForce.fitLines, tested.draft.fitLines)} sums={[tested.inForce.fit, tested.draft.fit]} empty="No fit rule applies: too little is known." />
            {tested.says.length > 0 && <ul className={page.says}>{tested.says.map((one) => <li key={one}>{one}</li>)}</ul>}
          </>
        )}
      </div>
    </>
  );
}

function Verdict({ side, title, one }: { side: "in-force" | "draft"; title: string; one: Explained }) {
  const format = useFormat();
  return (
    <section className={css.verdict} data-side={side} aria-label={title}>
      <h2>{title}</h2>
      <div className={css.verdictLine}>
        <Grade grade={one.grade} size="large" />
        <span className={figures.figure}><b>{format.points(one.fit)}</b>Fit</span>
        <span className={figures.figure}><b>{format.points(one.engagement)}</b>Engagement</span>
      </div>
      <p style={{ fontWeight: 500 }}>{verdictOf(one, format.points)}</p>
    </section>
  );
}

function Lines({ title, held, name, pairs, sums, empty }: { title: string; held: string; name: string; pairs: readonly PointPair[]; sums: readonly [number, number]; empty: string }) {
  const format = useFormat();
  const [open, setOpen] = useState<string | null>(null);
  const say = (points: number | null) => (points === null ? "–" : format.points(points, { sign: true }));
  const changes = pairs.filter((pair) => pair.differs).length;
  return (
    <Section card title={title} aside={changes === 0 ? "the same in both" : `${changes} ${changes === 1 ? "line differs" : "lines differ"}`}>
      {pairs.length === 0 ? <p className="ink3">{empty}</p> : (
        <div>
          <table className={css.lines}>
            <caption className="sr-only">{title}, point by point</caption>
            {/* The same widths in both tables, so that their columns stand beneath each other. */}
            <colgroup><col /><col className={css.linesFigure} /><col className={css.linesFigure} /><col className={css.linesFigure} /></colgroup>
            <thead><tr><th scope="col">Rule</th><th scope="col">{held}</th><th scope="col">{name}</th><th scope="col">Change</th></tr></thead>
            <tbody>
              {pairs.map((pair) => (
                <Fragment key={pair.key}>
                  <tr data-changed={pair.differs || undefined}>
                    <th scope="row">{pair.days ? <button type="button" className={figures.open} aria-expanded={open === pair.key} onClick={() => setOpen(open === pair.key ? null : pair.key)}>{pair.name}</button> : pair.name}{pair.kind === "group-cap" && <span className={figures.linesHow}>taken by the cap of the group</span>}</th>
                    <td>{say(pair.inForce)}</td><td data-side="draft">{say(pair.draft)}</td>
                    <td>{pair.differs ? format.points((pair.draft ?? 0) - (pair.inForce ?? 0), { sign: true }) : <span className="ink3">same</span>}</td>
                  </tr>
                  {pair.days && open === pair.key && <DayRows days={pair.days} />}
                </Fragment>
              ))}
            </tbody>
            <tfoot><tr><th scope="row">Sum</th><td>{format.points(sums[0])}</td><td>{format.points(sums[1])}</td><td>{sums[0] === sums[1] ? <span className="ink3">same</span> : format.points(sums[1] - sums[0], { sign: true })}</td></tr></tfoot>
          </table>
        </div>
      )}
    </Section>
  );
}

/** The days of a rule's signal, with what each still counts. */
function DayRows({ days }: { days: NonNullable<PointPair["days"]> }) {
  const format = useFormat();
  const all = [...new Set([...days.inForce, ...days.draft].map(({ day }) => day))].toSorted().toReversed();
  return all.map((day) => {
    const [held, proposed] = [days.inForce, days.draft].map((list) => list.find((one) => one.day === day));
    const count = (proposed ?? held)?.count ?? 0;
    const counted = (proposed ?? held)?.counted ?? 0;
    const say = (one: typeof held) => (one ? format.points(one.points, { sign: true }) : "–");
    return (
      <tr key={day}>
        <th scope="row"><span className="second ink3" style={{ paddingLeft: 16 }}>{format.day(day)}, {count} {count === 1 ? "time" : "times"}{counted < count ? `, ${counted} counted` : ""}</span></th>
        <td className="ink3">{say(held)}</td><td className="ink3">{say(proposed)}</td><td />
      </tr>
    );
  });
}
