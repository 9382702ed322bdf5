/**
 * The tracker's memory. Until it is opened nothing touches the visitor's device; once opened it is mirrored to
 * localStorage, or to cookies where that is switched off. The queue is too big for a cookie and then stays in memory.
 */

const prefix = "tandem_";
const names = ["anonymous", "user", "touches", "queue", "consent"] as const;
export type StoredName = (typeof names)[number];

const year = 31_536_000;

function readDevice(name: StoredName): string | undefined {
  try {
    const value = localStorage.getItem(prefix + name);
    if (value !== null) return value;
  } catch {}
  const cookie = document.cookie.split("; ").find((one) => one.startsWith(`${prefix + name}=`));
  try {
    return cookie && decodeURIComponent(cookie.slice(prefix.length + name.length + 1));
  } catch {
    return undefined;
  }
}

function writeDevice(name: StoredName, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(prefix + name);
    else return localStorage.setItem(prefix + name, value);
  } catch {}
  const encoded = encodeURIComponent(value ?? "");
  if (name === "queue" || encoded.length > 3000) return;
  if (value === undefined && !document.cookie.includes(prefix + name)) return;
  const secure = location.protocol === "https:" ? ";secure" : "";
  document.cookie = `${prefix + name}=${encoded};path=/;max-age=${value === undefined ? 0 : year};samesite=lax${secure}`;
}

/** What the device does not hold: everything while closed, and what it refused to keep while open. */
const memory = new Map<StoredName, string>();
let open = false;

/** The value as other tabs may have left it. */
export function read(name: StoredName): string | undefined {
  return memory.get(name) ?? (open ? readDevice(name) : undefined);
}

/** Sets or, with `undefined`, removes a value. */
export function write(name: StoredName, value: string | undefined): void {
  if (open) writeDevice(name, value);
  if (value === undefined || (open && readDevice(name) === value)) memory.delete(name);
  else memory.set(name, value);
}

/** From now on the device remembers; what was collected in memory moves there. */
export function openStore(): void {
  open = true;
  for (const [name, value] of memory) write(name, value);
}

/** From now on only memory; the device forgets everything. */
export function closeStore(): void {
  for (const name of names) {
    const value = read(name);
    if (value !== undefined && name !== "consent") memory.set(name, value);
    writeDevice(name, undefined);
  }
  open = false;
}

/** Forgets who the visitor is; what waits to be sent stays. */
export function forgetVisitor(): void {
  for (const name of ["anonymous", "user", "touches"] as const) write(name, undefined);
}

/** The visitor's own decision, the only thing read before it is known whether reading is allowed. */
export const storedConsent = (): string | undefined => readDevice("consent");
/** A refusal is remembered as one word that identifies nobody, so that it holds on the next page. */
export const rememberConsent = (state: string): void => writeDevice("consent", state);
