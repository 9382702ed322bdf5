import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Line, Size } from "./rounds.ts";

/** npm run bench -- [--only NAME,…] [--json FILE] [--size small] [--backlog EVENTS] */

interface Group {
  readonly names: readonly string[];
  measure(size: Size, wanted: ReadonlySet<string>): Promise<Line[]>;
}

const { values: given } = parseArgs({ options: { only: { type: "string" }, json: { type: "string" }, size: { type: "string", default: "full" }, backlog: { type: "string" } } });

const groups: readonly Group[] = [
  { names: ["accept-batch", "accept-one"], measure: async (size) => (await import("./accept.ts")).measureAccept(size) },
  { names: ["engine"], measure: async (size) => (await import("./engine.ts")).measureEngine(size, Number(given.backlog ?? 0)) },
  { names: ["live-median", "live-p99"], measure: async (size) => (await import("./live.ts")).measureLive(size) },
  { names: ["live-open-browsers"], measure: async (size) => (await import("./accept.ts")).measureOpenBrowsers(size) },
  { names: ["list-newest", "list-filter-sort", "list-page-1000", "search", "contact-page", "dashboard"], measure: async (size, wanted) => (await import("./lists.ts")).measureLists(size, wanted) },
  { names: ["import"], measure: async (size) => (await import("./import.ts")).measureImport(size) },
  { names: ["rss-idle", "rss-load", "start-cold", "start-warm"], measure: async (size, wanted) => (await import("./process.ts")).measureProcess(size, wanted) },
  { names: ["replay-vs-loop", "lab-threshold", "lab-points"], measure: async (size, wanted) => (await import("./lab.ts")).measureLab(size, wanted) },
  { names: ["replay-vs-sql", "replay-cold", "lab-refresh"], measure: async (size, wanted) => (await import("./lab-stored.ts")).measureStoredLab(size, wanted) },
  { names: ["others-during-replay"], measure: async (size) => (await import("./lab-others.ts")).measureOthers(size) },
  { names: ["web-first-load"], measure: async () => (await import("./web.ts")).measureWeb() },
];

const all = groups.flatMap((group) => group.names);
const wanted = new Set(given.only?.split(",").map((name) => name.trim()) ?? all);
const unknown = [...wanted].filter((name) => !all.includes(name));
if (unknown.length > 0 || (given.size !== "full" && given.size !== "small")) {
  process.stderr.write(`${unknown.length > 0 ? `There is no line ${unknown.join(", ")}. There are: ${all.join(", ")}` : "--size is full or small"}\n`);
  process.exit(2);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(1));

const lines: Line[] = [];
let failed = false;
for (const group of groups) {
  if (!group.names.some((name) => wanted.has(name))) continue;
  try {
    for (const line of await group.measure(given.size as Size, wanted)) {
      // A line beyond the named ones (a backlog) was asked for by its own option.
      if (!wanted.has(line.name) && group.names.includes(line.name)) continue;
      lines.push(line);
      process.stdout.write(`${row(line)}\n`);
    }
  } catch (error) {
    failed = true;
    process.stderr.write(`${group.names.join(", ")}: ${(error as Error).stack}\n`);
  }
}
if (given.json) writeFileSync(given.json, `${JSON.stringify(lines.map(({ name, value, unit, against, ratio, rounds }) => ({ name, value, unit, against, ratio, rounds })), null, 2)}\n`);
process.exit(failed ? 1 : 0);

function row({ name, value, unit, against, ratio, bound, kept }: Line): string {
  const shown = value >= 1_000 ? Math.round(value).toLocaleString("en") : value.toFixed(value < 10 ? 2 : 1);
  return [name.padEnd(19), `${shown} ${unit}`.padEnd(38), (ratio === null ? "" : ratio.toFixed(2)).padStart(6), ` ${kept === null ? " " : kept ? "ok" : "MISSES"} `.padEnd(9), bound.padEnd(28), against].join(" ");
}
