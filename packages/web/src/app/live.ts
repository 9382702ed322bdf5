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

function topicsOf(data: string): string[] {
  try {
    const message: unknown = JSON.parse(data);
    if (typeof message !== "object" || message === null) return [];
    if ("topics" in message && Array.isArray(message.topics)) return message.topics.filter((t) => typeof t === "string");
    return "topic" in message && typeof message.topic === "string" ? [message.topic] : [];
  } catch {
    return [];
  }
}

/** Listens to `/api/v1/live` while a person is signed in: `{topic}` or `{topics}` names slices or operations to read again. */
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
    source.onmessage = (event: MessageEvent<string>) => gather(topicsOf(event.data));
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
