import { createHash } from "node:crypto";
import type { App } from "../../platform/app.ts";
import { kept, type Kept } from "./kept.ts";

export interface Source {
  readonly id: number;
  readonly kind: "browser" | "server" | "form" | "import";
}

export function hashKey(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}

/** The sources of a database by write key, found by its hash; a revoked key soon stops working. */
export function sourcesOf(app: App): Kept<Source> {
  return kept((writeKey) => app.db.find<Source>("select id, kind from source where write_key_hash = $1 and revoked_at is null", [hashKey(writeKey)]));
}
