import { fold } from "@tandem/domain/people/fold";
import type { App } from "../platform/app.ts";
import type { Transaction } from "../platform/transaction.ts";
import { sendTogether, type Statement } from "../platform/statement.ts";
import { isGivenUp, isTransient } from "../platform/transient.ts";
import { engine } from "./actor.ts";
import { applyEvents, companyDomainsNamed, takeVisitorsTouches, type TouchRow } from "./apply-events.ts";
import type { StoredEvent } from "./claimed-event.ts";
import { evaluateContacts } from "./evaluate-contacts.ts";
import { identifyEvents } from "./identify.ts";
import { loadAssignments, type StandingAssignment } from "./known-identities.ts";
import { askForCompanies, lockAskedCompanies, takeCompanies, type AskedCompanies } from "./link-companies.ts";
import { ensureSignals, lockContacts } from "./lock-contacts.ts";
import { claimedBy, subjectsNamed } from "./named-subjects.ts";
import { recogniseSignals, signalsSaved, takeFirstSignals } from "./recognise-signals.ts";
import { settle } from "./settle.ts";
import type { Coming } from "./wake.ts";
import { beginWork, type Work } from "./work.ts";

/** Events worked in one transaction at most, unless one commit alone brought more. */
const largestBatch = 2_000;
/** One engine works at a time; another process stands by and takes over when this lock falls. */
export const engineLock = 7_316_001;

/** An accepted event with its place in the intake. */
interface ClaimedEvent extends StoredEvent {
  readonly intake_id: number;
  readonly accepted_at: Date;
  readonly live: boolean;
}

/**
 * Works what was accepted: claim → lock → identify → apply → recognise → evaluate → settle, one transaction with its
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

/**
 * Works a commit while it is being stored: what is known of its people is read meanwhile, and its place in the intake is
 * taken once it is there. Answers how many events were worked; 0 when it came otherwise (known before, not stored soon,
 * not the first in line, a company changed meanwhile, another engine at work, or it can't be worked): then it is left to
 * `workIntake`.
 */
export async function workComing(app: App, { events, live, stored }: Coming): Promise<number> {
  try {
    await app.db.transaction(async (tx) => {
      const mayWork = tx.query<{ mine: boolean }>({ name: "may-work", text: `select pg_try_advisory_xact_lock(${engineLock}) as mine` });
      const [[lock], begun, companies] = await Promise.all([mayWork, begin(app, tx, subjectsOf(events)), askForCompanies(tx, [...new Set(events.flatMap(companyDomainsNamed))])]);
      if (!lock!.mine) throw new CameOtherwise();
      await workEvents(tx, { events, live }, { ...begun, companies }, async () => {
        const place = await within(stored, longestStoringMs);
        if (place === null) throw new CameOtherwise();
        return { taken: takePlace(tx, place, companies) };
      });
    }, { keepPlans: true });
    return events.length;
  } catch (error) {
    if (!(error instanceof CameOtherwise)) app.log.debug({ error: String(error) }, "events could not be worked while they were stored");
    return 0;
  }
}

/** What was to be worked while it was stored is not there as expected: nothing of it stands. */
class CameOtherwise extends Error {}

/** What holds up the storing of one commit must not hold up the others, nor those who wait for its people. */
const longestStoringMs = 250;

async function within<T>(promise: Promise<T>, ms: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(resolve, ms, null)));
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Takes a commit out of the intake if it is the first in line, and the companies that were read for it if they are as they were. */
async function takePlace(tx: Transaction, intakeId: number, companies: AskedCompanies): Promise<void> {
  const [taken, same] = await Promise.all([
    tx.query({ name: "take-place", text: "delete from intake i where id = $1 and not exists (select from intake before where before.id < $1) returning id" }, [intakeId]),
    lockAskedCompanies(tx, companies),
  ]);
  if (taken.length === 0 || !same) throw new CameOtherwise();
}

async function workBatch(app: App, most: number): Promise<number> {
  return app.db.transaction(async (tx) => {
    const claimed = await claimIntake(tx, most);
    if (claimed.length > 0) await workClaimed(app, tx, claimed);
    return claimed.length;
  }, { keepPlans: true });
}

async function workClaimed(app: App, tx: Transaction, claimed: readonly ClaimedEvent[]): Promise<void> {
  const lost = claimed.filter((event) => event.payload === null).length;
  if (lost > 0) throw new Error(`${lost} of ${claimed.length} accepted events are not stored.`);
  await workEvents(tx, { events: claimed, live: claimed[0]!.live }, await begin(app, tx, subjectsOf(claimed)));
}

/** How work on events begins: the version in force, and who is known of the subjects they name. */
interface Start {
  readonly work: Work;
  readonly standing: readonly StandingAssignment[];
  /** The companies they name by their domains, where they were asked for at once. */
  readonly companies?: AskedCompanies;
}

async function begin(app: App, tx: Transaction, subjects: readonly string[]): Promise<Start> {
  const [work, standing] = await Promise.all([beginWork(app, tx, { at: app.clock.now(), actor: engine }), loadAssignments(tx, subjects)]);
  return { work, standing };
}

function subjectsOf(events: readonly StoredEvent[]): string[] {
  return [...new Set(events.flatMap((event) => subjectsNamed(event).subjects))];
}

/**
 * Statements that need no answer are sent and not waited for, so that a lead whom nobody knew costs three round trips.
 * @param untilStored waits until the events can be read, where that is still to come, and takes their place in the intake
 */
async function workEvents(tx: Transaction, batch: { events: readonly StoredEvent[]; live: boolean }, begun: Start, untilStored?: () => Promise<{ /** A promise within an answer: it is not waited for with it. */ taken: Promise<void> }>): Promise<void> {
  // Within a batch people did things in the order they happened, whichever request came first.
  const events = batch.events.toSorted((a, b) => a.occurred_at.getTime() - b.occurred_at.getTime() || (a.id < b.id ? -1 : 1));
  const work: Work = { ...begun.work, live: batch.live };
  const { contactOf, losers, writes } = await identifyEvents(work, events.map(claimedBy), begun.standing);
  const contactIds = [...new Set([...contactOf.values(), ...losers])];
  const contacts = await lockContacts(work, contactIds);
  const signals = recogniseSignals(work, events);
  sendTogether(tx, [...writes, ...signalsSaved(work, signals), sourcesHeard(events)]);
  if (begun.standing.length === 0 && losers.length === 0) {
    // Nobody knew these people: no lock had to be awaited, and there are no other signals.
    takeFirstSignals(work, contacts, signals, contactOf);
    if (begun.companies) takeCompanies(work, begun.companies);
  } else {
    // Read after the new ones were sent, and beside the companies.
    for (const contact of contacts) contact.signals = null;
  }
  const [touches] = await Promise.all([applyEvents(work, events, contactOf), ensureSignals(work, contacts)]);
  await takeVisitorsTouches(work);
  sendTogether(tx, touchesSaved(work.applied, touches));
  // From here on what a handoff tells is read from the events themselves.
  const place = await untilStored?.();
  await Promise.all([place?.taken, evaluateContacts(work, contactIds, { cause: "input", events: lastEventOf(events, contactOf) })]);
  await settle(work);
}

/** The events of the oldest commits of one kind, live or history, up to the size of a batch. */
async function claimIntake(tx: Transaction, most: number): Promise<ClaimedEvent[]> {
  // The lateral holds the planner to one look-up an event, however few there were when the plan was made.
  return tx.query<ClaimedEvent>(
    {
      name: "claim-intake",
      text: `with free as (select pg_try_advisory_xact_lock(${engineLock}) and exists (select 1 from agreement_version) as mine),
     first as (select id, live, cardinality(event_ids) as size from intake, free where mine order by id limit 500),
     chosen as (
       select id from (select id, live, first_value(live) over (order by id) as kind, sum(size) over (order by id) - size as before from first) f
       where live = kind and before < $1
     ),
     claimed as (delete from intake where id in (select id from chosen) returning id, received_at, subject_ids, event_ids, live)
     select c.id as intake_id, c.received_at as accepted_at, c.live, i.event_id as id, i.subject_id, e.*
     from claimed c cross join lateral unnest(c.subject_ids, c.event_ids) as i(subject_id, event_id)
     left join lateral (
       select source_id, received_at, occurred_at, type, name, payload from event where event.subject_id = i.subject_id and event.id = i.event_id offset 0
     ) e on true`,
    },
    [most],
  );
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
    const claimed = await claimIntake(tx, 1);
    const first = claimed[0];
    if (!first) return 0;
    try {
      await tx.savepoint((inner) => workClaimed(app, inner, claimed));
    } catch (error) {
      if (isTransient(error) && !(isGivenUp(error) && isTriedEnough(app, first.intake_id))) throw error;
      app.log.error({ intake: first.intake_id, events: claimed.length, error: String(error) }, "events were parked");
      await tx.query("insert into parked_intake (id, received_at, parked_at, reason, subject_ids, event_ids, live) values ($1, $2, $3, $4, $5, $6, $7)", [
        first.intake_id,
        first.accepted_at,
        app.clock.now(),
        String(error).slice(0, 2_000),
        claimed.map((event) => event.subject_id),
        claimed.map((event) => event.id),
        first.live,
      ]);
    }
    return claimed.length;
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
