// Builds everything, unless nothing has changed since it was last built: a second start then takes no time for it.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
/** Bears the time at which the last whole build began; compared with that of everything a build reads. */
const stamp = join(root, "node_modules", ".cache", "tandem", "built");
/** What builds and installs make of a package. */
const built = ["dist", "types", "node_modules"];
/** What `npm start` runs: made last. */
const bundle = join(root, "packages", "cli", "dist", "bundle", "tandem.js");
const packages = readdirSync(join(root, "packages")).map((name) => join(root, "packages", name));

/** The time of the newest file or folder below a path: a folder's moves when something in it is added or taken away. */
function newest(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return readdirSync(path).reduce((time, name) => Math.max(time, newest(join(path, name))), stats.mtimeMs);
}

function isBuilt() {
  if (!existsSync(stamp) || [...packages.map((path) => join(path, "dist")), bundle].some((path) => !existsSync(path))) return false;
  const parts = packages.flatMap((path) => readdirSync(path).filter((name) => !built.includes(name)).map((name) => join(path, name)));
  const inputs = [...parts, ...["package-lock.json", "package.json", "tsconfig.json", "tsconfig.base.json", "scripts/build.js"].map((name) => join(root, name))];
  return inputs.every((path) => newest(path) < statSync(stamp).mtimeMs);
}

function run(command) {
  const { status } = spawnSync(command, { cwd: root, stdio: "inherit", shell: true });
  if (status !== 0) process.exit(status ?? 1);
}

if (!isBuilt()) {
  const begun = new Date();
  run("npx tsc -b");
  run("npm run build -w @tandem/tracker");
  run("npm run build -w @tandem/web");
  run("npm run build -w @tandem/cli");
  mkdirSync(join(stamp, ".."), { recursive: true });
  writeFileSync(stamp, "");
  utimesSync(stamp, begun, begun);
}
