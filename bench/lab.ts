import { bytesOf } from "@tandem/domain/lab/columns";
import { sweep } from "@tandem/domain/lab/engagement-steps";
import type { LabHistory } from "@tandem/domain/lab/history";
import { emptyOutcomes, sumUp } from "@tandem/domain/lab/picture";
import { changedRules, emptyHandovers, findCrossings, handOver, movePoints, planWithPoints, prepareReplay, replayVersion, withThresholds, type Handovers, type VersionReplay } from "@tandem/domain/lab/replay";
import { benchAgreement, benchRules, dice, labHistory } from "./lab-arrays.ts";
import { replayByHand, type Totals } from "./lab-by-hand.ts";
import { compare, interleave, median, percentile, rounds, type Line, type Size } from "./rounds.ts";

const contactsOf: Record<Size, number> = { small: 20_000, full: 1_000_000 };
const each = 10;

/** Full replay against a loop written by hand, and the two drags, all over arrays in memory and on one thread. */
export async function measureLab(size: Size, wanted: ReadonlySet<string>): Promise<Line[]> {
  const history = labHistory(contactsOf[size], each);
  const lines: Line[] = [];
  if (wanted.has("replay-vs-loop")) lines.push(await vsLoop(history));
  if (wanted.has("lab-threshold") || wanted.has("lab-points")) {
    const base = replayVersion(history, benchAgreement());
    if (wanted.has("lab-threshold")) lines.push(threshold(history, base));
    if (wanted.has("lab-points")) lines.push(points(history, base));
  }
  return lines;
}

/** Ours: the general engine, nothing kept from before. */
export function replayTotals(history: LabHistory): Totals {
  const replay = prepareReplay(history, benchAgreement());
  sweep(history, replay.plan, replay.steps);
  const span = { from: 0, to: history.lastDay };
  const found = findCrossings(history, replay, span);
  const { all } = handOver(history, replay, span, emptyHandovers(history.contacts), "recorded");
  return {
    crossings: found.day.length,
    crossingDays: found.day.reduce((sum, day) => sum + day, 0),
    handovers: all.reduce((sum, n) => sum + n, 0),
    handoverDays: all.reduce((sum, n, day) => sum + n * day, 0),
  };
}

async function vsLoop(history: LabHistory): Promise<Line> {
  const timed = async (work: () => Totals) => {
    const started = performance.now();
    const totals = work();
    return { ms: performance.now() - started, totals: JSON.stringify(totals) };
  };
  const { ours, limit } = await interleave(() => timed(() => replayTotals(history)), () => timed(() => replayByHand(history)));
  for (let i = 0; i < ours.length; i++) if (ours[i]!.totals !== limit[i]!.totals) throw new Error(`The replay and the loop differ: ${ours[i]!.totals} and ${limit[i]!.totals}`);
  const c = compare(ours.map(({ ms }) => ms), limit.map(({ ms }) => ms));
  const memory = bytesOf(history) / 1e6 / ((history.contacts * each) / 1e6);
  return { name: "replay-vs-loop", value: c.ours, unit: `ms, ${history.contacts.toLocaleString("en")} people`, against: `by hand ${Math.round(c.limit)} ms; history ${memory.toFixed(1)} MB a million events; ${ours[0]!.totals}`, ratio: c.ratio, rounds, bound: "at most 1.5 times by hand", kept: c.ratio <= 1.5 };
}

/** One drag after another, each from where the last one stood. */
function threshold(history: LabHistory, base: VersionReplay): Line {
  const span = { from: 0, to: history.lastDay };
  const outcomes = emptyOutcomes(history.contacts);
  const inForce: Handovers = emptyHandovers(history.contacts);
  const days = handOver(history, base, span, inForce, "recorded");
  const into = emptyHandovers(history.contacts);
  const roll = dice(3);
  const times: number[] = [];
  let at = 80;
  for (let i = 0; i < 40; i++) {
    at = Math.max(60, Math.min(160, at + Math.round(roll() * 8 - 4)));
    const started = performance.now();
    const moved = withThresholds(base, benchAgreement({ grid: { A: at, B: at + 20, C: at + 50, D: null } }));
    const drawn = { into, days: handOver(history, moved, span, into, inForce) };
    sumUp(history, outcomes, span, { into: inForce, days }, drawn);
    times.push(performance.now() - started);
  }
  const p95 = percentile(times, 95);
  return { name: "lab-threshold", value: p95, unit: "ms, 95th of a new picture", against: `40 moves of a drag; median ${median(times).toFixed(0)} ms; one thread`, ratio: null, rounds: times.length, bound: "at most 100 ms", kept: p95 <= 100 };
}

function points(history: LabHistory, base: VersionReplay): Line {
  const span = { from: 0, to: history.lastDay };
  const outcomes = emptyOutcomes(history.contacts);
  const inForce: Handovers = emptyHandovers(history.contacts);
  const days = handOver(history, base, span, inForce, "recorded");
  const into = emptyHandovers(history.contacts);
  const times: number[] = [];
  let replay = base;
  // Every rule once up and, a drag later, further: those of a group and the commonest signals included.
  const moves = benchRules.flatMap((rule) => [{ [rule.key]: rule.points + 2 }, { [rule.key]: rule.points + 3 }]);
  let all: Record<string, number> = {};
  for (const move of moves) {
    const started = performance.now();
    all = { ...all, ...move };
    const compiled = benchAgreement({ points: all });
    const changed = changedRules(replay.plan, compiled);
    const after = planWithPoints(history, replay.plan, compiled, changed.engagement);
    movePoints(history, replay, after, changed.engagement);
    replay = withThresholds({ ...replay, plan: after }, compiled);
    sumUp(history, outcomes, span, { into: inForce, days }, { into, days: handOver(history, replay, span, into, inForce) });
    times.push(performance.now() - started);
  }
  const fresh = replayVersion(history, benchAgreement({ points: all }));
  for (let v = 0; v < fresh.steps.peak.length; v++) if (fresh.steps.peak[v] !== replay.steps.peak[v]) throw new Error("Moved points and a new replay differ.");
  const p95 = percentile(times, 95);
  return { name: "lab-points", value: p95, unit: "ms, 95th of a new picture", against: `each of 25 rules moved twice; median ${median(times).toFixed(0)} ms; one thread`, ratio: null, rounds: times.length, bound: "at most 600 ms, aim 300", kept: p95 <= 600 };
}
