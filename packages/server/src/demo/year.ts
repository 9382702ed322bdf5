import { setImmediate as afterOthers } from "node:timers/promises";
import { epochDayAt, startOfDay } from "@tandem/domain/kit/zone";
import { readEvent } from "@tandem/domain/capture/event";
import type { App } from "../platform/app.ts";
import { steeredClock, type SteeredClock } from "../platform/clock.ts";
import { seededDice, uuidv7 } from "../platform/ids.ts";
import { drainReactions } from "../platform/reactions.ts";
import type { Slice } from "../platform/slice.ts";
import { runDueTimers } from "../platform/timers.ts";
import type { Transaction } from "../platform/transaction.ts";
import { storeEvents, type AcceptedEvent } from "../slices/capture/accept-events.ts";
import { payloadOf } from "../slices/capture/read-request.ts";
import { workIntake } from "../spine/engine.ts";
import { ensureCompanyDay, turnCompanyDay } from "../spine/turn-company-day.ts";
import { actor } from "./act.ts";
import { coming, goTo, type Agenda } from "./agenda.ts";
import { planAmendments } from "./amendments.ts";
import { rollsOf } from "./dice.ts";
import { findCompany, foundCompany } from "./found-company.ts";
import { visitorOf, type PlannedEvent, type Visitor } from "./journeys.ts";
import { salesPeople } from "./sales-people.ts";
import { lanesOf } from "./lanes.ts";
import { noteRates, recordSpend } from "./spend.ts";

export interface YearOptions {
  readonly seed: number;
  readonly until: Date;
  readonly days: number;
  readonly visitors: number;
  /** Go on with a history that ends here; null begins one. */
  readonly resumeFrom?: Date | null;
  /** Told after each step: the share done, and the day reached. */
  readonly onProgress?: (share: number, day: Date) => void;
}

const hour = 3_600_000;
const day = 24 * hour;
const zone = "Europe/Berlin";
/** Days between two turns of the company day until then: what scores fade to in between nobody is there to see. Its months of raw events are made a quarter ahead. */
const fadesEvery = 60;
/** The time of day, from the company's midnight, at which a day's events arrive: Europe is still at work and America has begun. */
const arrivesAt = 15 * hour;
/** How long before the end the year goes on hour by hour. */
const closeUp = 7 * day;

/**
 * Lives the demo's year: visitors' events go through capture and the engine, people's acts through the use cases, timers
 * ring and reactions run, all on a steered clock. Nothing is written as a finished result.
 */
export async function liveDemoYear(app: App, clock: SteeredClock, slices: readonly Slice[], options: YearOptions): Promise<void> {
  const { until, onProgress, resumeFrom = null } = options;
  const first = resumeFrom === null ? startOfDay(zone, epochDayAt(zone, until.getTime()) - options.days) : await firstDayOf(app);
  const from = resumeFrom?.getTime() ?? first;
  clock.set(new Date(from));
  const rolls = rollsOf(options.seed + (resumeFrom === null ? 0 : from));
  const company = resumeFrom === null ? await foundCompany(app, first, until.getTime()) : await findCompany(app);
  await ensureCompanyDay(app);
  await noteRates(app, from);
  const crowd = crowdOf(options, first, resumeFrom === null ? -Infinity : from);
  const plan: Agenda = coming();
  const act = actor(app, slices);
  const lanes = lanesOf(app, slices, options.seed + (resumeFrom === null ? 0 : Math.floor(from / day)) + 1);
  const sales = salesPeople(app, company, crowd.byEmail, lanes, { act, plan, rolls, now: () => clock.now().getTime() });
  const timers = slices.flatMap((slice) => slice.timers ?? []);
  const reactions = slices.flatMap((slice) => slice.reactions ?? []);
  if (resumeFrom !== null) {
    crowd.eventsUntil(from);
    await sales.resume();
  }
  else planAmendments(company, act, plan, first, until.getTime());
  let lastDay = -1;
  const moments = [...steps(first, until.getTime())].filter((at) => resumeFrom === null || at > from);
  const website = websiteOf(app, company.sourceId, options.seed + Math.floor(from / day));
  const stored = (at: number | undefined) => (at === undefined ? null : website.store(crowd.eventsUntil(at), at));
  let arrivals = stored(moments[0]);
  try {
    for (const [done, at] of moments.entries()) {
      // People's acts happen at their own instants, between the steps. What concerns everybody happens with nothing beside it.
      for (let due = plan.take(at); due; due = plan.take(at)) {
        await lanes.liveUntil(due.at);
        goTo(clock, due.at);
        await due.what();
      }
      await lanes.liveUntil(at);
      goTo(clock, at);
      await (await arrivals)?.commit();
      const today = epochDayAt(zone, at);
      if (today !== lastDay) {
        lastDay = today;
        await drainReactions(app, reactions);
        await recordSpend(app, company, first, at);
        if (rolls.chance(0.4)) await sales.prospect();
      }
      await runDueTimers(app, today % fadesEvery === 0 || at >= until.getTime() - closeUp ? timers : timers.filter((timer) => timer !== turnCompanyDay));
      // The engine and Postgres wait for each other in turns: that leaves room for storing what comes next.
      arrivals = stored(moments[done + 1]);
      while ((await workIntake(app)) > 0);
      await arrivals;
      await sales.look();
      // By steps, not by days: the last week has as many as two months before it.
      onProgress?.((done + 1) / moments.length, new Date(at));
    }
  } finally {
    // A year that breaks off lets go of the connection that holds them.
    await (await arrivals)?.drop();
  }
  await drainReactions(app, reactions);
  await app.db.query("update workspace set demo_until = $1", [until]);
}

/** Steps at which visitors' events arrive in one go: day by day, hour by hour in the last week. */
function* steps(first: number, until: number): Generator<number> {
  for (let at = first + arrivesAt; at < until - closeUp; at += day) yield at;
  for (let at = until - closeUp; at < until; at += hour) yield at;
  yield until;
}

interface Crowd {
  /** Everybody who has come so far. */
  readonly byEmail: ReadonlyMap<string, Visitor>;
  /** What people did since the last call and until then, in order of time. */
  eventsUntil(at: number): PlannedEvent[];
}

/**
 * The year's visitors, and as many a day for every day after it: the same ones, however often the history goes on. What
 * somebody will do is planned when they first come, and forgotten when it is done: the whole year at once is a quarter of a gigabyte.
 */
function crowdOf({ seed, visitors, until, days }: YearOptions, first: number, after: number): Crowd {
  const daily = Math.round((visitors / days) * 1.3);
  const later = Math.max(0, Math.floor((until.getTime() - first) / day) - days) * daily;
  const arrivals = Array.from({ length: visitors + later }, (_, index) => {
    const rolls = rollsOf(seed * 7_919 + index * 104_729);
    // Growing interest over the year.
    const share = Math.sqrt(0.12 + 0.88 * rolls.unit());
    const dayOfYear = index < visitors ? Math.floor(((share - Math.sqrt(0.12)) / (1 - Math.sqrt(0.12))) * days) : days + Math.floor((index - visitors) / daily);
    return { index, rolls, dayOfYear };
  }).sort((a, b) => b.dayOfYear - a.dayOfYear);
  const byEmail = new Map<string, Visitor>();
  const events = coming<PlannedEvent>();
  return {
    byEmail,
    eventsUntil(at) {
      // A day's visitors may have come by the clock of their own zone.
      while (arrivals.length > 0 && first + (arrivals.at(-1)!.dayOfYear - 1) * day <= at) {
        const { index, rolls, dayOfYear } = arrivals.pop()!;
        const { visitor, events: planned } = visitorOf(index, rolls, first + dayOfYear * day + rolls.whole(6, 20) * hour, Math.min(dayOfYear, days), until.getTime());
        byEmail.set(visitor.email, visitor);
        for (const event of planned) if (event.at > after) events.add(event.at, event);
      }
      const due: PlannedEvent[] = [];
      for (let next = events.take(at); next; next = events.take(at)) due.push(next.what);
      return due;
    },
  };
}

async function firstDayOf(app: App): Promise<number> {
  return (await app.db.one<{ created_at: Date }>("select created_at from workspace")).created_at.getTime();
}

/** Takes visitors' events in, ahead of everybody: with a clock and ids of its own. */
interface Website {
  /** Stores what happens until then; nobody sees it before it is committed. */
  store(events: readonly PlannedEvent[], at: number): Promise<Held>;
}

function websiteOf(app: App, sourceId: number, seed: number): Website {
  const clock = steeredClock(app.clock.now());
  const own: App = { ...app, clock, ids: uuidv7(clock, seededDice(seed)) };
  return {
    async store(events, at) {
      goTo(clock, at);
      // The engine asks first: the database works while these are read.
      await afterOthers();
      const accepted = events.map((event) => acceptedOf(event, sourceId, clock.now(), own.ids.next()));
      return beforehand(app, async (tx) => void (accepted.length > 0 && (await storeEvents(own, tx, accepted, true))));
    },
  };
}

function acceptedOf({ raw }: PlannedEvent, sourceId: number, receivedAt: Date, messageId: string): AcceptedEvent {
  const reading = readEvent(raw, { receivedAt: receivedAt.getTime(), messageId });
  if ("refused" in reading) throw new Error(`The demo planned a bad event: ${reading.refused.words}`);
  return { sourceId, receivedAt, event: reading.ok, payload: payloadOf(reading.ok) };
}

/** What was done and nobody sees yet. */
interface Held {
  commit(): Promise<void>;
  /** Undoes it, unless it was committed. */
  drop(): Promise<void>;
}

function beforehand(app: App, work: (tx: Transaction) => Promise<void>): Promise<Held> {
  const dropped = new Error("It was not wanted any more.");
  return new Promise((done, fail) => {
    const committed = app.db.transaction(async (tx) => {
      await work(tx);
      await new Promise<void>((commit, undo) => done({ commit: () => (commit(), committed), drop: () => (undo(dropped), committed.catch(() => undefined)) }));
    });
    committed.catch(fail);
  });
}
