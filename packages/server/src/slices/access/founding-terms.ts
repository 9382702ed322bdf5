import { agreement } from "@tandem/domain/agreement/agreement";
import { foundingAgreement } from "@tandem/domain/agreement/founding-agreement";
import type { Transaction } from "../../platform/transaction.ts";
import { agreementHash } from "../../spine/agreement-hash.ts";
import { saveVersion } from "../../spine/founding.ts";

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
  if (!state.document) return saveVersion(tx, { version: 1, agreement: { ...foundingAgreement, ...terms }, founding: true, effectiveFrom: new Date(0), at, createdBy: null });
  const document = { ...agreement.parse(state.document), ...terms };
  await tx.query("update agreement_version set document = $1, hash = $2 where version = 1", [JSON.stringify(document), agreementHash(document)]);
}
