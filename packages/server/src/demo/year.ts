import { epochDayAt, startOfDay } from "@tandem/domain/kit/zone";
import { readEvent } from "@tandem/domain/capture/event";
import type { App } from "../platform/app.ts";
import type { SteeredClock } from "../platform/clock.ts";
import { drainReactions } from "../platform/reactions.ts";
import type { Slice } from "../platform/slice.ts";
import { runDueTimers } from "../platform/timers.ts";
import { captureOf } from "../slices/capture/capture-of.ts";
import { payloadOf } from "../slices/capture/read-request.ts";
import { workIntake } from "../spine/engine.ts";
import { ensureCompanyDay } from "../spine/turn-company-day.ts";
import { actor } from "./act.ts";
import { agenda } from "./agenda.ts";
import { rollsOf } from "./dice.ts";
import { foundCompany } from "./found-company.ts";
import { visitorOf, type PlannedEvent, type Visitor } from "./journeys.ts";
import { openDealByHand, salesPeople } from "./sales-people.ts";
import { recordSpend } from "./spend.ts";

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
/** How long before the end the year goes on hour by hour. */
const closeUp = 7 * day;

/**
 * Lives the demo's year: visitors' events go through capture and the engine, people's acts through the use cases, timers
 * ring and reactions run, all on a steered clock. Nothing is written as a finished result.
 */
export async function liveDemoYear(app: App, clock: SteeredClock, slices: readonly Slice[], options: YearOptions): Promise<void> {
  const { until, onProgress } = options;
  const first = startOfDay(zone, epochDayAt(zone, until.getTime()) - options.days);
  clock.set(new Date(first));
  const rolls = rollsOf(options.seed);
  const company = await foundCompany(app, first, until.getTime());
  await ensureCompanyDay(app);
  const visitors = planVisitors(options, first);
  const stream = visitors.flatMap((v) => v.events).sort((a, b) => a.at - b.at);
  const plan = agenda();
  const act = actor(app, slices);
  const sales = salesPeople(app, company, new Map(visitors.map((v) => [v.email, v])), act, plan, rollsOf(options.seed + 1));
  const timers = slices.flatMap((slice) => slice.timers ?? []);
  const reactions = slices.flatMap((slice) => slice.reactions ?? []);
  let next = 0;
  let lastDay = -1;
  for (const at of steps(first, until.getTime())) {
    // People's acts happen at their own instants, between the steps.
    for (let due = plan.take(at); due; due = plan.take(at)) {
      if (due.at > clock.now().getTime()) clock.set(new Date(due.at));
      await due.act();
    }
    if (at > clock.now().getTime()) clock.set(new Date(at));
    const from = next;
    while (next < stream.length && stream[next]!.at <= at) next += 1;
    await send(app, company.sourceId, stream.slice(from, next));
    while ((await workIntake(app)) > 0);
    await runDueTimers(app, timers);
    const today = epochDayAt(zone, at);
    if (today !== lastDay) {
      lastDay = today;
      await drainReactions(app, reactions);
      await recordSpend(app, company, first, at);
      if (rolls.chance(0.55)) await openDealByHand(app, company, act, rolls);
    }
    await sales.look();
    onProgress?.((at - first) / (until.getTime() - first), new Date(at));
  }
  await drainReactions(app, reactions);
  await app.db.query("update workspace set demo_until = $1", [until]);
}

/** Three steps a day (morning, noon, evening) at which visitors' events arrive in one go; hour by hour in the last week. */
function* steps(first: number, until: number): Generator<number> {
  for (let today = first; today < until - closeUp; today += day) for (const at of [9 * hour, 13 * hour, 19 * hour]) if (today + at < until - closeUp) yield today + at;
  for (let at = until - closeUp; at < until; at += hour) yield at;
  yield until;
}

function planVisitors({ seed, visitors, until, days }: YearOptions, first: number): Visitor[] {
  return Array.from({ length: visitors }, (_, index) => {
    const rolls = rollsOf(seed * 7_919 + index * 104_729);
    // Growing interest over the year.
    const share = Math.sqrt(0.12 + 0.88 * rolls.unit());
    const dayOfYear = Math.floor(((share - Math.sqrt(0.12)) / (1 - Math.sqrt(0.12))) * days);
    return visitorOf(index, rolls, first + dayOfYear * day + rolls.whole(6, 20) * hour, dayOfYear, until.getTime());
  });
}

async function send(app: App, sourceId: number, events: readonly PlannedEvent[]): Promise<void> {
  if (events.length === 0) return;
  const receivedAt = app.clock.now();
  const { acceptor } = captureOf(app);
  await acceptor.accept(
    events.map(({ raw }) => {
      const reading = readEvent(raw, { receivedAt: receivedAt.getTime(), messageId: app.ids.next() });
      if ("refused" in reading) throw new Error(`The demo planned a bad event: ${reading.refused.words}`);
      return { sourceId, receivedAt, event: reading.ok, payload: payloadOf(reading.ok) };
    }),
  );
}
