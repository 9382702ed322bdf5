import { createHash, randomBytes } from "node:crypto";

/** 256 bits of dice as text. Never from `app.ids` or seeded dice: this is proof of a right. */
export function newSecret(prefix = ""): string {
  return prefix + randomBytes(32).toString("base64url");
}

/** What of a secret is stored. A fast hash is enough, because the secret is random and long; passwords go another way. */
export function digestOf(secret: string): Buffer {
  return createHash("sha256").update(secret, "utf8").digest();
}
