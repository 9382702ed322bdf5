import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY } from "../kit/instant.ts";
import { attributionModels, countingTouches, creditTouches, wholeCredit, type Touch } from "./credit.ts";

const touches = fc.uniqueArray(fc.record({ id: fc.uuid(), at: fc.integer({ min: 0, max: 400 * DAY }) }), { selector: (t) => t.id, maxLength: 40 });

describe("credit", () => {
  it("shares out exactly the whole of a deal, credit and money, whatever the model", () => {
    fc.assert(
      fc.property(touches, fc.integer({ min: 0, max: 10 ** 12 }), fc.constantFrom(...attributionModels), (all, amount, model) => {
        const counting = countingTouches(all, 400 * DAY, null);
        const credits = creditTouches(model, counting, amount);
        const none = counting.length === 0;
        expect(credits.reduce((sum, c) => sum + c.credit, 0)).toBe(none ? 0 : wholeCredit);
        expect(credits.reduce((sum, c) => sum + c.amount, 0)).toBe(none ? 0 : amount);
      }),
    );
  });

  it.each([
    ["first-touch", [10_000], [100]],
    ["last-touch", [10_000], [100]],
    ["linear", [3_334, 3_333, 3_333], [34, 33, 33]],
  ] as const)("%s over three touches", (model, credits, amounts) => {
    const shared = creditTouches(model, [one("a", 1), one("b", 2), one("c", 3)], 100);
    expect(shared.map((c) => c.credit)).toEqual(credits);
    expect(shared.map((c) => c.amount)).toEqual(amounts);
    if (model !== "linear") expect(shared[0]!.touch.id).toBe(model === "first-touch" ? "a" : "c");
  });

  it("counts touches up to the moment and within the window, both ends included", () => {
    const all = [one("too-old", 0), one("edge", 1), one("inside", 5 * DAY), one("moment", 10 * DAY + 1), one("after", 10 * DAY + 2)];
    expect(countingTouches(all, 10 * DAY + 1, 10).map((t) => t.id)).toEqual(["edge", "inside", "moment"]);
    expect(countingTouches(all, 10 * DAY + 1, null)).toHaveLength(4);
  });

  it("orders touches of one instant by their id, so that a report never flips", () => {
    expect(countingTouches([one("b", 1), one("a", 1)], 2, null).map((t) => t.id)).toEqual(["a", "b"]);
  });
});

function one(id: string, at: number): Touch {
  return { id, at };
}
