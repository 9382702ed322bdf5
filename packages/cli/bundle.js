// Makes what people run: some thirty files instead of nine hundred, whose reading one by one was most of a start (docs/decisions/0018).
import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** What runs in a thread is a file of its own, beside what starts it: there it is looked for, as in the sources. */
const workers = readdirSync(`${root}packages/server/src`, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith("-worker.ts"));

await build({
  cwd: root,
  input: { tandem: "packages/cli/src/main.ts", ...Object.fromEntries(workers.map((path) => [basename(path, ".ts"), `packages/server/src/${path}`])) },
  platform: "node",
  tsconfig: "tsconfig.base.json",
  resolve: { conditionNames: ["tandem-source", "node"] },
  output: {
    // As deep below the root as the sources of the platform, which find files of the product by their own place.
    dir: "packages/cli/dist/bundle",
    cleanDir: true,
    entryFileNames: "[name].js",
    chunkFileNames: "[name].js",
    minifyInternalExports: false,
    // Read only on demand: NODE_OPTIONS=--enable-source-maps makes stacks name the sources.
    sourcemap: true,
  },
});
