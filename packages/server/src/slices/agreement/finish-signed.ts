import { agreement as shape } from "@tandem/domain/agreement/agreement";
import type { App } from "../../platform/app.ts";
import type { Transaction } from "../../platform/transaction.ts";
import { Refusal } from "../../platform/refusal.ts";
import { setTimers, type TimerHandler } from "../../platform/timers.ts";
import { engine } from "../../spine/actor.ts";
import type { DraftRow } from "./draft-store.ts";
import { standingSignatures } from "./draft-signatures.ts";
import { arePrepared, preparationTimer, recogniseBatch } from "./prepare-signals.ts";
import { lockVersions, putInForce } from "./put-in-force.ts";

/** Goes on with the past of changed signals by itself; what two people signed meanwhile becomes a version as soon as it can. */
export const preparationHandler: TimerHandler = {
  kind: preparationTimer.kind,
  async handle(app, tx) {
    if (await recogniseBatch(app, tx)) return setTimers(tx, [{ ...preparationTimer, dueAt: app.clock.now() }]);
    await finishSignedDrafts(app, tx);
  },
};

/**
 * Drafts that both sides have signed and that waited for their signals: each becomes a version now. A date that passed in
 * the meantime is now; what has come between otherwise (another version) leaves the draft open, saying what is in the way.
 */
export async function finishSignedDrafts(app: App, tx: Transaction): Promise<void> {
  const rows = await tx.query<DraftRow>("select * from agreement_draft d where state = 'open' and (select count(*) from agreement_draft_signature s where s.draft_id = d.id and s.fell_at is null) = 2 order by updated_at, id for update");
  const ready: DraftRow[] = [];
  for (const row of rows) {
    // Who has left since does not sign any more; the draft waits for their side again.
    if (!(await standingSignatures(tx, row.id)).every((one) => one.may_sign)) continue;
    if (await arePrepared(tx, shape.parse(row.document))) ready.push(row);
  }
  if (ready.length === 0) return;
  const at = await lockVersions(app, tx);
  for (const row of ready) {
    try {
      await tx.savepoint((inner) => putInForce(app, inner, row, { at, actor: engine, effectiveFrom: row.effective_from && row.effective_from > at ? row.effective_from : null }));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      app.log.warn({ draft: row.number, code: error.kind.code }, "a signed draft could not be put in force");
    }
  }
}
