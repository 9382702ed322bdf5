import type { OpportunityPage } from "@tandem/contract/pipeline/opportunities";
import { channelName } from "../insights/door.tsx";

/** How a touch of a deal's people is told. */

export type Touch = NonNullable<OpportunityPage["group"][number]["firstTouch"]>;

/** The campaign as it is called here, else the channel with the mark that no campaign takes: "Paid social (summer-24)". */
export function touchName(touch: Touch): string {
  return touch.campaignName ?? withMarks(channelName(touch.channel), [touch.campaign]);
}

/** Touches without those that are the same again by channel and marks; what would read the same is told apart by its marks. */
export function distinctTouches(touches: readonly Touch[]): { readonly key: string; readonly words: string; readonly touch: Touch }[] {
  const byMarks = new Map(touches.map((touch) => [JSON.stringify([touch.channel, touch.source, touch.campaign]), touch]));
  const names = [...byMarks.values()].map(touchName);
  return [...byMarks].map(([key, touch], at) => {
    const isShared = names.filter((name) => name === names[at]).length > 1;
    return { key, touch, words: isShared ? withMarks(touch.campaignName ?? channelName(touch.channel), [touch.source, touch.campaign]) : names[at]! };
  });
}

function withMarks(name: string, marks: readonly (string | null)[]): string {
  const known = marks.filter((mark) => mark !== null && mark !== "");
  return known.length === 0 ? name : `${name} (${known.join(", ")})`;
}
