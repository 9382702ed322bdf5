import { createHash } from "node:crypto";

export type SubjectKind = "anonymous" | "user" | "email" | "record";

/**
 * The id of a stream of events, made from its key: a client's event finds its subject without a look-up, on any
 * process. 122 bits of SHA-256 in the form of a UUID (version 8).
 */
export function subjectId(kind: SubjectKind, key: string): string {
  const digest = createHash("sha256").update(kind).update("\u0000").update(key).digest();
  digest[6] = (digest[6]! & 0x0f) | 0x80;
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  const hex = digest.toString("hex", 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
