import { compileAgreement } from "@tandem/domain/scoring/score";
import type { Agreement } from "@tandem/domain/agreement/agreement";
import { shorts, unsigned } from "@tandem/domain/lab/columns";
import { buildHistory, plainPeople } from "@tandem/domain/lab/history";
import { emptyOutcomes } from "@tandem/domain/lab/tally";
import { readFileSync, readdirSync } from "node:fs";
import { getPriority } from "node:os";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { assembleCrew, partsOf } from "./crew.ts";
import { holdReplays } from "./held-replays.ts";
import { moveDraft, runReplay, sumUpReplay, type HeldReplay, type Move } from "./laboratory.ts";
import { CalledOff, type LoadedHistory } from "./load-history.ts";
import { UuidIndex } from "./uuid-index.ts";

const contacts = 400;
const rows = { length: contacts * 6, contact: unsigned(contacts * 6), signal: new Uint8Array(contacts * 6), day: shorts(contacts * 6) };
for (let i = 0; i < rows.length; i++) {
  rows.contact[i] = (i * 7) % contacts;
  rows.signal[i] = i % 2;
  rows.day[i] = (i * i) % 120;
}
const history = buildHistory({ contacts, firstDay: 20_000, lastDay: 120, signals: ["visit", "ask"], rows, people: plainPeople(contacts) });
const outcomes = emptyOutcomes(contacts);
for (let c = 0; c < contacts; c++) {
  outcomes.ended[c] = c % 7;
  outcomes.revenue[c] = c % 7 === 4 ? 1_000 + c : 0;
}
const loaded: LoadedHistory = { history, index: new UuidIndex(), outcomes, reasons: ["", "budget"], refs: [], zone: "UTC", applied: 0, asOf: 0, occurrences: rows.length };
const agreement = {
  signals: ["visit", "ask"].map((key) => ({ key, name: key, recognise: [], handRaise: false })),
  fit: { rules: [], groups: [], gradeFrom: { A: 40, B: 20, C: 0 } },
  engagement: { rules: [{ key: "visits", name: "Visits", signal: "visit", points: 8, per: "occurrence", halfLifeDays: 20 }, { key: "asks", name: "Asks", signal: "ask", points: 12, per: "occurrence", windowDays: 30 }], groups: [] },
  mql: { grid: { A: 20, B: 20, C: 20, D: 20 }, fastLanes: [] },
  tiers: [{ key: "all", name: "All", when: { all: [] } }],
  nurture: { coolOffDays: 10 },
} as unknown as Agreement;
const replayable = { agreement: compileAgreement(agreement).agreement, recognised: { visit: "visit", ask: "ask" }, types: {} };

it("several threads give the picture of one, after every move too", async () => {
  const [alone, several] = [assembleCrew(() => 1), assembleCrew(() => 3)];
  onTestFinished(() => void several.close());
  const run = (crew: typeof alone): Promise<HeldReplay> => runReplay(loaded, outcomes, replayable, replayable, { from: 5, to: 110 }, crew, () => {});
  const [one, three] = [await run(alone), await run(several)];
  expect(three.parts).toHaveLength(3);
  expect(sumUpReplay(three)).toEqual(sumUpReplay(one));
  expect(sumUpReplay(one).both.people).toBeGreaterThan(50);
  // A threshold, points, and points below nothing, which ask for a new replay.
  const moves: Move[] = [{ grid: { A: 30, B: 30, C: 30, D: 35 } }, { points: { visits: 11 } }, { points: { asks: -3 } }, { grid: { A: 12, B: 12, C: 12, D: 12 } }];
  for (const move of moves) {
    await moveDraft(one, move);
    await moveDraft(three, move);
    expect(sumUpReplay(three)).toEqual(sumUpReplay(one));
  }
});

describe("two threads", () => {
  const crew = assembleCrew(() => 2);
  afterAll(() => crew.close());
  const run = (onProgress: (share: number) => void = () => {}): Promise<HeldReplay> => runReplay(loaded, outcomes, replayable, replayable, { from: 0, to: 110 }, crew, onProgress);

  it("are called off while one is done and the other, which is only starting, is awaited", async () => {
    await expect(run((share) => { if (share > 0.6) throw new CalledOff(); })).rejects.toThrow(CalledOff);
  });

  it("say how far both are together: one that waits for the other is not at the end", async () => {
    const fresh = assembleCrew(() => 2);
    onTestFinished(() => void fresh.close());
    const shares: number[] = [];
    await runReplay(loaded, outcomes, replayable, replayable, { from: 0, to: 110 }, fresh, (share) => void shares.push(share));
    expect(shares[0]).toBe(0);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    // The own part is done while the other thread is still starting.
    expect(shares.filter((share) => share > 0.6 && share < 1).length).toBeGreaterThan(1);
    // The other may be done a moment before its answer is here.
    expect(shares.filter((share) => share === 1).length).toBeLessThanOrEqual(2);
  });

  it("stop both when they are called off, and the next replay is whole", async () => {
    await expect(run(() => { throw new CalledOff(); })).rejects.toThrow(CalledOff);
    expect(sumUpReplay(await run())).toEqual(sumUpReplay(await runReplay(loaded, outcomes, replayable, replayable, { from: 0, to: 110 }, assembleCrew(() => 1), () => {})));
  });

  it("let go of a replay whose move fails, and hold the others", async () => {
    const replays = holdReplays(2);
    const broken = await run();
    replays.add("broken", broken);
    replays.add("whole", await run());
    const { taken } = broken;
    // Asks for a new replay, for which there is no room.
    Object.defineProperty(broken, "segments", { get: () => { throw new RangeError("Array buffer allocation failed"); } });
    await expect(replays.move("broken", { points: { asks: -3 } })).rejects.toThrow(RangeError);
    expect(await replays.move("broken", { points: { visits: 9 } })).toBeNull();
    await expect(taken.move(agreement)).rejects.toThrow("held no more");
    expect(await replays.move("whole", { points: { visits: 9 } })).toMatchObject({ contacts });
  });

  it.runIf(process.platform === "linux")("share the work between one that is awaited and one that gives way to requests", async () => {
    await run();
    const nice = readdirSync("/proc/self/task").map((id) => Number(readFileSync(`/proc/self/task/${id}/stat`, "utf8").split(") ")[1]!.split(" ")[16]));
    expect(Math.max(...nice)).toBeGreaterThan(getPriority());
  });

  it("outlive what fails in them", async () => {
    const held = await run();
    await expect(held.taken.move({} as Agreement)).rejects.toThrow(TypeError);
    expect(sumUpReplay(await run())).toEqual(sumUpReplay(held));
  });
});

it("parts make up everybody, the busy ones in smaller parts", () => {
  const parts = partsOf({ contacts: 6, visits: { start: Uint32Array.from([0, 90, 92, 94, 96, 98, 100]), day: new Uint16Array(100) } }, 2);
  expect(parts).toEqual([{ from: 0, to: 1 }, { from: 1, to: 6 }]);
  expect(partsOf({ contacts: 0, visits: { start: Uint32Array.from([0]), day: new Uint16Array(0) } }, 2)).toEqual([{ from: 0, to: 0 }]);
});
