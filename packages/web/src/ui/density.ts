import { useSyncExternalStore } from "react";

export type Density = "comfortable" | "compact";

let density: Density = "comfortable";
const listeners = new Set<() => void>();

/** How high rows are. Compact shows one line of each: what is marked `data-second` is left out. */
export function useDensity(): Density {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => density,
  );
}

export function setDensity(next: Density): void {
  density = next;
  listeners.forEach((listener) => listener());
}
