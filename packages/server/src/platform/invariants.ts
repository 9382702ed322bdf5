import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { productPath } from "./product-path.ts";
import type { Sql } from "./sql.ts";

/** A promise about the data and the query that finds what breaks it. */
export interface Invariant {
  readonly promise: string;
  readonly query: string;
}

export const invariantsFile = productPath("packages/server/invariants.sql");

/** Reads `invariants.sql`: queries ended by a semicolon at a line's end, each right under a comment that says its promise. */
export async function readInvariants(file: string = invariantsFile): Promise<Invariant[]> {
  if (!existsSync(file)) return [];
  const invariants: Invariant[] = [];
  let promise: string[] = [];
  let query: string[] = [];
  for (const line of (await readFile(file, "utf8")).split(/\r?\n/)) {
    const comment = /^\s*--\s?(.*)$/.exec(line)?.[1];
    if (query.length > 0 ? comment !== undefined : line.trim() === "") {
      // A remark inside a query is no promise, and an empty line parts a heading from the promise below it.
      if (query.length === 0) promise = [];
    } else if (comment !== undefined) promise.push(comment.trim());
    else {
      const end = /^(.*);\s*(--.*)?$/.exec(line);
      query.push(end ? end[1]! : line);
      if (!end) continue;
      invariants.push({ promise: promise.join(" ") || query[0]!.trim(), query: query.join("\n") });
      promise = [];
      query = [];
    }
  }
  if (query.length > 0) throw new Error(`The last query of ${file} does not end with a semicolon.`);
  return invariants;
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
