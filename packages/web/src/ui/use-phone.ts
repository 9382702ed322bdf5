import { useSyncExternalStore } from "react";

const narrow = typeof matchMedia === "undefined" ? null : matchMedia("(max-width: 720px)");

/** Whether the page is as narrow as a phone; the same bound as in the styles. */
export function usePhone(): boolean {
  return useSyncExternalStore(
    (listener) => {
      narrow?.addEventListener("change", listener);
      return () => narrow?.removeEventListener("change", listener);
    },
    () => narrow?.matches ?? false,
  );
}
