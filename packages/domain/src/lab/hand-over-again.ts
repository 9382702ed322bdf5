import { noDay } from "./columns.ts";
import { least, most } from "./engagement-steps.ts";
import { gridOf, unbounded } from "./grid.ts";
import { decider, levelOf, several, type HandoverDays, type Handovers, type Real, type Trace } from "./handover.ts";
import type { LabHistory } from "./history.ts";
import type { DaySpan, Part, VersionReplay } from "./replay.ts";

/** Told of everybody who is handed over again: right before, with all as it was, and right after. */
export interface Watch {
  before(contact: number): void;
  after(contact: number): void;
}

/** Contacts whose rows are fetched at once. More would drive each other out of the processor's memory again. */
const fetchedTogether = 32;

/**
 * Hands over again after a move of thresholds, grades or points: only those whose threshold left its bounds or whose
 * scores moved. `into`, `days` and `trace` are as the last handing over left them, and come out as a whole one would.
 *
 * @param regraded whether anybody's grade may differ
 * @param part the contacts that `days` is about
 * @param moved by contact 1 where its scores may differ; left out: nobody's do
 */
export function handOverAgain(history: LabHistory, replay: VersionReplay, span: DaySpan, into: Handovers, days: HandoverDays, real: Real, trace: Trace, watch: Watch, part: Part, regraded: boolean, moved?: Uint8Array): void {
  const { laned, steps } = replay;
  const { highest, visits } = steps;
  const { level, above, upTo, again } = trace;
  const { firstOn, times, ever, engagement, lane } = into;
  const grid = gridOf(replay.plan.compiled);
  const lowest = Math.min(...grid);
  const thresholds = Int32Array.from([...grid, Infinity, lowest], (needed) => Math.min(needed, most));
  const bounds = unbounded();
  const decide = decider(history, replay, span, into, days, real, bounds, again);
  const due = new Uint32Array(fetchedTogether);
  let waiting = 0;
  for (let c = part.from; c < part.to; c++) {
    const at = regraded ? levelOf(replay, c) : level[c]!;
    const needed = thresholds[at]!;
    if (needed > above[c]! && needed <= upTo[c]! && at === level[c] && at !== several) {
      if (moved !== undefined && moved[c] === 1 && times[c]! > 0) rescore(c);
      continue;
    }
    level[c] = at;
    if (ever[c] === 0 && laned[c] === 0 && highest[c]! < needed) {
      above[c] = highest[c]!;
      upTo[c] = most;
      continue;
    }
    due[waiting++] = c;
    if (waiting === fetchedTogether) handOverDue();
  }
  handOverDue();

  /** Handed over as before, on the same days, but with other points. */
  function rescore(c: number): void {
    let v = visits.start[c]!;
    while (visits.day[v] !== firstOn[c]) v++;
    if (steps.peak[v] === engagement[c]) return;
    watch.before(c);
    engagement[c] = steps.peak[v]!;
    watch.after(c);
  }

  function handOverDue(): void {
    fetchRows(history, replay, due, waiting);
    for (let i = 0; i < waiting; i++) {
      const c = due[i]!;
      watch.before(c);
      takeBack(c);
      bounds.above = least;
      bounds.upTo = most;
      decide(c);
      above[c] = bounds.above;
      upTo[c] = bounds.upTo;
      watch.after(c);
    }
    waiting = 0;
  }

  function takeBack(c: number): void {
    if (times[c]! > 0) {
      days.all[firstOn[c]!]!--;
      if (lane[c]! > 0) days.byLane[firstOn[c]!]!--;
    }
    if (times[c]! > 1)
      for (let v = visits.start[c]!; v < visits.start[c + 1]!; v++) {
        if (again[v] === 0) continue;
        days.all[visits.day[v]!]!--;
        if (again[v] === 2) days.byLane[visits.day[v]!]!--;
        again[v] = 0;
      }
    firstOn[c] = noDay;
    times[c] = 0;
    ever[c] = 0;
  }
}

/** What was fetched last; kept so that the fetching is not left out as work for nothing. */
const fetched = new Int32Array(1);

/**
 * Looks at the rows of several contacts before they are worked one by one. They lie far apart in columns much larger than
 * the processor's own memory: asked for one after another each is waited for, asked for together they come together. A
 * quarter of the time of a move.
 */
function fetchRows({ start, signal, day, count, latest, people }: LabHistory, { steps, fit }: VersionReplay, contacts: Uint32Array, length: number): void {
  const { visits, peak, trough } = steps;
  let all = 0;
  for (let i = 0; i < length; i++) {
    const c = contacts[i]!;
    const [v, a, f] = [visits.start[c]!, start[c]!, fit.start[c]!];
    all ^= visits.day[v]! ^ peak[v]! ^ trough[v]! ^ signal[a]! ^ day[a]! ^ count[a]! ^ fit.fit[f]! ^ fit.never[f]! ^ latest[c]! ^ people.from[c]! ^ people.until[c]! ^ people.releaseStart[c]!;
  }
  fetched[0] = all;
}
