import { usualWeek } from "@tandem/contract/access/business-hours";
import { changeTeam, createTeam, inactiveMember, listTeams, removeMember, saveMember, teamKeyTaken, type Team } from "@tandem/contract/access/teams";
import { notFound } from "@tandem/contract/access/words";
import type { App } from "../../platform/app.ts";
import type { Transaction } from "../../platform/transaction.ts";
import { appendFacts } from "../../platform/facts.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { agreementInForce } from "../../spine/agreement-in-force.ts";
import { recordAudit } from "../../spine/audit.ts";
import * as store from "./team-store.ts";
import { movesCalendar } from "./user-store.ts";

export const listTeamsRoute = handle(listTeams, async ({ app }) => ({ rows: await store.listTeams(app.db) }));

export const createTeamRoute = handle(createTeam, async ({ app, principal }, { body }) => {
  const at = app.clock.now();
  const id = app.ids.next();
  const timeZone = body.timeZone ?? (await agreementInForce(app.db, at)).agreement.timeZone;
  return app.db.transaction(async (tx) => {
    // A name without a Latin letter still needs a key the agreement can name.
    const key = store.teamKeyOf(body.name) || `team-${id.slice(-12)}`;
    const saved = await store.saveNewTeam(tx, { ...body, id, key, timeZone, week: body.week ?? usualWeek, createdAt: at });
    if (!saved) throw new Refusal(teamKeyTaken);
    return settle(app, tx, principal, id, "access.team-created", { key, side: body.side });
  });
});

export const changeTeamRoute = handle(changeTeam, async ({ app, principal }, { params, body }) =>
  app.db.transaction(async (tx) => {
    const changed = await tx.find(
      `update team set name = coalesce($2, name), time_zone = coalesce($3, time_zone), week = coalesce($4, week),
              holiday_country = case when $5 then $6 else holiday_country end, holiday_region = case when $7 then $8 else holiday_region end
       where id = $1 returning id`,
      [params.id, body.name ?? null, body.timeZone ?? null, body.week ? JSON.stringify(body.week) : null, body.holidayCountry !== undefined, body.holidayCountry ?? null, body.holidayRegion !== undefined, body.holidayRegion ?? null],
    );
    if (!changed) throw new Refusal(notFound);
    if (movesCalendar(body)) await appendFacts(tx, [{ kind: "calendar.changed", at: app.clock.now(), subject: { kind: "team", id: params.id } }]);
    return settle(app, tx, principal, params.id, "access.team-changed", { fields: Object.keys(body) });
  }),
);

const notYours = saveMember.refusals.find(({ code }) => code === "not-yours-to-change")!;

export const saveMemberRoute = handle(saveMember, async ({ app, principal }, { params, body }) =>
  app.db.transaction(async (tx) => {
    // The team's row is the lock under which the rotation is dealt, too.
    const team = await tx.find("select id from team where id = $1 for update", [params.id]);
    const person = await tx.find<{ active: boolean; manages: boolean | null }>(
      "select u.active, m.manages from app_user u left join team_member m on m.user_id = u.id and m.team_id = $1 where u.id = $2",
      [params.id, params.userId],
    );
    if (!team || !person) throw new Refusal(notFound);
    if (principal.role === "sales-manager" && (!principal.managedTeamIds.includes(params.id) || person.manages !== body.manages)) throw new Refusal(notYours);
    if (!person.active && person.manages === null) throw new Refusal(inactiveMember);
    await tx.query(
      `insert into team_member (team_id, user_id, manages, receives, weight, capacity) values ($1, $2, $3, $4, $5, $6)
       on conflict (team_id, user_id) do update set manages = excluded.manages, receives = excluded.receives, weight = excluded.weight, capacity = excluded.capacity`,
      [params.id, params.userId, body.manages, body.receives, body.weight, body.capacity],
    );
    return settle(app, tx, principal, params.id, "access.member-saved", { userId: params.userId, ...body });
  }),
);

export const removeMemberRoute = handle(removeMember, async ({ app, principal }, { params }) =>
  app.db.transaction(async (tx) => {
    await tx.query("select 1 from team where id = $1 for update", [params.id]);
    const removed = await tx.find("delete from team_member where team_id = $1 and user_id = $2 returning user_id", [params.id, params.userId]);
    if (!removed) throw new Refusal(notFound);
    return settle(app, tx, principal, params.id, "access.member-removed", { userId: params.userId });
  }),
);

/** The end of every change of a team: routing may look at its queue again, and browsers at their rights. */
async function settle(app: App, tx: Transaction, principal: Principal, id: string, act: string, summary: Record<string, unknown>): Promise<Team> {
  const at = app.clock.now();
  await appendFacts(tx, [{ kind: "team.changed", at, subject: { kind: "team", id } }]);
  await recordAudit(tx, [{ at, actor: actorOf(principal), act, entityKind: "team", entityId: id, summary }]);
  app.live.publish(tx, ["everyone"], { kind: "access.changed", data: { teamId: id } });
  return (await store.listTeams(tx, id))[0]!;
}
