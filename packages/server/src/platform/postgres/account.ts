import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, parse, resolve } from "node:path";

/** The operating-system account Postgres runs as. Postgres refuses to run as root, so root lends it another one. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Null when the current user runs Postgres itself (every user but root, and on Windows). */
export function postgresAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  const account = find("postgres") ?? find("nobody");
  if (!account) throw new Error("Postgres does not run as root, and this machine has neither a `postgres` nor a `nobody` user. Start Tandem as an ordinary user.");
  return account;
}

function find(name: string): Account | null {
  const passwd = existsSync("/etc/passwd") ? readFileSync("/etc/passwd", "utf8") : "";
  const line = passwd.split("\n").find((entry) => entry.startsWith(`${name}:`));
  if (!line) return null;
  const [, , uid, gid] = line.split(":");
  // macOS writes nobody as -2.
  return { name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 };
}

/** The outermost folder on the way to `path` which the account may not enter, or null. */
export function barredFolder(path: string, account: Account): string | null {
  const folders: string[] = [];
  for (let at = resolve(path); ; at = dirname(at)) {
    folders.unshift(at);
    if (at === parse(at).root) break;
  }
  for (const folder of folders) {
    if (!existsSync(folder)) return null;
    const { uid, gid, mode } = statSync(folder);
    const enter = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if (!(mode & enter)) return folder;
  }
  return null;
}
