import { createHash } from "node:crypto";
import { agreement } from "@tandem/domain/agreement/agreement";
import { foundingAgreement } from "@tandem/domain/agreement/founding-agreement";
import { canonicalText } from "@tandem/domain/agreement/canonical";
import type { Transaction } from "../../platform/database.ts";

/**
 * Writes the company's own zone and currency into the founding version. Only while it is the one version and nobody has
 * signed it: afterwards terms change by a new version.
 */
export async function setFoundingTerms(tx: Transaction, terms: { timeZone: string; currency: string }, at: Date): Promise<void> {
  const state = await tx.one<{ document: unknown; settled: boolean }>(
    `select (select document from agreement_version where version = 1) as document,
            exists (select 1 from signature) or exists (select 1 from agreement_version where version > 1) as settled`,
  );
  if (state.settled) return;
  const document = { ...(state.document ? agreement.parse(state.document) : foundingAgreement), ...terms };
  const hash = createHash("sha256").update(canonicalText(document)).digest("hex");
  await tx.query(
    `insert into agreement_version (version, document, hash, founding, effective_from, created_at) values (1, $1, $2, true, $3, $3)
     on conflict (version) do update set document = excluded.document, hash = excluded.hash`,
    [JSON.stringify(document), hash, at],
  );
}
