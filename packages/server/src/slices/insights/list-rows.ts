import { listFigureRows } from "@tandem/contract/insights/figures";
import { handle } from "../../platform/http/route.ts";
import { bound } from "../../platform/bound.ts";
import { readPromises } from "../../spine/promises.ts";
import { defineFigure } from "./definitions.ts";
import { countRows, presentRows, seesEveryRow, selectRows } from "./figure-rows.ts";
import { openReport } from "./report.ts";

const cap = 10_000;

export const listRowsRoute = handle(listFigureRows, async ({ app, principal }, { query }) => {
  const { figure, key = null, cursor, limit, ...filter } = query;
  const report = await openReport(app, filter);
  const q = bound();
  const definition = defineFigure(report, q, figure, key);
  if (!definition) return { rows: [], next: null, count: { value: 0, capped: false }, hidden: 0 };
  const found = app.db.query<Parameters<typeof presentRows>[0][number]>(selectRows(definition, figure, key, q, principal, { cursor, limit }), q.params);
  const counts = cursor === undefined ? countAll() : null;
  // A clause that has other words by now is named as the versions asked about have it.
  const versions = figure === "clocks" ? (key ?? "").split(" ").slice(1).map(Number) : [];
  const promises = await readPromises(app.db, report.inForce, versions);
  const clauses = [report.inForce.version, ...versions].flatMap((version) => promises(version).sales);
  const reasons = new Map([...report.inForce.agreement.rejectionReasons.map((r) => [r.code, r.name] as const), ...clauses.map((c) => [c.key, c.name] as const)]);
  const { rows, next } = presentRows(await found, definition.relation, limit, reasons);
  const counted = await counts;
  return {
    rows: figure === "deals-with-cycle" ? rows.map((row) => ({ ...row, unit: row.value === null ? null : ("duration" as const) })) : rows,
    next,
    count: counted && { value: Math.min(counted.visible, cap), capped: counted.visible > cap },
    hidden: counted ? counted.all - counted.visible : 0,
  };

  /** Both counts by the same definition; a person who sees every row hides none, and needs only the capped count. */
  async function countAll(): Promise<{ visible: number; all: number }> {
    const count = async (who: typeof principal | null, upTo: number | null) => {
      const bindings = bound();
      const same = defineFigure(report, bindings, figure, key)!;
      return (await app.db.one<{ count: number }>(countRows(same, bindings, who, upTo), bindings.params)).count;
    };
    if (seesEveryRow(definition!, principal)) {
      const visible = await count(null, cap);
      return { visible, all: visible };
    }
    const [visible, all] = await Promise.all([count(principal, null), count(null, null)]);
    return { visible, all };
  }
});
