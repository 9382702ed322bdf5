import { planText } from "@tandem/contract/agreement/text";
import type { Agreement } from "@tandem/domain/agreement/agreement";
import { diffAgreements } from "@tandem/domain/agreement/diff";
import type { App } from "../../../platform/app.ts";
import type { Sql } from "../../../platform/sql.ts";
import { handle } from "../../../platform/http/route.ts";
import { agreementHash } from "../../../spine/agreement-hash.ts";
import { agreementInForce } from "../../../spine/agreement-in-force.ts";
import { draftProblems, loadKnowledge } from "../knowledge.ts";
import { readText, type ReadText } from "./read.ts";

export interface Plan {
  /** Of the agreement in force, with which the text is compared. */
  readonly version: number;
  readonly read: ReadText;
  readonly hash: string | null;
  readonly changes: ReturnType<typeof diffAgreements>;
}

/** What a text would change, and what is wrong with it in this company. */
export async function planOf(app: App, sql: Sql, text: string): Promise<Plan> {
  const { version, agreement } = await agreementInForce(sql, app.clock.now());
  const known = await loadKnowledge(sql);
  const read = readText(text, (found: Agreement) => draftProblems(found, known, agreement));
  return { version, read, hash: read.ok && agreementHash(read.ok), changes: read.ok ? diffAgreements(agreement, read.ok, known.wording) : [] };
}

export const planTextRoute = handle(planText, async ({ app }, { body }) => {
  const { version, read, hash, changes } = await planOf(app, app.db, body.text);
  return { version, hash, problems: [...read.problems], changes: [...changes] };
});
