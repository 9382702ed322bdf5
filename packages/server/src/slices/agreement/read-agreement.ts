import { listVersions, readAgreement, readText } from "@tandem/contract/agreement/versions";
import { agreement } from "@tandem/domain/agreement/agreement";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { agreementInForce } from "../../spine/agreement-in-force.ts";
import { describeSections } from "./describe-sections.ts";
import { loadKnowledge } from "./knowledge.ts";
import { listSignatories, listVersionRows } from "./store.ts";
import { writeText } from "./text/write.ts";

export const readAgreementRoute = handle(readAgreement, async ({ app, principal }) => {
  const at = app.clock.now();
  const [inForce, versions, signatories, { wording }] = await Promise.all([agreementInForce(app.db, at), listVersionRows(app.db, at), listSignatories(app.db), loadKnowledge(app.db)]);
  const version = versions.find((v) => v.version === inForce.version)!;
  const { agreement: agreed } = inForce;
  const sections = describeSections(agreed, { ...wording, signal: (key: string) => agreed.signals.find((s) => s.key === key)?.name ?? null });
  const own = signatories.find((s) => s.userId === principal.userId)?.side ?? null;
  const signed = version.signatures.some((s) => s.side === own || s.userId === principal.userId);
  // A key acts for a person, but does not sign for them.
  const maySignFor = signed || principal.via === "api-key" ? null : own;
  return { ...version, timeZone: agreed.timeZone, currency: agreed.currency, sections, signatories, maySignFor };
});

export const listVersionsRoute = handle(listVersions, async ({ app }) => ({ versions: await listVersionRows(app.db, app.clock.now()) }));

export const readTextRoute = handle(readText, async ({ app }, { params }) => {
  const row = await app.db.find<{ document: object; hash: string }>("select document, hash from agreement_version where version = $1", [params.version]);
  if (!row) throw new Refusal(readText.refusals[0]!);
  return { fileName: `agreement-v${params.version}.yaml`, text: writeText(agreement.parse(row.document), { heading: [`Agreement, version ${params.version}`, `sha256 ${row.hash}`] }) };
});
