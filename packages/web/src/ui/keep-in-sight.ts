import type { Virtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useRef } from "react";

/**
 * Keeps the current row before the eyes when a list is ordered anew: if it was in sight and left it, the list scrolls to
 * it. One that was scrolled away stays away.
 * @param at its index among the lines, or -1  @param head pixels at the top that the head covers
 */
export function useKeepInSight(virtual: Virtualizer<HTMLDivElement, Element>, key: string | undefined, at: number, head: number): void {
  const stood = useRef<{ key: string; start: number; end: number } | null>(null);
  useLayoutEffect(() => {
    const place = virtual.measurementsCache[at];
    const scroller = virtual.scrollElement;
    if (key === undefined || !place || !scroller) return;
    const before = stood.current;
    stood.current = { key, start: place.start, end: place.end };
    if (before?.key !== key || before.start === place.start) return;
    const wasSeen = before.end > scroller.scrollTop + head && before.start < scroller.scrollTop + scroller.clientHeight;
    if (wasSeen) virtual.scrollToIndex(at, { align: "auto" });
  });
}
