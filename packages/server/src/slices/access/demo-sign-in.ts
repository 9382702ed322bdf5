import { demoSignIn, listDemoSignIns, notADemo } from "@tandem/contract/access/sign-in";
import { roles, type Role } from "@tandem/contract/operation";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { startSession } from "./session.ts";

export const listDemoSignInsRoute = handle(listDemoSignIns, async ({ app }) => {
  const rows = await app.db.query<{ userId: string; name: string; email: string; role: Role; jobTitle: string | null }>(
    `select distinct on (u.role) u.id as "userId", u.name, u.email, u.role, u.job_title as "jobTitle"
     from app_user u where u.active and exists (select 1 from workspace where demo)
     order by u.role, u.created_at, u.id`,
  );
  return { rows: rows.sort((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role)) };
});

export const demoSignInRoute = handle(demoSignIn, async ({ app, request, reply }, { body }) => {
  const user = await app.db.find<{ id: string }>("select u.id from app_user u where u.id = $1 and u.active and exists (select 1 from workspace where demo)", [body.userId]);
  if (!user) throw new Refusal(notADemo);
  await app.db.transaction((tx) => startSession(app, tx, user.id, request, reply));
  return { userId: user.id };
});
