import { getImport, listImports } from "@tandem/contract/imports/imports";
import { handle } from "../../platform/http/route.ts";
import { readCursor, timePlace, writeCursor } from "../../platform/cursor.ts";
import { importDetailOf, importRowOf, listStored, requireImport } from "./store.ts";

const mostCounted = 10_000;

export const listImportsRoute = handle(listImports, async ({ app }, { query }) => {
  const rows = await listStored(app.db, readCursor(timePlace, query.cursor), query.limit + 1);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const { value } = await app.db.one<{ value: number }>("select count(*) as value from (select from import limit $1) counted", [mostCounted + 1]);
  return {
    rows: page.map(importRowOf),
    next: rows.length > query.limit && last ? writeCursor([last.place, last.id]) : null,
    count: { value: Math.min(value, mostCounted), capped: value > mostCounted },
  };
});

export const getImportRoute = handle(getImport, async ({ app }, { params }) => importDetailOf(await requireImport(app.db, params.importId)));
