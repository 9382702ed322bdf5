import { absenceOverlaps, createAbsence, listAbsences, removeAbsence } from "@tandem/contract/access/absences";
import { notFound } from "@tandem/contract/access/words";
import { appendFacts } from "../../platform/facts.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import * as store from "./absence-store.ts";

export const listAbsencesRoute = handle(listAbsences, async ({ app, principal }, { query }) => ({
  rows: await store.listAbsences(app.db, principal, {
    userId: query.userId,
    from: query.from ? new Date(query.from) : app.clock.now(),
    to: query.to ? new Date(query.to) : null,
  }),
}));

export const createAbsenceRoute = handle(createAbsence, async ({ app, principal }, { body }) => {
  const at = app.clock.now();
  const id = app.ids.next();
  return app.db.transaction(async (tx) => {
    const params: unknown[] = [body.userId];
    const keeps = store.keeps(principal, "u.id", (value) => `$${params.push(value)}`);
    // The person's row is the lock under which their absences stay apart.
    const person = await tx.find(`select u.id from app_user u where u.id = $1 and ${keeps} for update of u`, params);
    if (!person) throw new Refusal(notFound);
    if (await tx.find("select 1 from absence where user_id = $1 and from_at < $3 and to_at > $2 limit 1", [body.userId, body.from, body.to])) throw new Refusal(absenceOverlaps);
    await tx.query("insert into absence (id, user_id, from_at, to_at, why, created_at) values ($1, $2, $3, $4, $5, $6)", [id, body.userId, body.from, body.to, body.why, at]);
    await appendFacts(tx, [{ kind: "absence.changed", at, subject: { kind: "user", id: body.userId }, payload: { absenceId: id, from: body.from, to: body.to } }]);
    await recordAudit(tx, [{ at, actor: actorOf(principal), act: "access.absence-created", entityKind: "user", entityId: body.userId, summary: { absenceId: id, from: body.from, to: body.to } }]);
    return (await store.listAbsences(tx, principal, { id, from: null, to: null }))[0]!;
  });
});

export const removeAbsenceRoute = handle(removeAbsence, async ({ app, principal }, { params: { id } }) => {
  const at = app.clock.now();
  await app.db.transaction(async (tx) => {
    const params: unknown[] = [id];
    const keeps = store.keeps(principal, "a.user_id", (value) => `$${params.push(value)}`);
    const removed = await tx.find<{ user_id: string; from_at: Date; to_at: Date }>(`delete from absence a where a.id = $1 and ${keeps} returning a.user_id, a.from_at, a.to_at`, params);
    if (!removed) throw new Refusal(notFound);
    const span = { absenceId: id, from: removed.from_at.toISOString(), to: removed.to_at.toISOString() };
    await appendFacts(tx, [{ kind: "absence.changed", at, subject: { kind: "user", id: removed.user_id }, payload: span }]);
    await recordAudit(tx, [{ at, actor: actorOf(principal), act: "access.absence-removed", entityKind: "user", entityId: removed.user_id, summary: span }]);
  });
  return null;
});
