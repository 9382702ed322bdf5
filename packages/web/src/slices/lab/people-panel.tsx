import { listReplayPeople, type ReplayedPerson } from "@tandem/contract/lab/replay";
import { useEffect } from "react";
import { queryClient, usePages } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { formatCapped } from "../../ui/format.ts";
import { Grade } from "../../ui/grade.tsx";
import { Row } from "../../ui/layout.tsx";
import { Link } from "../../ui/link.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { Select } from "../../ui/select.tsx";
import { SidePanel } from "../../ui/side-panel.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { useFormat } from "../../ui/use-format.ts";
import figures from "./figures.module.css";
import css from "./people.module.css";
import { endings, segmentNames, type Ending, type LabSearch, type WhichPeople } from "./lab-search.ts";
import { endingNames, segmentValue, under } from "./picture-words.ts";
import type { Subject } from "./use-subject.ts";

interface PeoplePanelProps {
  replayId: string | null;
  /** Of the picture shown: another move, other people. */
  move: number;
  search: LabSearch;
  subject: Subject;
  name: string;
  change: (next: Partial<Record<keyof LabSearch, string | undefined>>) => void;
}

/** The people behind a picture; each opens their page, or their points on the day they were handed over. */
export function PeoplePanel({ replayId, move, search, subject, name, change }: PeoplePanelProps) {
  const format = useFormat();
  const which = search.people ?? "gained";
  const query = { which, limit: 50, ...(search.week && { week: search.week }), ...(search.ended && { ended: search.ended }), ...(search.segment && { segment: search.segment.kind, ...(search.segment.value !== null && { segmentValue: search.segment.value }) }) };
  // The move is no part of the question, but people asked for before it are no answer any more.
  useEffect(() => {
    queryClient.removeQueries({ queryKey: [listReplayPeople.name] });
  }, [replayId, move]);
  const { rows, count, more, loadMore, loading, error, retry } = usePages(listReplayPeople, { params: { id: replayId ?? "-" }, query }, { enabled: replayId !== null && search.people !== null, keep: false });
  const narrowed = { week: undefined, ended: undefined, segment: undefined };
  const close = () => change({ people: undefined, ...narrowed });
  const { segment } = search;
  const held = subject.inForce.name;
  const titles: Record<WhichPeople, string> = { gained: "Gained", lost: "Lost", both: "By both", "in-force": `All of ${held}`, draft: `All of ${name}` };
  return (
    <SidePanel open={search.people !== null} onClose={close} title={`${titles[which]}${search.week ? `, week of ${format.day(search.week)}` : ""}`}>
      <div className={css.panelHead}>
        <SegmentedTabs label="People" value={which} onChange={(next) => change({ people: next })} tabs={([...(which === "draft" || which === "in-force" ? [which] : []), "gained", "lost", "both"] as const).map((value) => ({ value, label: titles[value] }))} />
        <Row gap={8} wrap>
          <div style={{ flex: "1 1 180px" }}><Select bare optional label="Ended as" placeholder="However they ended" value={search.ended ?? ""} onChange={(next) => change({ ended: next === ("" as Ending) ? undefined : next })} choices={endings.map((value) => ({ value, label: endingNames[value] }))} /></div>
          {search.week && <Chip onRemove={() => change({ week: undefined })}>{`Week of ${format.day(search.week)}`}</Chip>}
          {segment && <Chip onRemove={() => change({ segment: undefined })}>{`${segmentNames[segment.kind]}: ${segmentValue(segment.kind, segment.value)}`}</Chip>}
        </Row>
        {count && <p className="label">{formatCapped(count, format.context)} {count.value === 1 ? "person" : "people"}. {which === "gained" ? `${name} ${name === "Your moves" ? "hand" : "hands"} them over, ${held} does not: what would have become of them is unknown.` : which === "lost" ? `${held} hands them over, ${under(name)} ${name === "Your moves" ? "do" : "does"} not. How they ended is recorded; under ${under(name)} it would be unknown.` : ""}</p>}
      </div>
      {loading && <div className={css.foot}><SkeletonLines lines={8} /></div>}
      {error && !rows && <ErrorState title="The people could not be read" error={error} onRetry={retry} />}
      {rows?.length === 0 && <EmptyState title="Nobody." text={search.ended || search.week || segment ? "Nobody here is narrowed down to like this; take a filter away to see the others." : `${name} and ${held} hand over the same people here.`} />}
      <ul aria-label={titles[which]}>{rows?.map((person) => <Person key={person.contact.id} person={person} held={held} name={name} test={() => change({ view: "person", contact: person.contact.id, on: person.draftOn ?? person.inForceOn ?? undefined, people: undefined, ...narrowed })} />)}</ul>
      {more && <div className={css.foot}><Button onClick={loadMore}>Show more</Button></div>}
    </SidePanel>
  );
}

function Person({ person, held, name, test }: { person: ReplayedPerson; held: string; name: string; test: () => void }) {
  const format = useFormat();
  const on = (day: string | null, times: number) => (day === null ? "not at all" : `${format.day(day)}${times > 1 ? `, ${times} times` : ""}`);
  const { engagement, grade } = person;
  const reached = (on: string | null, points: number) => `${on === null ? "at most " : ""}${format.number(points)} points`;
  return (
    <li className={css.person}>
      <span>
        <span className="cut" style={{ display: "block", fontWeight: 500 }}><Link to={`/people/${person.contact.id}`}>{person.contact.name}</Link></span>
        <span className="label cut" style={{ display: "block" }} title={person.company?.name}>{person.company?.name ?? person.contact.email ?? ""}</span>
      </span>
      <Row gap={8}><Grade grade={grade.draft} /><Chip>{person.reason ? `${endingNames[person.ended]}: ${person.reason}` : endingNames[person.ended]}</Chip></Row>
      <span className={css.personWhy}>
        <span>{name}: {on(person.draftOn, person.draftTimes)}{person.lane.draft ? ", fast lane" : `, ${reached(person.draftOn, engagement.draft)}`}</span>
        <span>{held}: {on(person.inForceOn, person.inForceTimes)}{person.lane.inForce ? ", fast lane" : `, ${reached(person.inForceOn, engagement.inForce)}${grade.inForce === grade.draft ? "" : ` as ${grade.inForce}`}`}</span>
        <button type="button" className={figures.open} onClick={test}>Point by point</button>
      </span>
    </li>
  );
}
