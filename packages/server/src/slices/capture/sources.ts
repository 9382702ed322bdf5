import { createHash } from "node:crypto";
import type { App } from "../../platform/app.ts";

export interface Source {
  readonly id: number;
  readonly kind: "browser" | "server" | "form" | "import";
}

/** Keys are found by their hash; a known answer is kept for a few seconds, so that a revoked key soon stops working. */
const keepMs = 5_000;

export interface Sources {
  find(writeKey: string): Promise<Source | null>;
}

export function hashKey(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}

/** The sources of a database by write key. */
export function sourcesOf(app: App): Sources {
  const known = new Map<string, { source: Source | null; until: number }>();
  return {
    async find(writeKey) {
      if (writeKey.length > 200) return null;
      const now = performance.now();
      const hit = known.get(writeKey);
      if (hit && hit.until > now) return hit.source;
      const source = await app.db.find<Source>("select id, kind from source where write_key_hash = $1 and revoked_at is null", [hashKey(writeKey)]);
      if (known.size > 1_000) known.clear();
      known.set(writeKey, { source, until: now + keepMs });
      return source;
    },
  };
}
