import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { Refusal } from "../../platform/refusal.ts";
import { signInBusy } from "@tandem/contract/access/sign-in";

/** Cost of one guess: about 150 ms and 32 MB. Written into each hash, so that it can grow without a migration. */
const cost = { N: 16_384, r: 16, p: 1 };
const keyLength = 32;
/** Hashing more at a time would only make everybody wait, and take the memory of the rest. */
const atOnce = 2;
const mostWaiting = 40;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running < atOnce) running += 1;
  else {
    if (waiting.length >= mostWaiting) throw new Refusal(signInBusy);
    // The place is handed over by whoever leaves it, so that nobody overtakes.
    await new Promise<void>((go) => waiting.push(go));
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

function derive(password: string, salt: Buffer, { N, r, p }: typeof cost): Promise<Buffer> {
  // The same characters typed on different keyboards arrive composed or not.
  const text = password.normalize("NFKC");
  return new Promise((done, fail) => scrypt(text, salt, keyLength, { N, r, p, maxmem: 256 * N * r }, (error, key) => (error ? fail(error) : done(key))));
}

/** A password as it is stored: `scrypt$N$r$p$salt$key`. */
export function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return inTurn(async () => ["scrypt", cost.N, cost.r, cost.p, salt.toString("base64"), (await derive(password, salt, cost)).toString("base64")].join("$"));
}

/** Whether the password is the stored one. Takes as long where there is none stored, so that time tells nobody who exists. */
export function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  return inTurn(async () => {
    const [kind, N, r, p, salt, key] = (stored ?? "").split("$");
    if (kind !== "scrypt" || !salt || !key) {
      await derive(password, Buffer.alloc(16), cost);
      return false;
    }
    const expected = Buffer.from(key, "base64");
    const actual = await derive(password, Buffer.from(salt, "base64"), { N: Number(N), r: Number(r), p: Number(p) });
    return expected.length === actual.length && timingSafeEqual(expected, actual);
  });
}
