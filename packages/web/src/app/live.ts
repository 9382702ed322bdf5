import { useEffect, useSyncExternalStore } from "react";
import { invalidate, queryClient } from "./query.ts";

export type Connection = { state: "connecting" | "open" } | { state: "lost"; since: number };

let connection: Connection = { state: "connecting" };
const listeners = new Set<() => void>();
function become(next: Connection): void {
  if (next.state === connection.state) return;
  connection = next;
  listeners.forEach((listener) => listener());
}

/** Topics that arrived within a short while are read again together. */
const gathered = new Set<string>();
let timer: ReturnType<typeof setTimeout> | undefined;
function gather(topics: readonly string[]): void {
  topics.forEach((topic) => gathered.add(topic));
  timer ??= setTimeout(() => {
    timer = undefined;
    void invalidate([...gathered]);
    gathered.clear();
  }, 150);
}

/** What each kind of event makes old: slices by name. `stale` says that events may have been missed. */
const topicsOf: Readonly<Record<string, readonly string[]>> = {
  "handoff.changed": ["handoff", "people"],
  "contact.changed": ["people", "handoff"],
  "opportunity.changed": ["pipeline", "people"],
  "task.changed": ["pipeline"],
  notification: ["notification"],
  "notification.read": ["notification"],
  "access.changed": ["access"],
  "agreement.changed": ["agreement"],
  "agreement.commented": ["agreement.list-comments"],
  "agreement.going-live": ["agreement.read-going-live"],
  "agreement.preparing": ["agreement.read-draft"],
  "agreement.preview": ["agreement.read-preview"],
  "lab.changed": ["lab"],
  "calibration.changed": ["lab"],
  "campaign.changed": ["campaigns"],
  "import.changed": ["imports"],
};

/** Listens to `/api/v1/live` while a person is signed in: the kind of an event names what is read again, under the person's own rights. */
export function useLive(enabled: boolean): void {
  useEffect(() => {
    if (!enabled) return;
    const source = new EventSource("/api/v1/live");
    let lostOnce = false;
    source.onopen = () => {
      become({ state: "open" });
      // Whatever happened meanwhile was not heard.
      if (lostOnce) void queryClient.invalidateQueries();
    };
    for (const [kind, topics] of Object.entries(topicsOf)) source.addEventListener(kind, () => gather(topics));
    source.addEventListener("stale", () => void queryClient.invalidateQueries());
    source.onerror = () => {
      lostOnce = true;
      become({ state: "lost", since: Date.now() });
    };
    return () => source.close();
  }, [enabled]);
}

export function useConnection(): Connection {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => connection,
  );
}
