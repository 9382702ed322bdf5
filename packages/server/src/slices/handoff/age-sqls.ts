import type { Reaction } from "../../platform/facts.ts";
import { setTimers, type TimerHandler } from "../../platform/timers.ts";
import { engine } from "../../spine/actor.ts";
import { agreementInForce } from "../../spine/agreement-in-force.ts";
import { lockContacts } from "../../spine/lock-contacts.ts";
import { moveStage } from "../../spine/move-stage.ts";
import { nameOf, notify } from "../../spine/notify.ts";
import { settle } from "../../spine/settle.ts";
import { beginWork } from "../../spine/work.ts";

const day = 86_400_000;

/**
 * Whoever becomes an SQL is looked at again after the agreed days; so is one whose merge is undone, for whom nobody looked
 * while it stood. History that is brought in ages nobody.
 */
export const onBecameSql: Reaction = {
  name: "handoff.set-sql-ageing",
  kinds: ["stage.moved", "contact.unmerged"],
  async handle(app, tx, facts) {
    const sqls = facts.flatMap((fact) => (fact.kind === "stage.moved" && fact.payload["to"] === "sql" && fact.payload["history"] !== true ? [{ id: fact.subject!.id, since: fact.at }] : []));
    const unmerged = facts.flatMap((fact) => (fact.kind === "contact.unmerged" ? [fact.payload["fromId"]] : []));
    if (unmerged.length > 0)
      sqls.push(...(await tx.query<{ id: string; since: Date }>("select c.id, c.stage_since as since from contact c join episode e on e.id = c.episode_id where c.id = any($1::uuid[]) and c.stage = 'sql' and not e.history", [unmerged])));
    if (sqls.length === 0) return;
    const { sqlUntouchedDays } = (await agreementInForce(tx, app.clock.now())).agreement.ageing;
    if (sqlUntouchedDays === null) return;
    await setTimers(tx, sqls.map(({ id, since }) => ({ kind: "sql-ageing", key: id, dueAt: new Date(since.getTime() + sqlUntouchedDays * day) })));
  },
};

/** An SQL whom nobody has touched for the agreed days falls back to nurture; a touched one is looked at again later, and the days of an open deal they take part in count as touched. */
export const ageSqls: TimerHandler = {
  kind: "sql-ageing",
  async handle(app, tx, timers) {
    const work = await beginWork(app, tx, { at: app.clock.now(), actor: engine });
    const { sqlUntouchedDays } = work.inForce.agreement.ageing;
    if (sqlUntouchedDays === null) return;
    const contacts = await lockContacts(work, timers.map((timer) => timer.key));
    const touched = await tx.query<{ contact_id: string; at: Date }>(
      `select c.survivor_id as contact_id, max(t.at) as at from contact c cross join lateral (
         select a.at from activity a where a.contact_id = c.id and a.removed_at is null and not a.automatic
         union all select coalesce(o.closed_at, $2) from opportunity_contact m join opportunity o on o.id = m.opportunity_id where m.contact_id = c.id) t
       where c.survivor_id = any($1::uuid[]) group by 1`,
      [contacts.map((contact) => contact.id), work.at],
    );
    const owners = await tx.query<{ contact_id: string; assignee_id: string; id: string }>(
      "select distinct on (contact_id) contact_id, assignee_id, id from handoff where contact_id = any($1::uuid[]) and assignee_id is not null order by contact_id, opened_at desc",
      [contacts.map((contact) => contact.id)],
    );
    const later: { kind: string; key: string; dueAt: Date }[] = [];
    for (const contact of contacts) {
      if (contact.stage !== "sql") continue;
      const last = touched.find((row) => row.contact_id === contact.id)?.at.getTime() ?? 0;
      const dueAt = new Date(Math.max(last, contact.stageSince.getTime()) + sqlUntouchedDays * day);
      if (dueAt > work.at) later.push({ kind: "sql-ageing", key: contact.id, dueAt });
      else if (moveStage(work, contact.id, { kind: "aged", words: `Untouched for ${sqlUntouchedDays} days` }).kind === "move") {
        const owner = owners.find((row) => row.contact_id === contact.id);
        if (owner) notify(work, owner.assignee_id, { kind: "lead.aged", title: `Back to nurture: ${nameOf(contact)}`, body: `Nobody touched this SQL for ${sqlUntouchedDays} days.`, link: `/inbox/${owner.id}`, cause: `aged ${contact.episodeId}` });
      }
    }
    await settle(work);
    await setTimers(tx, later);
  },
};
