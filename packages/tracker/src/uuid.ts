/** A random version 4 UUID; `crypto.randomUUID` is missing on pages served without TLS. */
export function uuid(): string {
  const random = crypto.getRandomValues(new Uint8Array(16));
  random[6] = (random[6]! & 15) | 64;
  random[8] = (random[8]! & 63) | 128;
  const hex = Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
