import { listFigureRows } from "@tandem/contract/insights/figures";
import { handle } from "../../platform/http/route.ts";
import { bound } from "../../platform/bound.ts";
import { clauseName, readPromises } from "../../spine/promises.ts";
import { defineFigure } from "./definitions.ts";
import { readFigureParts } from "./figure-parts.ts";
import { countRows, presentRows, seesEveryRow, selectRows, sumRows, type FoundRow } from "./figure-rows.ts";
import { openReport } from "./report.ts";

const cap = 10_000;

export const listRowsRoute = handle(listFigureRows, async ({ app, principal }, { query }) => {
  const { figure, key = null, cursor, limit, ...filter } = query;
  const report = await openReport(app, filter);
  const q = bound();
  const definition = defineFigure(report, q, figure, key);
  if (!definition) return { rows: [], next: null, count: { value: 0, capped: false }, hidden: 0, sum: null, parts: [] };
  const first = cursor === undefined;
  const [found, counted, sum, parts] = await Promise.all([
    app.db.query<FoundRow>(selectRows(definition, figure, key, q, principal, { cursor, limit }), q.params),
    first ? countAll() : null,
    first ? sumAll() : null,
    first ? readFigureParts(report, figure, key) : [],
  ]);
  const reasons = new Map(report.inForce.agreement.rejectionReasons.map(({ code, name }) => [code, name]));
  // A clause that has other words by now is named as the version had it that its clock ran under.
  const promises = await readPromises(app.db, report.inForce, found.flatMap(({ version }) => version ?? []));
  const { rows, next } = presentRows(found, definition.relation, limit, (one, version) => (version === null ? (reasons.get(one) ?? one) : clauseName(promises, version, one)));
  return {
    rows: figure === "deals-with-cycle" ? rows.map((row) => ({ ...row, unit: row.value === null ? null : ("duration" as const) })) : rows,
    next,
    count: counted && { value: Math.min(counted.visible, cap), capped: counted.visible > cap },
    hidden: counted ? counted.all - counted.visible : 0,
    sum,
    parts,
  };

  async function sumAll(): Promise<number | null> {
    const bindings = bound();
    const sql = sumRows(defineFigure(report, bindings, figure, key)!, figure);
    return sql === null ? null : (await app.db.one<{ sum: number }>(sql, bindings.params)).sum;
  }

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
