import type { HandoffPage } from "@tandem/contract/handoff/handoff";
import { useState } from "react";
import { NextIcon } from "../../ui/icons.ts";
import { PointsRow } from "../../ui/points-row.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { groupEvents } from "./grouped-events.ts";
import css from "./lead-parts.module.css";

/** A line of the engagement: opened it shows its rule and what was done how often; each single event only on demand. */
export function EngagementLine({ line }: { line: HandoffPage["score"]["engagementLines"][number] }) {
  const format = useFormat();
  const [each, setEach] = useState(false);
  const groups = groupEvents(line.events);
  const repeated = groups.length < line.events.length;
  const shown = each || !repeated
    ? line.events.map((event) => ({ when: format.moment(event.at), what: event.what, milliPoints: event.points, note: event.note ?? undefined }))
    : groups.map((group) => ({
        when: format.moment(group.last), what: group.count === 1 ? group.what : `${group.what}, ${format.number(group.count)} times`, milliPoints: group.points,
        note: group.uncounted === 0 ? undefined : group.uncounted === group.count ? "beyond the cap" : `${format.number(group.uncounted)} beyond the cap,`,
      }));
  return (
    <PointsRow label={line.kind === "group-cap" ? `${line.name}, capped` : line.name} how={line.how ?? undefined} milliPoints={line.points} rule={line.words ?? undefined} {...(line.kind === "rule" && { events: shown })}>
      {repeated && <button type="button" className={css.more} aria-expanded={each} onClick={() => setEach(!each)}><NextIcon />{each ? "Put together" : `Each of ${format.number(line.events.length)} events`}</button>}
    </PointsRow>
  );
}
