import type { Agreement } from "@tandem/domain/agreement/agreement";
import { foundingAgreement } from "@tandem/domain/agreement/founding-agreement";
import type { App } from "../platform/app.ts";
import type { Transaction } from "../platform/transaction.ts";
import { agreementHash, revisionHash } from "./agreement-hash.ts";

/** Version 1 exists from the first moment, unsigned and visibly so. Does nothing where there is one. */
export async function ensureFoundingAgreement(app: App, changes: Partial<Agreement> = {}): Promise<void> {
  await app.db.transaction(async (tx) => {
    if (await tx.find("select 1 from agreement_version limit 1")) return;
    await saveVersion(tx, { version: 1, agreement: { ...foundingAgreement, ...changes }, founding: true, effectiveFrom: new Date(0), at: app.clock.now(), createdBy: null });
  });
}

/** Stores a version and the recognition revisions of its signals. Those of the first one have no past to be recognised in. */
export async function saveVersion(tx: Transaction, v: { version: number; agreement: Agreement; founding: boolean; effectiveFrom: Date; at: Date; createdBy: string | null }): Promise<void> {
  const signals = v.agreement.signals;
  await tx.query(
    `insert into signal_revision (key, hash, definition, created_at, recognised_at) select key, hash, definition, $4, $5 from unnest($1::text[], $2::text[], $3::jsonb[]) r(key, hash, definition) on conflict (key, hash) do nothing`,
    [signals.map((s) => s.key), signals.map(revisionHash), signals.map((s) => JSON.stringify(s)), v.at, v.version === 1 ? v.at : null],
  );
  await tx.query(
    "insert into agreement_version (version, document, hash, founding, effective_from, created_at, created_by) values ($1, $2, $3, $4, $5, $6, $7)",
    [v.version, JSON.stringify(v.agreement), agreementHash(v.agreement), v.founding, v.effectiveFrom, v.at, v.createdBy],
  );
}
