import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Sql } from "./database.ts";

/** A promise about the data and the query that finds what breaks it. */
export interface Invariant {
  readonly promise: string;
  readonly query: string;
}

export const invariantsFile = fileURLToPath(new URL("../../invariants.sql", import.meta.url));

/** Reads `invariants.sql`: queries ended by a semicolon at a line's end, each under a comment that says its promise. */
export async function readInvariants(file: string = invariantsFile): Promise<Invariant[]> {
  if (!existsSync(file)) return [];
  const blocks = (await readFile(file, "utf8")).split(/;[ \t]*(?:\r?\n|$)/);
  return blocks.flatMap((block) => {
    const lines = block.split("\n").map((line) => line.trim());
    const query = lines.filter((line) => !line.startsWith("--")).join("\n").trim();
    // The comment right above the query; earlier paragraphs are headings.
    const paragraphs = block.slice(0, query ? block.indexOf(query.split("\n")[0]!) : 0).trim().split(/\n\s*\n/);
    const promise = (paragraphs.at(-1) ?? "").split("\n").map((line) => line.replace(/^\s*--\s?/, "")).join(" ").trim();
    return query ? [{ promise: promise || query.slice(0, 80), query }] : [];
  });
}

export interface Broken {
  readonly promise: string;
  /** The first rows that break it. */
  readonly rows: readonly object[];
}

/** Runs every invariant; what comes back is what is broken. */
export async function brokenInvariants(sql: Sql, invariants?: readonly Invariant[]): Promise<Broken[]> {
  const broken: Broken[] = [];
  for (const { promise, query } of invariants ?? (await readInvariants())) {
    const rows = await sql.query<object>(`select * from (${query}) as broken limit 10`);
    if (rows.length > 0) broken.push({ promise, rows });
  }
  return broken;
}
