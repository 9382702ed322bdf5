import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Account } from "./account.ts";

/** One run of the postgres program, from spawn to exit. */
export interface Postmaster {
  /** Resolves when it accepts connections, rejects with what it said when it could not start. */
  readonly ready: Promise<void>;
  /** Resolves once it has exited, asked or not. */
  readonly exited: Promise<void>;
  /** Fast shutdown (SIGINT); a smart one would wait for every client. */
  stop(): Promise<void>;
}

/*
 * A shell between Node and Postgres: when Node is gone, however it went, the pipe on descriptor 3 ends and Postgres is
 * told to stop. Without it a killed server would leave an orphan that holds the data folder.
 */
const watchdog = 'exec 3<&0; "$@" </dev/null & p=$!; (cat <&3 >/dev/null; kill -INT $p 2>/dev/null) & wait $p';

export function spawnPostmaster(options: {
  program: string;
  args: readonly string[];
  account: Account | null;
  ignorePid: number | null;
  onLine: (line: string) => void;
}): Postmaster {
  const { account } = options;
  const windows = process.platform === "win32";
  const command = windows ? [options.program, ...options.args] : ["sh", "-c", watchdog, "sh", options.program, ...options.args];
  const child = spawn(command[0]!, command.slice(1), {
    stdio: ["pipe", "ignore", "pipe"],
    // Its own group: Ctrl-C must reach Node alone, which then stops Postgres last.
    detached: !windows,
    cwd: "/",
    env: {
      PATH: process.env["PATH"],
      LC_MESSAGES: "C",
      ...(options.ignorePid !== null && { PG_GRANDPARENT_PID: String(options.ignorePid) }),
    },
    ...(account && { uid: account.uid, gid: account.gid }),
  });
  child.stdin.on("error", () => {});
  const said: string[] = [];
  const exited = new Promise<void>((done) => {
    child.on("exit", () => done());
    child.on("error", () => done());
  });
  // The watchdog's reader would otherwise live on, and later signal whoever has the number by then.
  void exited.then(() => child.stdin.destroy());
  const ready = new Promise<void>((done, fail) => {
    createInterface({ input: child.stderr }).on("line", (line) => {
      if (said.length < 50) said.push(line);
      options.onLine(line);
      if (line.includes("database system is ready to accept connections")) done();
    });
    child.on("error", (error) => fail(new Error(`Postgres could not be started: ${error.message}`)));
    void exited.then(() => fail(new Error(`Postgres stopped while starting.\n${said.join("\n")}`)));
  });
  ready.catch(() => {});
  return { ready, exited, stop: () => stop(child, exited, windows) };
}

async function stop(child: ChildProcess, exited: Promise<void>, windows: boolean): Promise<void> {
  if (windows) child.kill("SIGINT");
  else child.stdin?.end();
  await exited;
}
