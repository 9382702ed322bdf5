import { describe, expect, test } from "vitest";
import { countsAfter, nextOwed, noteOf, scopeOf, searchOf } from "./inbox-words.ts";

test("a manager's inbox begins with the team, a rep's with their own leads", () => {
  expect([scopeOf(undefined, "sales-manager"), scopeOf(undefined, "sales-rep"), scopeOf("mine", "sales-manager"), scopeOf("else", "sales-rep")]).toEqual(["team", "mine", "mine", "mine"]);
  expect([searchOf("team", "sales-manager"), searchOf("mine", "sales-manager"), searchOf("team", "sales-rep")]).toEqual([{}, { show: "mine" }, { show: "team" }]);
});

test("the head counts what is open now, without what is being settled, and names what is breached", () => {
  const head = { scopes: { mine: 12, team: 43, queue: 3 }, groups: [{ key: "first-attempt" as const, count: 7, breached: 2, warning: 1 }, { key: "disposition" as const, count: 5, breached: 1, warning: 0 }] };
  expect([noteOf(head, "mine"), noteOf(head, "mine", 11), noteOf({ ...head, groups: [] }, "team"), noteOf(head, "queue")]).toEqual(["12 open handoffs, 3 breached", "1 open handoff, 3 breached", "43 open handoffs", "3 unclaimed"]);
});

test("a lead that leaves its group takes what it asked for along", () => {
  const group = (key: "first-attempt" | "disposition", count: number, breached: number, warning: number) => ({ key, count, breached, warning });
  const row = (of: "first-attempt" | "disposition" | "settled" | "accepted", state: string | null) => ({ group: of, clock: state === null ? null : { state } });
  const counted = [group("first-attempt", 7, 2, 1), group("disposition", 1, 1, 0)];
  const sent = [row("first-attempt", "breached"), row("first-attempt", "warning"), row("disposition", "breached")];
  expect(countsAfter(counted, sent, sent)).toEqual(counted);
  expect(countsAfter(counted, sent, [row("settled", "breached"), sent[1]!, row("accepted", null)])).toEqual([
    group("first-attempt", 6, 1, 1), { key: "accepted", count: 1, breached: 0, warning: 0 }, { key: "settled", count: 1, breached: 0, warning: 0 },
  ]);
});

describe("when a lead leaves the inbox the list goes on", () => {
  const rows = [
    { id: "a", group: "first-attempt" }, { id: "b", group: "first-attempt" }, { id: "c", group: "disposition" }, { id: "d", group: "accepted" }, { id: "e", group: "settled" },
  ] as const;
  test.each([["a", "b"], ["b", "c"], ["c", "a"], ["d", "a"]])("from %s to %s", (from, to) => {
    expect(nextOwed(rows, from)?.id).toBe(to);
  });
  test("with what is accepted where nothing is owed, and nowhere where all is settled", () => {
    expect(nextOwed(rows.slice(2), "c")?.id).toBe("d");
    expect(nextOwed(rows.slice(3), "d")).toBeUndefined();
  });
});
