import { dismissDuplicate, listDuplicates, type DuplicateRow } from "@tandem/contract/people/merges";
import { z } from "zod";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import { bound } from "../../platform/bound.ts";
import { readCursor, timePlace, writeCursor } from "../../platform/cursor.ts";
import { mergeSidesById } from "./merge-sides.ts";

const place = z.tuple([z.number().int(), ...timePlace.def.items]);
const mostCounted = 1_000;

interface ProposalRow {
  id: string; a_id: string; b_id: string; evidence: DuplicateRow["evidence"]; weight: number; found_at: Date; place: string;
}

export const listDuplicatesRoute = handle(listDuplicates, async ({ app }, { query }) => {
  const before = readCursor(place, query.cursor);
  const b = bound();
  const standing = "d.dismissed_at is null and exists (select from contact c where c.id = d.a_id and c.survivor_id = c.id) and exists (select from contact c where c.id = d.b_id and c.survivor_id = c.id)";
  const about = query.contact ? `and (d.a_id = ${b.bind(query.contact)} or d.b_id = ${b.bind(query.contact)})` : "";
  const counted = await app.db.one<{ count: number }>(`select count(*)::int as count from (select from duplicate_proposal d where ${standing} ${about} limit ${mostCounted + 1}) found`, [...b.params]);
  const later = before ? `and (d.weight, d.found_at, d.id) < (${b.bind(before[0])}::int, ${b.bind(before[1])}::timestamptz, ${b.bind(before[2])}::uuid)` : "";
  const rows = await app.db.query<ProposalRow>(
    `select d.id, d.a_id, d.b_id, d.evidence, d.weight, d.found_at, d.found_at::text as place from duplicate_proposal d where ${standing} ${about} ${later}
     order by d.weight desc, d.found_at desc, d.id desc limit ${b.bind(query.limit + 1)}`,
    b.params,
  );
  const shown = rows.slice(0, query.limit);
  const sides = await mergeSidesById(app.db, shown.flatMap((row) => [row.a_id, row.b_id]));
  const last = shown.at(-1);
  return {
    rows: shown.map((row) => ({ id: row.id, a: sides.get(row.a_id)!, b: sides.get(row.b_id)!, evidence: row.evidence, foundAt: row.found_at.toISOString() })),
    next: rows.length > query.limit && last ? writeCursor([last.weight, last.place, last.id]) : null,
    count: { value: Math.min(counted.count, mostCounted), capped: counted.count > mostCounted },
  };
});

export const dismissDuplicateRoute = handle(dismissDuplicate, ({ app, principal }, { params }) =>
  app.db.transaction(async (tx) => {
    const at = app.clock.now();
    const row = await tx.find<{ a_id: string; b_id: string }>(
      "update duplicate_proposal set dismissed_at = coalesce(dismissed_at, $2), dismissed_by = coalesce(dismissed_by, $3) where id = $1 returning a_id, b_id",
      [params.duplicateId, at, principal.userId],
    );
    if (!row) throw new Refusal(dismissDuplicate.refusals[0]!);
    await recordAudit(tx, [{ at, actor: actorOf(principal), act: "duplicate.dismissed", entityKind: "contact", entityId: row.a_id, summary: { other: row.b_id } }]);
    return null;
  }),
);
