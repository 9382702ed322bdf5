import { expect, it } from "vitest";
import { whyNow } from "./package.ts";

const line = (name: string, points: number, days: [day: number, count: number, counted?: number][], signal = name) => ({ kind: "rule" as const, rule: name, name, signal, points, takenByCap: 0, days: days.map(([day, count, counted = count]) => ({ day, count, counted, worth: 1, points: 1 })) });
/** 19 November 2026. */
const day = Date.UTC(2026, 10, 19) / 86_400_000;

it("says what they did most worth points, how often and when, and how they fit", () => {
  expect(
    whyNow({
      name: "Elena", lane: null, grade: "A", colleagues: 2, byItself: "",
      engagement: [line("Viewed pricing", 16_000, [[day - 1, 1], [day, 2]]), line("ROI calculator completed", 20_000, [[day, 1]]), line("Viewed careers", -8_000, [[day, 1]])],
      fit: [{ kind: "rule", rule: "senior", name: "Head of department", points: 20_000 }],
    }),
  ).toBe("Elena: ROI calculator completed, on 19 Nov; and viewed pricing 3 times, last on 19 Nov. Fit A: head of department. 2 colleagues are known here too.");
});

it("where not all of it gives points, says how much does, as the line of the score does; then why they qualify only now", () => {
  const engagement = [line("Viewed pricing", 40_000, [[day - 1, 4, 2], [day, 8, 3]]), line("Opened the newsletter", 2_000, [[day - 3, 2, 1]])];
  expect(whyNow({ name: "Elena", lane: null, grade: "A", colleagues: 0, byItself: "Nothing new was done.", engagement, fit: [] })).toBe("Elena: viewed pricing 12 times (5 counted), last on 19 Nov; and opened the newsletter twice (1 counted), on 16 Nov. Nothing new was done.");
});

it("leads with a hand raised, and says nothing it does not know", () => {
  expect(whyNow({ name: "This lead", lane: { name: "Asked for a demo", signal: "demo" }, grade: "D", colleagues: 0, byItself: "", engagement: [], fit: [] })).toBe("This lead asked to be contacted (asked for a demo).");
  expect(whyNow({ name: "This lead", lane: { name: "Asked to be contacted", signal: "form" }, grade: "D", colleagues: 0, byItself: "", engagement: [], fit: [] })).toBe("This lead asked to be contacted.");
});

it("tells what they did before the hand was raised, without the raising of it", () => {
  const freja = { name: "Freja", lane: { name: "Asked for a demo", signal: "demo" }, grade: "D", colleagues: 0, byItself: "", fit: [] } as const;
  const pricing = line("Viewed pricing", 10_000, [[day - 1, 2]]);
  const asked = (days: [day: number, count: number, counted?: number][]) => line("Asked for a demo", 40_000, days, "demo");
  const begin = "Freja asked to be contacted (asked for a demo).";
  expect(whyNow({ ...freja, engagement: [asked([[day, 1]])] })).toBe(begin);
  expect(whyNow({ ...freja, engagement: [asked([[day, 1]]), pricing] })).toBe(`${begin} Before that: viewed pricing twice, on 18 Nov.`);
  expect(whyNow({ ...freja, engagement: [asked([[day - 3, 1, 0], [day, 1]]), pricing] })).toBe(`${begin} Before that: asked for a demo, on 16 Nov; and viewed pricing twice, on 18 Nov.`);
  expect(whyNow({ ...freja, engagement: [asked([[day - 3, 1], [day, 3, 1]])] })).toBe(`${begin} Before that: asked for a demo 3 times, last on 19 Nov.`);
  const ulrich = { ...freja, name: "Ulrich", lane: { name: "Asked to be contacted", signal: "form" } };
  expect(whyNow({ ...ulrich, engagement: [line("Sent the contact form", 30_000, [[day, 1]], "form")] })).toBe("Ulrich asked to be contacted.");
});
