import { randomUUID } from "node:crypto";
import type { Database } from "./database.ts";
import type { Transaction } from "./transaction.ts";
import type { Log } from "./log.ts";

/** Something that happened, told to the open browsers it concerns. It carries ids; what is shown is fetched under the reader's own rights. */
export interface LiveEvent {
  /** `handoff.opened`, as the contract names it. */
  readonly kind: string;
  readonly data?: unknown;
}

/** Who is told: `user:<id>`, `team:<id>`, `role:<role>`, `everyone`. */
export type Topic = string;

export interface Live {
  /** Told at commit, to every server process and from there to its browsers. */
  publish(tx: Transaction, topics: readonly Topic[], event: LiveEvent): void;
  /** Calls `send` for each event on one of the topics. `stale` means that events may have been missed: fetch again. */
  subscribe(topics: readonly Topic[], send: (event: LiveEvent) => void): () => void;
  /** Begins to listen to the other processes. */
  start(): Promise<void>;
  stop(): Promise<void>;
  readonly subscribers: number;
}

const channel = "tandem_live";
/** Postgres refuses messages of 8,000 bytes and more. */
const longestMessage = 7_900;

export function createLive(db: Database, log: Log): Live {
  /** Tells this process's messages from those of others. */
  const self = randomUUID();
  const byTopic = new Map<Topic, Set<(event: LiveEvent) => void>>();
  let listener: { close(): Promise<void> } | undefined;
  let subscribers = 0;

  function deliver(topics: readonly Topic[], event: LiveEvent): void {
    const told = new Set<(event: LiveEvent) => void>();
    for (const topic of topics) {
      for (const send of byTopic.get(topic) ?? []) {
        if (told.has(send)) continue;
        told.add(send);
        send(event);
      }
    }
  }

  /** Too much to say in one message: whoever is concerned fetches instead. */
  function withoutData(topics: readonly Topic[], event: LiveEvent): string[] {
    log.debug({ kind: event.kind }, "a live event was too long and is sent without its data");
    return Array.from({ length: Math.ceil(topics.length / 100) }, (_, part) => JSON.stringify([self, topics.slice(part * 100, (part + 1) * 100), { kind: event.kind }]));
  }

  return {
    publish(tx, topics, event) {
      if (topics.length === 0) return;
      const whole = JSON.stringify([self, topics, event]);
      const messages = Buffer.byteLength(whole) <= longestMessage ? [whole] : withoutData(topics, event);
      const isNew = messages.map((message) => tx.notify(channel, message)).includes(true);
      // Own browsers need not wait until the message comes back from the database.
      if (isNew && listener) tx.afterCommit(() => deliver(topics, event));
    },
    subscribe(topics, send) {
      for (const topic of topics) byTopic.set(topic, (byTopic.get(topic) ?? new Set()).add(send));
      subscribers += 1;
      let open = true;
      return () => {
        if (!open) return;
        open = false;
        subscribers -= 1;
        for (const topic of topics) {
          const listeners = byTopic.get(topic);
          listeners?.delete(send);
          if (listeners?.size === 0) byTopic.delete(topic);
        }
      };
    },
    async start() {
      listener ??= await db.listen(
        [channel],
        (_, payload) => {
          const [from, topics, event] = JSON.parse(payload) as [string, Topic[], LiveEvent];
          if (from !== self) deliver(topics, event);
        },
        () => deliver([...byTopic.keys()], { kind: "stale" }),
      );
    },
    async stop() {
      await listener?.close();
      listener = undefined;
    },
    get subscribers() {
      return subscribers;
    },
  };
}
