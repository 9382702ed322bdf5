import { fold } from "@tandem/domain/people/fold";
import type { App } from "../platform/app.ts";
import type { Transaction } from "../platform/database.ts";
import { runTogether, type Statement } from "../platform/statement.ts";
import { isGivenUp, isTransient } from "../platform/transient.ts";
import { engine } from "./actor.ts";
import { applyEvents, takeVisitorsTouches, type TouchRow } from "./apply-events.ts";
import type { StoredEvent } from "./claimed-event.ts";
import { evaluateContacts } from "./evaluate-contacts.ts";
import { identifyEvents } from "./identify.ts";
import { lockContacts } from "./lock-contacts.ts";
import { recogniseSignals } from "./recognise-signals.ts";
import { settle } from "./settle.ts";
import { beginWork } from "./work.ts";

/** Events worked in one transaction at most, unless one commit alone brought more. */
const largestBatch = 2_000;
/** One engine works at a time; another process stands by and takes over when this lock falls. */
export const engineLock = 7_316_001;

interface IntakeRow {
  readonly id: number;
  readonly received_at: Date;
  readonly subject_ids: string[];
  readonly event_ids: string[];
  readonly live: boolean;
}

/**
 * Works what was accepted: claim → identify → lock → apply → recognise → evaluate → settle, one transaction with its
 * place in the intake. Answers how many events were worked; 0 when there is nothing, when another process
 * is at it, or while there is no agreement to work by.
 */
export async function workIntake(app: App): Promise<number> {
  try {
    return await workBatch(app, largestBatch);
  } catch (error) {
    // What took too long is tried in smaller steps; other trouble of the database passes by itself.
    if (isTransient(error) && !isGivenUp(error)) throw error;
    app.log.warn({ error: String(error) }, "a batch of events failed; going commit by commit");
    return workOrPark(app);
  }
}

async function workBatch(app: App, most: number): Promise<number> {
  return app.db.transaction(async (tx) => {
    const rows = await claimIntake(tx, most);
    if (rows.length === 0) return 0;
    await workRows(app, tx, rows);
    return rows.reduce((sum, row) => sum + row.event_ids.length, 0);
  }, { keepPlans: true });
}

async function workRows(app: App, tx: Transaction, rows: readonly IntakeRow[]): Promise<void> {
  const events = await loadEvents(tx, rows);
  const work = await beginWork(app, tx, { at: app.clock.now(), actor: engine, live: rows[0]!.live });
  const { contactOf, losers } = await identifyEvents(work, events);
  const contactIds = [...new Set([...contactOf.values(), ...losers])];
  await lockContacts(work, contactIds);
  const touches = await applyEvents(work, events, contactOf);
  await takeVisitorsTouches(work);
  await runTogether(tx, [...recogniseSignals(work, events), ...touchesSaved(work.applied, touches), sourcesHeard(events)]);
  // Read after the new ones are there; evaluating asks for them.
  for (const id of contactIds) work.contacts.get(id)!.signals = null;
  await evaluateContacts(work, contactIds, { cause: "input", events: lastEventOf(events, contactOf) });
  await settle(work);
}

/** The oldest rows of one kind, live or history, up to the size of a batch. */
async function claimIntake(tx: Transaction, most: number): Promise<IntakeRow[]> {
  return tx.query<IntakeRow>(
    {
      name: "claim-intake",
      text: `with free as (select pg_try_advisory_xact_lock(${engineLock}) and exists (select 1 from agreement_version) as mine),
     first as (select id, live, cardinality(event_ids) as size from intake, free where mine order by id limit 500),
     chosen as (
       select id from (select id, live, first_value(live) over (order by id) as kind, sum(size) over (order by id) - size as before from first) f
       where live = kind and before < $1
     )
     delete from intake where id in (select id from chosen) returning id, received_at, subject_ids, event_ids, live`,
    },
    [most],
  );
}

async function loadEvents(tx: Transaction, rows: readonly IntakeRow[]): Promise<StoredEvent[]> {
  const ordered = rows.toSorted((a, b) => a.id - b.id);
  const events = await tx.query<StoredEvent>(
    {
      name: "load-events",
      text: `select e.id, e.subject_id, e.source_id, e.received_at, e.occurred_at, e.type, e.name, e.payload
             from unnest($1::uuid[], $2::uuid[]) with ordinality as i(subject_id, id, place) join event e on e.subject_id = i.subject_id and e.id = i.id order by i.place`,
    },
    [ordered.flatMap((row) => row.subject_ids), ordered.flatMap((row) => row.event_ids)],
  );
  // Within a batch people did things in the order they happened, whichever request came first.
  return events.toSorted((a, b) => a.occurred_at.getTime() - b.occurred_at.getTime() || (a.id < b.id ? -1 : 1));
}

function lastEventOf(events: readonly StoredEvent[], contactOf: ReadonlyMap<string, string>): Map<string, { id: string; receivedAt: Date }> {
  return new Map(events.map((event) => [contactOf.get(event.id)!, { id: event.id, receivedAt: event.received_at }]));
}

/** When each source was last heard of: what the set-up and the sources page show. To the second is enough. */
function sourcesHeard(events: readonly StoredEvent[]): Statement {
  const last = new Map<number, Date>();
  for (const event of events) if ((last.get(event.source_id) ?? new Date(0)) < event.received_at) last.set(event.source_id, event.received_at);
  const text = "update source s set last_event_at = r.at from unnest($1::int[], $2::timestamptz[]) r(id, at) where s.id = r.id and (s.last_event_at is null or s.last_event_at < r.at - interval '1 second')";
  return { text, values: [[...last.keys()], [...last.values()]] };
}

function touchesSaved(applied: number, touches: readonly TouchRow[]): Statement[] {
  if (touches.length === 0) return [];
  return [
    {
      text: `insert into touch (subject_id, event_id, at, channel, source, medium, campaign, campaign_folded, term, content, click_id_kind, click_id, referrer, landing_page, applied)
     select r.subject_id, r.event_id, r.at, r.channel, r.source, r.medium, r.campaign, r.campaign_folded, r.term, r.content, r.click_id_kind, r.click_id, r.referrer, r.landing_page, $2
     from jsonb_populate_recordset(null::touch, $1) r on conflict do nothing`,
      values: [
        JSON.stringify(
          touches.map((t) => ({
            subject_id: t.subjectId, event_id: t.eventId, at: t.at, channel: t.channel, source: t.source, medium: t.medium, campaign: t.campaign,
            campaign_folded: t.campaign === null ? null : fold(t.campaign.trim()), term: t.term, content: t.content, click_id_kind: t.clickIdKind, click_id: t.clickId, referrer: t.referrer, landing_page: t.landingPage,
          })),
        ),
        applied,
      ],
    },
  ];
}

/** Tries after which a commit whose statements are given up every time holds the others back no longer. */
const mostTries = 5;
const triesOf = new WeakMap<App, Map<number, number>>();

/** After a failed batch: the oldest commit by itself; one that fails again is parked with its reason, and the rest go on. */
async function workOrPark(app: App): Promise<number> {
  return app.db.transaction(async (tx) => {
    const rows = await claimIntake(tx, 1);
    const row = rows[0];
    if (!row) return 0;
    try {
      await tx.savepoint((inner) => workRows(app, inner, rows));
    } catch (error) {
      if (isTransient(error) && !(isGivenUp(error) && isTriedEnough(app, row.id))) throw error;
      app.log.error({ intake: row.id, events: row.event_ids.length, error: String(error) }, "events were parked");
      await tx.query("insert into parked_intake (id, received_at, parked_at, reason, subject_ids, event_ids, live) values ($1, $2, $3, $4, $5, $6, $7)", [row.id, row.received_at, app.clock.now(), String(error).slice(0, 2_000), row.subject_ids, row.event_ids, row.live]);
    }
    return row.event_ids.length;
  });
}

/** A slow moment passes; a commit that takes too long each time does not. */
function isTriedEnough(app: App, intakeId: number): boolean {
  const tries = triesOf.get(app) ?? new Map<number, number>();
  triesOf.set(app, tries);
  const count = (tries.get(intakeId) ?? 0) + 1;
  tries.set(intakeId, count);
  if (count < mostTries) return false;
  tries.delete(intakeId);
  return true;
}
