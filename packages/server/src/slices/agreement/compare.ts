import { compareAgreements, noSuchDraft, noSuchVersion, readVersion } from "@tandem/contract/agreement/drafts";
import { agreement as shape, type Agreement } from "@tandem/domain/agreement/agreement";
import { diffAgreements } from "@tandem/domain/agreement/diff";
import type { Sql } from "../../platform/sql.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { versionDocument } from "./draft-store.ts";
import { loadKnowledge } from "./knowledge.ts";
import { listVersionRows } from "./store.ts";

export const compareRoute = handle(compareAgreements, async ({ app }, { query }) => {
  const [before, after, known] = await Promise.all([documentAt(app.db, query.before), documentAt(app.db, query.after), loadKnowledge(app.db)]);
  return { changes: [...diffAgreements(before, after, known.wording)] };
});

export const readVersionRoute = handle(readVersion, async ({ app }, { params }) => {
  const [document, versions] = await Promise.all([versionDocument(app.db, params.version), listVersionRows(app.db, app.clock.now())]);
  const version = versions.find((one) => one.version === params.version);
  if (!document || !version) throw new Refusal(noSuchVersion);
  return { ...version, document };
});

/** `version:3` or `draft:…`. */
async function documentAt(sql: Sql, place: string): Promise<Agreement> {
  const [kind, which] = place.split(":") as ["version" | "draft", string];
  if (kind === "version") {
    const document = await versionDocument(sql, Number(which));
    if (!document) throw new Refusal(noSuchVersion);
    return document;
  }
  const row = await sql.find<{ document: unknown }>("select document from agreement_draft where id::text = $1", [which]);
  if (!row) throw new Refusal(noSuchDraft);
  return shape.parse(row.document);
}
