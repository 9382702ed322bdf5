import { describe, expect, it } from "vitest";
import { aimWords, emptyOfVersion, foldReasons, judgedVersions, moreReasonsWords, noForecastWords, versionsInWords, volumeWords } from "./report-words.ts";

const period = { name: "Q4 2026", choice: "this-quarter" as const, running: true };
const countedAt = "2026-11-18T09:30:00.000Z";
const moment = (at: string) => `on ${at.slice(0, 10)}`;

it("names the versions whose clocks are counted", () => {
  expect([[3], [2, 3], [1, 2, 4]].map(versionsInWords)).toEqual(["v3", "v2 and v3", "v1, v2 and v4"]);
});

it("heads attainment by all versions something was owed under, not only by those whose clocks are decided", () => {
  const clause = (versions: number[], met: boolean | null) => ({ versions, met }) as Parameters<typeof judgedVersions>[0]["sla"]["marketing"][number];
  const of = (versions: number[], ...marketing: ReturnType<typeof clause>[]) => judgedVersions({ sla: { marketing, sales: [], versions }, ofVersion: null, agreementVersion: 4 });
  expect([of([2], clause([2, 3], true)), of([3], clause([1], null)), of([], clause([4, 2], false)), of([])]).toEqual([[2, 3], [3], [2, 4], [4]]);
});

describe("an empty panel of one version", () => {
  const say = (ofVersion: Parameters<typeof emptyOfVersion>[0]["ofVersion"]) => emptyOfVersion({ ofVersion, period, countedAt }, moment);

  it("says nothing of a report of all versions", () => expect(say(null)).toBeNull());
  it("says that nothing of it came yet, and since when it stands", () =>
    expect(say({ version: 3, since: "2026-11-18T09:20:00.000Z", until: null })).toEqual({ title: "Nothing of version 3 in Q4 2026 yet.", text: "In force since on 2026-11-18. Only what comes in from then on counts here." }));
  it("expects nothing of one that is over", () =>
    expect(say({ version: 2, since: "2026-01-01T00:00:00.000Z", until: "2026-09-01T00:00:00.000Z" })).toEqual({ title: "Nothing of version 2 in Q4 2026.", text: "In force from on 2026-01-01 until on 2026-09-01." }));
  it("knows one that is not there, and one to come", () => {
    expect(say({ version: 9, since: null, until: null })!.title).toBe("There is no version 9 of the agreement.");
    expect(say({ version: 4, since: "2026-12-01T00:00:00.000Z", until: null })!.text).toBe("In force from on 2026-12-01 on.");
  });
});

it("says why nothing is forecast", () => {
  const ofVersion = { version: 3, since: null, until: null };
  expect(noForecastWords({ ofVersion, pace: { noForecast: "young" } as never })).toContain("less than a week");
  expect(noForecastWords({ ofVersion, pace: { noForecast: null } as never })).toBeNull();
});

it("says how the volume clause comes to what it owes", () => {
  expect(volumeWords({ name: "300 MQLs a quarter", owed: 168, versions: [1] }, period, String)).toBe("Volume: 300 MQLs a quarter, by days 168 to date");
  expect(volumeWords({ name: "600 MQLs a quarter", owed: 201, versions: [1, 4] }, period, String)).toBe("Volume: 600 MQLs a quarter, each day by its version (v1 and v4), 201 to date");
  expect(volumeWords({ name: "300 MQLs a quarter", owed: null, versions: [1] }, period, String)).toBeNull();
});

it("a target is told apart from what Marketing owes, where there are both", () => {
  expect(aimWords({ aim: "target", owed: 300 }, String)).toBe("Both teams aim at the target; Marketing owes 300.");
  expect([aimWords({ aim: "clause", owed: 300 }, String), aimWords({ aim: "target", owed: null }, String)]).toEqual([null, null]);
});

it("leaves no reason of rejection out: the rarest are behind a line that counts them", () => {
  const reasons = Array.from({ length: 11 }, (_, at) => ({ count: 11 - at }));
  const { shown, folded } = foldReasons(reasons);
  expect([...shown, ...folded]).toEqual(reasons);
  expect(moreReasonsWords(folded, String)).toBe("3 more reasons, 6 handoffs");
  expect(foldReasons(reasons.slice(0, 9)).folded).toEqual([]);
});
