import { isoFromEpochDay } from "@tandem/domain/kit/epoch-day";
import { isbot } from "isbot";
import type { Statement } from "../platform/statement.ts";
import { dayIn } from "./company-day.ts";
import type { StoredEvent } from "./claimed-event.ts";
import type { Work } from "./work.ts";

/** Recognises the events of a batch as signals of the version in force: what stores them. Machine engagement is set aside, not dropped. */
export function recogniseSignals(work: Work, events: readonly StoredEvent[]): Statement[] {
  const rows: { subject: string; event: string; revision: number; at: Date; day: string; quarantined: string | null }[] = [];
  for (const event of events) {
    const keys = work.inForce.recognise({ type: event.type, name: event.name, path: pathOf(event), properties: event.payload.properties ?? {} });
    if (keys.length === 0) continue;
    const day = isoFromEpochDay(dayIn(work.inForce.agreement.timeZone, event.occurred_at));
    const quarantined = machineReason(event);
    for (const key of keys) rows.push({ subject: event.subject_id, event: event.id, revision: work.inForce.revisionOf.get(key)!, at: event.occurred_at, day, quarantined });
  }
  if (rows.length === 0) return [];
  return [
    {
      text: `insert into signal (subject_id, event_id, revision_id, occurred_at, day, applied, quarantined)
     select subject_id, event_id, revision_id, occurred_at, day, $7, quarantined
     from unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::timestamptz[], $5::date[], $6::text[]) r(subject_id, event_id, revision_id, occurred_at, day, quarantined)
     order by subject_id, event_id, revision_id on conflict do nothing`,
      values: [rows.map((r) => r.subject), rows.map((r) => r.event), rows.map((r) => r.revision), rows.map((r) => r.at), rows.map((r) => r.day), rows.map((r) => r.quarantined), work.applied],
    },
  ];
}

/** The page of an event. */
export function pathOf(event: Pick<StoredEvent, "payload">): string | null {
  const told = event.payload.properties?.["path"] ?? (event.payload.context?.["page"] as { path?: unknown } | undefined)?.path;
  return typeof told === "string" ? told : null;
}

/** The same few thousand agents come again and again, and telling takes a long expression: known answers are kept. */
const crawlers = new Map<string, boolean>();

function isCrawler(agent: string): boolean {
  const known = crawlers.get(agent);
  if (known !== undefined) return known;
  const answer = isbot(agent);
  if (crawlers.size >= 5_000) crawlers.clear();
  if (agent.length <= 500) crawlers.set(agent, answer);
  return answer;
}

/** Why an event is taken for a machine's: a crawler's name, or a click on a mail seconds after its delivery. */
export function machineReason(event: Pick<StoredEvent, "payload">): string | null {
  const agent = event.payload.context?.["userAgent"];
  if (typeof agent === "string" && isCrawler(agent)) return "known-agent";
  const sinceDelivery = event.payload.properties?.["secondsSinceDelivery"];
  if (typeof sinceDelivery === "number" && sinceDelivery >= 0 && sinceDelivery < 10) return "seconds-after-delivery";
  return null;
}
