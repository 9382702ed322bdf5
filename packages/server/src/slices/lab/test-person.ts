import { refusals } from "@tandem/contract/lab/parts";
import { testPerson } from "@tandem/contract/lab/replay";
import type { OutputOf } from "@tandem/contract/operation";
import type { FieldRef, FieldValue } from "@tandem/domain/criteria/criteria";
import type { DayCount } from "@tandem/domain/criteria/subject";
import { compileSignals } from "@tandem/domain/capture/recognise";
import { epochDayFromIso, isoFromEpochDay, type EpochDay } from "@tandem/domain/kit/epoch-day";
import { startOfDay } from "@tandem/domain/kit/zone";
import { explainScore } from "@tandem/domain/scoring/explain";
import { compileAgreement, scoreContact, type ScoreSubject } from "@tandem/domain/scoring/score";
import type { Sql } from "../../platform/sql.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { agreementInForce } from "../../spine/agreement-in-force.ts";
import type { StoredEvent } from "../../spine/claimed-event.ts";
import { dayIn } from "../../spine/company-day.ts";
import { loadContacts } from "../../spine/lock-contacts.ts";
import { machineReason, pathOf } from "../../spine/recognise-signals.ts";
import { subjectOf } from "../../spine/states.ts";
import { nameOf } from "../people/door.ts";
import { loadDocument, type ReplayDocument } from "./documents.ts";

type Explained = OutputOf<typeof testPerson>["inForce"];

/** Any contact on any day under two texts, point by point, as known today. */
export const testPersonRoute = handle(testPerson, async ({ app }, { body }) => {
  const now = app.clock.now();
  const [inForce, draft] = await Promise.all([loadDocument(app.db, now, body.against ?? null), loadDocument(app.db, now, body.draft)]);
  const on = epochDayFromIso(body.on)!;
  const person = await loadPerson(app.db, body.contactId, now, on, inForce.replayable.agreement.timeZone);
  const [a, b] = [await explainOn(app.db, inForce, person, on), await explainOn(app.db, draft, person, on)];
  return {
    contact: person.contact,
    on: body.on,
    stage: person.stage,
    inForce: a,
    draft: b,
    says: [
      "As known today: late events, corrections and merges included; fields as they stood on that day, where their changes are on record.",
      ...(draft.anew.length > 0 ? ["Signals that the draft defines anew were recognised over this contact's raw events."] : []),
    ],
  };
});

interface Person {
  readonly id: string;
  readonly contact: { readonly id: string; readonly name: string; readonly email: string | null };
  readonly stage: string;
  readonly subject: ScoreSubject;
}

async function loadPerson(sql: Sql, contactId: string, now: Date, on: EpochDay, zone: string): Promise<Person> {
  const row = await sql.find<{ id: string; first_name: string | null; last_name: string | null; email: string | null }>(
    "select s.id, s.first_name, s.last_name, s.email from contact c join contact s on s.id = c.survivor_id where c.id = $1 and s.identified_at is not null",
    [contactId],
  );
  if (!row) throw new Refusal(refusals.noSuchContact);
  const { contacts, companies } = await loadContacts(sql, await agreementInForce(sql, now), [row.id]);
  const state = contacts[0]!;
  const today = subjectOf(state, state.companyId === null ? null : (companies.get(state.companyId) ?? null));
  const end = new Date(startOfDay(zone, on + 1));
  const before = await fieldsBefore(sql, row.id, state.companyId, end);
  const stage = await sql.find<{ stage: string }>("select e.stage from episode e join contact c on c.id = e.contact_id where c.survivor_id = $1 and e.entered_at < $2 order by e.entered_at desc, e.applied desc limit 1", [row.id, end]);
  return {
    id: row.id,
    contact: { id: row.id, name: nameOf(row), email: row.email },
    stage: stage?.stage ?? "visitor",
    // Qualifying is asked of a lead: so do the replays.
    subject: { ...today, stage: "lead", field: (ref) => (before.has(ref) ? before.get(ref)! : today.field(ref)) },
  };
}

/** Values that changed since: what each field held at the end of the day. The first change after it knows. */
async function fieldsBefore(sql: Sql, contactId: string, companyId: string | null, end: Date): Promise<Map<FieldRef, FieldValue>> {
  const rows = await sql.query<{ entity_kind: string; field: string; old: FieldValue }>(
    "select distinct on (entity_kind, field) entity_kind, field, old from change where ((entity_kind = 'contact' and entity_id = $1) or (entity_kind = 'company' and entity_id = $2)) and happened_at >= $3 order by entity_kind, field, happened_at, id",
    [contactId, companyId, end],
  );
  return new Map(rows.map((row) => [`${row.entity_kind}.${row.field}` as FieldRef, row.old]));
}

async function explainOn(sql: Sql, document: ReplayDocument, person: Person, on: EpochDay): Promise<Explained> {
  const { agreement, types } = document.replayable;
  const compiled = compileAgreement(agreement, (ref) => types[ref] ?? null);
  const days = await signalDays(sql, document, person.id);
  const subject: ScoreSubject = { ...person.subject, signalDays: (key) => days.get(key) ?? [] };
  const score = scoreContact(compiled, subject, on);
  const { fit, engagement } = explainScore(compiled, subject, on);
  return {
    name: document.name,
    version: document.version,
    fit: score.fit,
    grade: score.grade,
    engagement: score.engagement,
    qualifies: score.qualifies,
    by: score.by,
    never: score.never,
    needs: compiled.grid[score.grade],
    fitLines: [...fit],
    engagementLines: engagement.map((line) => (line.kind === "rule" ? { ...line, days: line.days.map((one) => ({ ...one, day: isoFromEpochDay(one.day) })) } : line)),
  };
}

/** Signal days of one contact by key: as recognised, or recognised anew over their raw events. */
async function signalDays(sql: Sql, { replayable, anew }: ReplayDocument, contactId: string): Promise<ReadonlyMap<string, readonly DayCount[]>> {
  const owned = "join assignment a on a.contact_id = c.id and a.retracted is null";
  const keyOf = new Map(Object.entries(replayable.recognised).map(([key, name]) => [name, key]));
  const rows = await sql.query<{ revision_id: number; day: number; count: number }>(
    `select s.revision_id, s.day - date '1970-01-01' as day, count(*)::int as count from contact c ${owned} join signal s on s.subject_id = a.subject_id and s.occurred_at >= a.from_at and s.occurred_at < a.to_at and s.quarantined is null where c.survivor_id = $1 group by 1, 2 order by 2`,
    [contactId],
  );
  const found = new Map<string, DayCount[]>();
  for (const row of rows) {
    const key = keyOf.get(String(row.revision_id));
    if (key !== undefined) found.set(key, [...(found.get(key) ?? []), { day: row.day, count: row.count }]);
  }
  if (anew.length === 0) return found;
  const recognise = compileSignals(anew.map(({ definition }) => definition));
  const events = await sql.query<Pick<StoredEvent, "occurred_at" | "type" | "name" | "payload"> & { said: string | null; asked: boolean }>(
    `select e.occurred_at, e.type, e.name, e.payload, s.quarantined as said, s.event_id is not null as asked from contact c ${owned} join event e on e.subject_id = a.subject_id and e.occurred_at >= a.from_at and e.occurred_at < a.to_at
     left join lateral (select event_id, quarantined from signal s where s.subject_id = e.subject_id and s.event_id = e.id limit 1) s on true where c.survivor_id = $1`,
    [contactId],
  );
  const counts = new Map<string, Map<number, number>>();
  for (const event of events) {
    if (event.asked ? event.said !== null : machineReason(event) !== null) continue;
    const day = dayIn(replayable.agreement.timeZone, event.occurred_at);
    for (const key of recognise({ type: event.type, name: event.name, path: pathOf(event), properties: event.payload.properties ?? {} })) {
      const ofKey = counts.get(key) ?? new Map<number, number>();
      counts.set(key, ofKey.set(day, (ofKey.get(day) ?? 0) + 1));
    }
  }
  for (const [key, days] of counts) found.set(key, [...days].toSorted(([x], [y]) => x - y).map(([day, count]) => ({ day, count })));
  return found;
}
