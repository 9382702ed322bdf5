import { listVersions, readAgreement, readText } from "@tandem/contract/agreement/versions";
import type { FieldRef } from "@tandem/domain/criteria/criteria";
import { stringify } from "yaml";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { agreementInForce } from "../../spine/agreement-in-force.ts";
import { describeSections } from "./describe-sections.ts";
import { listVersionRows } from "./store.ts";

export const readAgreementRoute = handle(readAgreement, async ({ app, principal }) => {
  const at = app.clock.now();
  const [inForce, versions, signs] = await Promise.all([
    agreementInForce(app.db, at),
    listVersionRows(app.db, at),
    app.db.one<{ signs_for: "marketing" | "sales" | null }>("select signs_for from app_user where id = $1", [principal.userId]),
  ]);
  const version = versions.find((v) => v.version === inForce.version)!;
  const { agreement, fields } = inForce;
  const sections = describeSections(agreement, { field: (ref: FieldRef) => fields.get(ref) ?? null, signal: (key: string) => agreement.signals.find((s) => s.key === key)?.name ?? null });
  const signed = version.signatures.some((s) => s.side === signs.signs_for || s.userId === principal.userId);
  return { ...version, timeZone: agreement.timeZone, currency: agreement.currency, sections, maySignFor: signed ? null : signs.signs_for };
});

export const listVersionsRoute = handle(listVersions, async ({ app }) => ({ versions: await listVersionRows(app.db, app.clock.now()) }));

export const readTextRoute = handle(readText, async ({ app }, { params }) => {
  const row = await app.db.find<{ document: object; hash: string }>("select document, hash from agreement_version where version = $1", [params.version]);
  if (!row) throw new Refusal(readText.refusals[0]!);
  const head = `# Agreement, version ${params.version}\n# sha256 ${row.hash}\n`;
  return { fileName: `agreement-v${params.version}.yaml`, text: head + stringify(row.document, { lineWidth: 120 }) };
});
