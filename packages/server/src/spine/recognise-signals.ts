import type { DayCount } from "@tandem/domain/criteria/subject";
import { isoFromEpochDay, type EpochDay } from "@tandem/domain/kit/epoch-day";
import { isbot } from "isbot";
import type { Statement } from "../platform/statement.ts";
import { dayIn } from "./company-day.ts";
import type { StoredEvent } from "./claimed-event.ts";
import type { ContactState } from "./states.ts";
import type { Work } from "./work.ts";

/** An event that is a signal. */
export interface RecognisedSignal {
  readonly event: StoredEvent;
  readonly key: string;
  readonly day: EpochDay;
  /** Why it is set aside, if it is. */
  readonly quarantined: string | null;
}

/** Recognises the events of a batch as signals of the version in force. Machine engagement is set aside, not dropped. */
export function recogniseSignals({ inForce }: Work, events: readonly StoredEvent[]): RecognisedSignal[] {
  return events.flatMap((event) => {
    const keys = inForce.recognise({ type: event.type, name: event.name, path: pathOf(event), properties: event.payload.properties ?? {} });
    if (keys.length === 0) return [];
    const [day, quarantined] = [dayIn(inForce.agreement.timeZone, event.occurred_at), machineReason(event)];
    return keys.map((key) => ({ event, key, day, quarantined }));
  });
}

/** What stores signals. */
export function signalsSaved(work: Work, signals: readonly RecognisedSignal[]): Statement[] {
  if (signals.length === 0) return [];
  return [
    {
      text: `insert into signal (subject_id, event_id, revision_id, occurred_at, day, applied, quarantined)
     select subject_id, event_id, revision_id, occurred_at, day, $7, quarantined
     from unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::timestamptz[], $5::date[], $6::text[]) r(subject_id, event_id, revision_id, occurred_at, day, quarantined)
     order by subject_id, event_id, revision_id on conflict do nothing`,
      values: [
        signals.map((s) => s.event.subject_id), signals.map((s) => s.event.id), signals.map((s) => work.inForce.revisionOf.get(s.key)!), signals.map((s) => s.event.occurred_at),
        signals.map((s) => isoFromEpochDay(s.day)), signals.map((s) => s.quarantined), work.applied,
      ],
    },
  ];
}

/** Has contacts of whom nothing was known before have the signals that were just recognised, as `loadSignals` would read them: there are no others. */
export function takeFirstSignals({ inForce }: Work, contacts: readonly ContactState[], signals: readonly RecognisedSignal[], contactOf: ReadonlyMap<string, string>): void {
  const byId = new Map(contacts.map((contact) => [contact.id, (contact.signals = new Map<string, DayCount[]>())]));
  for (const { event, key, day, quarantined } of signals.toSorted((a, b) => a.day - b.day)) {
    // Those of drafts and earlier versions are stored, and count for nothing.
    if (quarantined !== null || inForce.signalOf.get(inForce.revisionOf.get(key)!) !== key) continue;
    const ofContact = byId.get(contactOf.get(event.id)!)!;
    const days = ofContact.get(key) ?? [];
    const last = days.at(-1);
    if (last?.day === day) days[days.length - 1] = { day, count: last.count + 1 };
    else days.push({ day, count: 1 });
    ofContact.set(key, days);
  }
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
