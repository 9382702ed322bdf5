import type { App } from "../../platform/app.ts";

export interface Rejection {
  readonly raw: unknown;
  readonly code: string;
  readonly words: string;
}

/** Characters kept of a refused event; one that is longer can be looked at, not repaired. */
export const longestKept = 64 * 1024;

/** Keeps refused events as they came, so that they can be seen, repaired and replayed. */
export async function keepRejected(app: App, sourceId: number, receivedAt: Date, rejections: readonly Rejection[]): Promise<void> {
  await app.db.query(
    `insert into rejected_event (id, source_id, received_at, code, words, raw)
     select id, $2, $3, code, words, raw from unnest($1::uuid[], $4::text[], $5::text[], $6::text[]) r(id, code, words, raw)`,
    [
      rejections.map(() => app.ids.next()),
      sourceId,
      receivedAt,
      rejections.map((r) => r.code),
      rejections.map((r) => r.words),
      rejections.map((r) => textOf(r.raw).slice(0, longestKept)),
    ],
  );
}

const deepestKept = 64;

/** As it came. What is nested so deeply that it can't be written down is kept to a depth that can be looked at. */
function textOf(raw: unknown): string {
  try {
    return JSON.stringify(raw);
  } catch {
    return JSON.stringify(cutDepth(raw, 0));
  }
}

function cutDepth(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth >= deepestKept) return "(nested deeper)";
  if (Array.isArray(value)) return value.map((part) => cutDepth(part, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, cutDepth(part, depth + 1)]));
}
