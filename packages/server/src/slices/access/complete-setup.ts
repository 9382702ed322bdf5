import { usualWeek } from "@tandem/contract/access/business-hours";
import { alreadySetUp, completeSetup, readSetup } from "@tandem/contract/access/setup";
import type { App } from "../../platform/app.ts";
import type { Sql } from "../../platform/sql.ts";
import type { Transaction } from "../../platform/transaction.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { recordAudit } from "../../spine/audit.ts";
import { findWorkspace } from "./door.ts";
import { setFoundingTerms } from "./founding-terms.ts";
import { hashPassword } from "./password.ts";
import { startSession } from "./session.ts";
import { saveNewSource } from "./source-store.ts";
import { saveNewTeam } from "./team-store.ts";
import { saveNewUser } from "./user-store.ts";

async function isNeeded(sql: Sql): Promise<boolean> {
  const { needed } = await sql.one<{ needed: boolean }>("select not exists (select 1 from app_user) as needed");
  return needed;
}

export const readSetupRoute = handle(readSetup, async ({ app }) => {
  const [needed, workspace] = await Promise.all([isNeeded(app.db), findWorkspace(app.db)]);
  return { needed, workspaceName: workspace?.name ?? null, demo: workspace?.demo ?? false };
});

/** Arbitrary and lasting: the advisory lock under which a workspace is set up once. */
const setupLock = 7_301_204;

export const completeSetupRoute = handle(completeSetup, async ({ app, request, reply }, { body }) => {
  if (!(await isNeeded(app.db))) throw new Refusal(alreadySetUp);
  const passwordHash = await hashPassword(body.administrator.password);
  return app.db.transaction(async (tx) => {
    await tx.query("select pg_advisory_xact_lock($1)", [setupLock]);
    if (!(await isNeeded(tx))) throw new Refusal(alreadySetUp);
    const at = app.clock.now();
    const userId = app.ids.next();
    const { timeZone, currency, administrator } = body;
    await tx.query("insert into workspace (id, name, created_at) values (1, $1, $2) on conflict (id) do update set name = excluded.name", [body.workspaceName, at]);
    await setFoundingTerms(tx, { timeZone, currency }, at);
    const calendar = { timeZone, week: usualWeek, holidayCountry: null, holidayRegion: null };
    await saveNewUser(tx, { ...calendar, id: userId, name: administrator.name, email: administrator.email, passwordHash, role: "administrator", jobTitle: null, signsFor: null, createdAt: at });
    await saveTeams(app, tx, calendar, { marketing: body.marketingTeam, sales: body.salesTeam }, at);
    const source = await saveNewSource(tx, app.config.baseUrl, body.website, "browser", at);
    await startSession(app, tx, userId, request, reply);
    await recordAudit(tx, [{ at, actor: { kind: "user", id: userId }, act: "access.set-up", entityKind: "workspace", entityId: null, summary: { currency, timeZone } }]);
    return { userId, source };
  });
});

/** Their keys are the ones the founding agreement routes to, whatever the company calls the teams. */
async function saveTeams(app: App, tx: Transaction, calendar: Pick<Parameters<typeof saveNewTeam>[1], "timeZone" | "week" | "holidayCountry" | "holidayRegion">, names: Record<"marketing" | "sales", string>, createdAt: Date): Promise<void> {
  for (const side of ["marketing", "sales"] as const) {
    await saveNewTeam(tx, { ...calendar, id: app.ids.next(), key: side, name: names[side], side, createdAt });
  }
}
