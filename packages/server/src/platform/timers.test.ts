import { describe, expect, test } from "vitest";
import { testApp } from "../test/app.ts";
import { cancelTimers, nextTimerAt, runDueTimers, setTimers, type TimerHandler } from "./timers.ts";

const { app, clock } = await testApp();
const minutes = (count: number) => new Date(Date.UTC(2026, 0, 5, 8) + count * 60_000);
const set = (kind: string, key: string, dueAt: Date) => app.db.transaction((tx) => setTimers(tx, [{ kind, key, dueAt, payload: { key } }]));

function recorder(kind: string): TimerHandler & { rung: string[] } {
  const rung: string[] = [];
  return { kind, rung, handle: async (_, __, timers) => void rung.push(...timers.map((timer) => timer.key)) };
}

describe("timers", () => {
  test("ring by the app's clock, in due order, once", async () => {
    const bell = recorder("bell");
    await app.db.transaction((tx) => setTimers(tx, [{ kind: "bell", key: "second", dueAt: minutes(20) }, { kind: "bell", key: "first", dueAt: minutes(10) }]));
    expect(await nextTimerAt(app)).toEqual(minutes(10));
    expect(await runDueTimers(app, [bell])).toBe(0);
    clock.set(minutes(20));
    expect(await runDueTimers(app, [bell])).toBe(2);
    expect(await runDueTimers(app, [bell])).toBe(0);
    expect(bell.rung).toEqual(["first", "second"]);
    expect(await nextTimerAt(app)).toBeNull();
  });

  test("set again move, cancelled are gone", async () => {
    const bell = recorder("moved");
    await set("moved", "a", minutes(21));
    await set("moved", "a", minutes(60));
    await set("moved", "b", minutes(21));
    await app.db.transaction((tx) => cancelTimers(tx, [{ kind: "moved", key: "b" }]));
    clock.set(minutes(30));
    expect(await runDueTimers(app, [bell])).toBe(0);
    clock.set(minutes(60));
    await runDueTimers(app, [bell]);
    expect(bell.rung).toEqual(["a"]);
  });

  test("a handler's writes and its row go together; a failing one is kept, later tried again, and holds up no other", async () => {
    let broken = true;
    const handler: TimerHandler = {
      kind: "fragile",
      async handle(_, tx, timers) {
        await setTimers(tx, timers.map((timer) => ({ kind: "done", key: timer.key, dueAt: minutes(999_999) })));
        if (broken && timers.some((timer) => timer.key === "bad")) throw new Error("not today");
      },
    };
    await set("fragile", "bad", minutes(61));
    await set("fragile", "good", minutes(62));
    clock.set(minutes(70));
    await runDueTimers(app, [handler]);
    expect(await app.db.query("select key from timer where kind = 'done'")).toEqual([{ key: "good" }]);
    expect(await app.db.query("select key, attempts, last_error from timer where kind = 'fragile'")).toEqual([{ key: "bad", attempts: 1, last_error: "Error: not today" }]);
    expect((await nextTimerAt(app))!.getTime()).toBe(minutes(70).getTime() + 1000);
    broken = false;
    clock.advance(1000);
    await runDueTimers(app, [handler]);
    expect(await app.db.query("select key from timer where kind = 'done' order by key")).toEqual([{ key: "bad" }, { key: "good" }]);
  });

  test("two sweepers ring nothing twice", async () => {
    const bell = recorder("both");
    await app.db.transaction((tx) => setTimers(tx, Array.from({ length: 500 }, (_, n) => ({ kind: "both", key: String(n), dueAt: minutes(71) }))));
    clock.set(minutes(80));
    await Promise.all([runDueTimers(app, [bell]), runDueTimers(app, [bell])]);
    await runDueTimers(app, [bell]);
    expect(bell.rung).toHaveLength(500);
    expect(new Set(bell.rung).size).toBe(500);
  });

  test("a handler may set its own timer anew", async () => {
    const handler: TimerHandler = { kind: "again", handle: (_, tx, timers) => setTimers(tx, timers.map((timer) => ({ ...timer, dueAt: minutes(200) }))) };
    await set("again", "x", minutes(81));
    clock.set(minutes(90));
    await runDueTimers(app, [handler]);
    expect(await app.db.query("select due_at from timer where kind = 'again'")).toEqual([{ due_at: minutes(200) }]);
  });
});
