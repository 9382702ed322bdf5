import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chown, mkdir, readFile, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { barredFolder, type Account } from "./account.ts";
import type { PostgresBinaries } from "./binaries.ts";

/** The superuser of an embedded cluster. The server itself never connects as it. */
export const superuser = "tandem";

const majorVersion = "18";

/** Makes the cluster's folder if it is not there yet; refuses one of another major version. Returns its path. */
export async function ensureCluster(options: {
  dataDir: string;
  binaries: PostgresBinaries;
  account: Account | null;
  durable: boolean;
}): Promise<string> {
  const { account, binaries } = options;
  const dataDir = resolve(options.dataDir);
  const cluster = join(dataDir, "postgres");
  await makeFolder(dataDir);
  if (account) {
    for (const path of [binaries.native, dataDir]) {
      const barred = barredFolder(path, account);
      if (barred) {
        throw new Error(
          `Postgres runs as the user ${account.name} here (it refuses to run as root), and that user may not enter ${barred}. ` +
            `Allow it (chmod o+x ${barred}), ${path === dataDir ? "set TANDEM_DATA_DIR to another folder" : "install Tandem elsewhere"}, or start Tandem as an ordinary user.`,
        );
      }
    }
  }
  if (existsSync(join(cluster, "PG_VERSION"))) {
    const version = (await readFile(join(cluster, "PG_VERSION"), "utf8")).trim();
    if (version !== majorVersion) {
      throw new Error(
        `The data in ${cluster} was written by PostgreSQL ${version}; this Tandem brings PostgreSQL ${majorVersion}. ` +
          "Make a backup with the Tandem that wrote it (tandem backup), and restore it into an empty folder with this one (tandem restore).",
      );
    }
    return cluster;
  }
  if (existsSync(cluster)) throw new Error(`${cluster} exists but holds no Postgres data. Move it away, or set TANDEM_DATA_DIR to another folder.`);
  // Made beside and renamed, so that an interrupted first start leaves nothing that looks finished.
  const unfinished = `${cluster}.tmp`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  if (account) await chown(unfinished, account.uid, account.gid);
  await initdb(binaries, unfinished, account, options.durable);
  await rename(unfinished, cluster);
  return cluster;
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o755 });
  } catch (error) {
    throw new Error(`The data folder ${path} cannot be made (${(error as NodeJS.ErrnoException).code}). Set TANDEM_DATA_DIR to a folder you may write to.`);
  }
}

async function initdb(binaries: PostgresBinaries, folder: string, account: Account | null, durable: boolean): Promise<void> {
  const sync = !durable ? ["--no-sync"] : process.platform === "linux" ? ["--sync-method=syncfs"] : [];
  const options = ["-D", folder, "-U", superuser, "--auth=trust", "-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", ...sync];
  const child = spawn(binaries.initdb, options, {
    stdio: ["ignore", "ignore", "pipe"],
    cwd: folder,
    env: { PATH: process.env["PATH"], LC_ALL: "C" },
    ...(account && { uid: account.uid, gid: account.gid }),
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((done, fail) => {
    child.on("error", fail);
    child.on("close", done);
  });
  if (code === 0) return;
  const hint = said.includes("could not look up effective user ID")
    ? " This user has no entry in /etc/passwd, which Postgres needs: run as a named user."
    : "";
  throw new Error(`Postgres could not create its data in ${folder} (initdb ended with ${code}).${hint}\n${said.trim()}`);
}
