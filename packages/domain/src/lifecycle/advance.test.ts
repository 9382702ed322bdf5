import { describe, expect, it } from "vitest";
import { decideStage, decideStages, stageActs, stageTable } from "./advance.ts";
import { coolOffUntil } from "./cool-off.ts";
import { forwardPath, forwardRank, stages, type Stage } from "./stage.ts";
import { isAgreedWay, transitions } from "./transitions.ts";

const pairs = stages.flatMap((stage) => stageActs.map((act) => [stage, act] as const));

describe("every act on every stage", () => {
  it.each(pairs)("%s, %s", (stage, kind) => {
    const decision = decideStage({ stage, since: 100 }, { kind, at: 200 });
    const answer = stageTable[kind][stage];
    if (decision.kind === "move") {
      expect(decision.to).toBe(answer);
      expect(isAgreedWay(stage, decision.to)).toBe(true);
      expect(decision.transition).not.toBe("");
    } else {
      expect((stages as readonly string[]).includes(answer)).toBe(false);
      expect(decision.kind === "stay" ? decision.why : decision.code).toBe(answer);
    }
  });

  it("refuses nothing that is imported, and flags what stands against it", () => {
    for (const [stage, kind] of pairs) {
      const live = decideStage({ stage, since: 100 }, { kind, at: 200 });
      const imported = decideStage({ stage, since: 100 }, { kind, at: 200, imported: true });
      expect(imported.kind).not.toBe("refused");
      if (live.kind === "refused") expect(imported).toEqual({ kind: "stay", why: "not-concerned", flags: ["no-agreed-way"] });
      else expect(imported).toEqual(live);
    }
  });

  it("uses every agreed way, so that none is written down for nothing", () => {
    const used = new Set(pairs.flatMap(([stage, kind]) => {
      const decision = decideStage({ stage, since: null }, { kind, at: 0 });
      return decision.kind === "move" ? [`${stage}>${decision.to}:${decision.transition}`] : [];
    }));
    const agreed = transitions.map((way) => `${way.from}>${way.to}:${way.name}`);
    expect([...used].toSorted()).toEqual(agreed.toSorted());
  });

  it("names on every forward way exactly the stages it passes over", () => {
    for (const way of transitions) {
      const [from, to] = [forwardRank(way.from), forwardRank(way.to)];
      if (from < 0 || to < from) continue;
      expect([way.name, way.skips]).toEqual([way.name, forwardPath.slice(from + 1, to)]);
    }
  });

  it("leads back only by ageing or a win that is undone", () => {
    const back = transitions.filter((way) => forwardRank(way.from) >= 0 && forwardRank(way.to) >= 0 && forwardRank(way.to) < forwardRank(way.from));
    expect(back.map((way) => way.name).toSorted()).toEqual(["aged", "win-undone"]);
  });
});

describe("ways people talk about", () => {
  const move = (stage: Stage, kind: (typeof stageActs)[number]) => decideStage({ stage, since: null }, { kind, at: 0 });

  it("a lead won without ever being an MQL is one named step", () => {
    expect(move("lead", "won")).toEqual({ kind: "move", to: "customer", transition: "won-without-mql", skips: ["mql", "sal", "sql", "opportunity"], flags: [] });
  });
  it("rejection and ageing end in the same place for different causes", () => {
    expect(move("sql", "aged")).toMatchObject({ to: "nurture", transition: "aged" });
    expect(move("sql", "rejected-nurture")).toMatchObject({ to: "nurture", transition: "rejected-nurture" });
  });
  it("a deal won before the first contact is kept and flagged", () => {
    expect(decideStage({ stage: "lead", since: 500 }, { kind: "won", at: 400, imported: true })).toMatchObject({ kind: "move", to: "customer", flags: ["before-current-stage"] });
  });
  it("a disqualified contact that qualifies again stays where it is", () => {
    expect(move("disqualified", "qualified")).toMatchObject({ kind: "stay" });
  });
  it("a chain goes step by step", () => {
    const chain = decideStages({ stage: "visitor", since: null }, [{ kind: "identified", at: 1 }, { kind: "qualified", at: 1 }, { kind: "accepted", at: 2 }]);
    expect(chain.map((one) => one.kind === "move" && one.to)).toEqual(["lead", "mql", "sal"]);
  });
  it("the cool-off is counted from the day of nurture", () => {
    expect(coolOffUntil({ nurture: { coolOffDays: 30 } }, "nurture", 100)).toBe(130);
    expect(coolOffUntil({ nurture: { coolOffDays: 30 } }, "lead", 100)).toBe(null);
  });
});
