import { expect, test } from "vitest";
import { beginPace } from "./time-left.ts";

/** Noted twice a second at a share a second, from a share on. */
function lived(stretches: readonly { seconds: number; perSecond: number }[]) {
  const pace = beginPace();
  let [at, share] = [0, 0];
  for (const { seconds, perSecond } of stretches) for (let i = 0; i < seconds * 2; i++) pace.note((at += 500), (share += perSecond / 2));
  return pace.words();
}

test("nothing is said before the pace is known", () => {
  expect(lived([{ seconds: 4, perSecond: 0.01 }])).toBeNull();
});

test.each([
  [[{ seconds: 30, perSecond: 0.01 }], "about a minute left"],
  // Where it slowed down, the slow stretch says how long the rest takes: the average of all would say 20 seconds.
  [[{ seconds: 35, perSecond: 0.02 }, { seconds: 20, perSecond: 0.002 }], "about 2 minutes left"],
  [[{ seconds: 40, perSecond: 0.002 }, { seconds: 28, perSecond: 0.025 }], "about 10 seconds left"],
  [[{ seconds: 96, perSecond: 0.01 }], "a few seconds left"],
] as const)("%o: %s", (stretches, words) => {
  expect(lived(stretches)).toBe(words);
});
