import { readFileSync, readlinkSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { basename, join } from "node:path";

/** What postmaster.pid says of the server that wrote it. */
export interface PidFile {
  readonly pid: number;
  readonly port: number;
  readonly socketDir: string;
}

export function readPidFile(cluster: string): PidFile | null {
  let text: string;
  try {
    text = readFileSync(join(cluster, "postmaster.pid"), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  const lines = text.split("\n");
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return { pid, port: Number(lines[3] ?? 0), socketDir: lines[4] ?? "" };
}

/**
 * What the process of that number is now. A number alone proves nothing: after a crash it may belong to anybody, and
 * Postgres would refuse to start on the word of a stranger or of a zombie.
 */
export function processIs(pid: number): "gone" | "postgres" | "other" {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return "gone";
  }
  if (process.platform === "linux") return linuxProcessIs(pid);
  try {
    const command = execFileSync("ps", ["-o", "comm=", "-p", String(pid)], { encoding: "utf8" }).trim();
    return basename(command).startsWith("postgres") ? "postgres" : "other";
  } catch {
    return "gone";
  }
}

function linuxProcessIs(pid: number): "gone" | "postgres" | "other" {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const state = stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3);
    if (state === "Z" || state === "X") return "other";
  } catch {
    return "gone";
  }
  try {
    return basename(readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, "")) === "postgres" ? "postgres" : "other";
  } catch {
    // Another user's process hides its program; its name is public.
    try {
      return readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "postgres" ? "postgres" : "other";
    } catch {
      return "gone";
    }
  }
}
