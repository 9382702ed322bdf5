import { exportContacts, type ContactRow } from "@tandem/contract/people/contacts";
import { stageNames } from "@tandem/domain/lifecycle/stage";
import { handle } from "../../platform/http/route.ts";
import { actorOf } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import { listContactRows, mostCounted } from "./contact-list.ts";
import { askingOf } from "./contact-filter.ts";
import { csvOf } from "./csv-cell.ts";

const header = ["Name", "E-mail", "Job title", "Company", "Domain", "Country", "Stage", "Grade", "Fit", "Engagement", "Owner", "First touch", "Created", "Last seen"];

/** People leave the house here, so each export stands in the audit with its size. */
export const exportContactsRoute = handle(exportContacts, async ({ app, principal }, { query }) => {
  const { sort, ...filter } = query;
  const { rows, next } = await listContactRows(app.db, await askingOf(app, principal, filter), { filter, sort, limit: mostCounted });
  const at = app.clock.now();
  await recordAudit(app.db, [{ at, actor: actorOf(principal), act: "people.exported", entityKind: "contact", entityId: null, summary: { rows: rows.length } }]);
  return { fileName: `people-${at.toISOString().slice(0, 10)}.csv`, csv: csvOf([header, ...rows.map(cellsOf)]), rows: rows.length, capped: next !== null };
});

function cellsOf(row: ContactRow): (string | number | null)[] {
  const { score } = row;
  return [
    row.name, row.email, row.title, row.company?.name ?? null, row.company?.domain ?? null, row.country, stageNames[row.stage], score.grade, score.fit / 1000, score.engagement / 1000,
    row.owner?.name ?? null, row.channel, row.createdAt, row.lastSeenAt,
  ];
}
