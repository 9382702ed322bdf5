import { bytesOf } from "@tandem/domain/lab/columns";
import { sweep } from "@tandem/domain/lab/engagement-steps";
import type { LabHistory } from "@tandem/domain/lab/history";
import { findCrossings } from "@tandem/domain/lab/grid";
import { emptyHandovers, handOver } from "@tandem/domain/lab/handover";
import { prepareReplay } from "@tandem/domain/lab/replay";
import { emptyOutcomes } from "@tandem/domain/lab/tally";
import type { CompiledAgreement } from "@tandem/domain/scoring/score";
import { assembleCrew, type Crew } from "@tandem/server/slices/lab/crew";
import { moveDraft, runReplay, sumUpReplay, type HeldReplay, type Move } from "@tandem/server/slices/lab/laboratory";
import type { LoadedHistory } from "@tandem/server/slices/lab/load-history";
import type { Replayable } from "@tandem/server/slices/lab/part";
import { UuidIndex } from "@tandem/server/slices/lab/uuid-index";
import { benchAgreement, benchRules, dice, labHistory, signalKeys } from "./lab-arrays.ts";
import { replayByHand, type Totals } from "./lab-by-hand.ts";
import { compare, interleave, median, percentile, rounds, type Line, type Size } from "./rounds.ts";

const contactsOf: Record<Size, number> = { small: 20_000, full: 1_000_000 };
const each = 10;

/** Full replay against a loop written by hand, and the two drags, all over arrays in memory; the replay on one thread. */
export async function measureLab(size: Size, wanted: ReadonlySet<string>): Promise<Line[]> {
  const history = labHistory(contactsOf[size], each);
  const lines: Line[] = [];
  if (wanted.has("replay-vs-loop")) lines.push(await vsLoop(history));
  if (wanted.has("lab-threshold") || wanted.has("lab-points")) {
    if (wanted.has("lab-threshold")) lines.push(await threshold(history));
    if (wanted.has("lab-points")) lines.push(await points(history));
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

/** A drag as the lab does it: the picture of version in force and draft, followed move by move by all threads there are. */
async function dragFrom(history: LabHistory, moves: readonly Move[]): Promise<{ readonly wall: number[]; readonly cpu: number[]; readonly threads: number }> {
  const replayable = replayableOf(benchAgreement());
  const loaded: LoadedHistory = { history, index: new UuidIndex(), outcomes: emptyOutcomes(history.contacts), reasons: [""], refs: [], zone: "UTC", applied: 0, asOf: 0, occurrences: history.day.length };
  const run = (draft: Replayable, crew: Crew): Promise<HeldReplay> => runReplay(loaded, loaded.outcomes, replayable, draft, { from: 0, to: history.lastDay }, crew, () => {});
  const crew = assembleCrew();
  const held = await run(replayable, crew);
  const [wall, cpu]: [number[], number[]] = [[], []];
  for (const move of moves) {
    const [started, used] = [performance.now(), cpuMs()];
    await moveDraft(held, move);
    sumUpReplay(held);
    wall.push(performance.now() - started);
    cpu.push(cpuMs() - used);
  }
  const fresh = await run(held.draft.replayable, assembleCrew(() => 1));
  const [{ peak }, { peak: moved }] = [fresh.draft.replay.steps, held.draft.replay.steps];
  for (let v = 0; v < peak.length; v++) if (peak[v] !== moved[v]) throw new Error("Moved points and a new replay differ.");
  const figures = (one: HeldReplay): string => JSON.stringify({ ...sumUpReplay(one), crossed: null });
  if (figures(fresh) !== figures(held)) throw new Error("The picture after a drag and a new one differ.");
  await crew.close();
  return { wall, cpu, threads: held.parts.length };
}

function replayableOf({ agreement }: CompiledAgreement): Replayable {
  return { agreement, recognised: Object.fromEntries(signalKeys.map((key) => [key, key])), types: {} };
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function dragLine(name: string, what: string, { wall, cpu, threads }: Awaited<ReturnType<typeof dragFrom>>, most: number, bound: string): Line {
  const p95 = percentile(wall, 95);
  const processor = `processor time median ${median(cpu).toFixed(0)}, 95th ${percentile(cpu, 95).toFixed(0)} ms`;
  return { name, value: p95, unit: "ms, 95th of a new picture", against: `${what}, ${threads} threads; median ${median(wall).toFixed(0)} ms; ${processor}`, ratio: null, rounds: wall.length, bound, kept: p95 <= most };
}

/** One drag after another, each from where the last one stood. */
async function threshold(history: LabHistory): Promise<Line> {
  const roll = dice(3);
  let at = 80;
  const moves = Array.from({ length: 60 }, () => {
    at = Math.max(60, Math.min(160, at + Math.round(roll() * 8 - 4)));
    return { grid: { A: at, B: at + 20, C: at + 50, D: null } };
  });
  return dragLine("lab-threshold", "60 moves of a drag", await dragFrom(history, moves), 100, "at most 100 ms");
}

/** Every rule once up and, a drag later, further: those of a group and the commonest signals included. */
async function points(history: LabHistory): Promise<Line> {
  const moves = benchRules.flatMap((rule) => [2, 3].map((more) => ({ points: { [rule.key]: rule.points + more } })));
  return dragLine("lab-points", "each of 25 rules moved twice", await dragFrom(history, moves), 600, "at most 600 ms, aim 300");
}
