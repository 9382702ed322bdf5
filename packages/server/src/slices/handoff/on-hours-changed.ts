import type { Fact, Reaction } from "../../platform/facts.ts";
import type { App } from "../../platform/app.ts";
import type { Transaction } from "../../platform/transaction.ts";
import { engine } from "../../spine/actor.ts";
import { without, type Away } from "../../spine/calendars.ts";
import { recalendarClocks } from "../../spine/clocks.ts";
import { lockHandoffs, tellChanged } from "../../spine/handoffs.ts";
import { loadRoster } from "../../spine/roster.ts";
import { settle } from "../../spine/settle.ts";
import { beginWork } from "../../spine/work.ts";

/** Running clocks follow the hours of whoever holds the lead: absences, holidays, closures, new hours move what is due. */
export const onHoursChanged: Reaction = {
  name: "handoff.recalendar",
  kinds: ["absence.changed", "calendar.changed"],
  async handle(app, tx, facts) {
    const ids = await heldBy(tx, facts);
    if (ids.length === 0) return;
    await recalendar(app, tx, ids, await goneAbsences(tx, facts));
  },
};

/** Absences that were taken back, by person: until now they held, so the time within them stays uncounted. */
async function goneAbsences(tx: Transaction, facts: readonly Fact[]): Promise<Map<string, Away[]>> {
  const told = facts.filter((fact) => fact.kind === "absence.changed" && typeof fact.payload["absenceId"] === "string");
  const standing = new Set((await tx.query<{ id: string }>("select id from absence where id = any($1::uuid[])", [told.map((fact) => fact.payload["absenceId"])])).map((row) => row.id));
  const gone = new Map<string, Away[]>();
  for (const { subject, payload } of told) {
    if (!subject || standing.has(String(payload["absenceId"]))) continue;
    const span = { fromMs: Date.parse(String(payload["from"])), toMs: Date.parse(String(payload["to"])) };
    gone.set(subject.id, [...(gone.get(subject.id) ?? []), span]);
  }
  return gone;
}

/** Open handoffs of the people and queues concerned; a closure of the whole company concerns all. */
async function heldBy(tx: Transaction, facts: readonly Fact[]): Promise<string[]> {
  const of = (kind: string): string[] => facts.flatMap((fact) => (fact.subject?.kind === kind ? [fact.subject.id] : []));
  const all = facts.some((fact) => fact.subject === null);
  const rows = await tx.query<{ id: string }>(
    "select id from handoff where closed_at is null and ($1::boolean or assignee_id = any($2::uuid[]) or (assignee_id is null and team_id = any($3::uuid[]))) order by id",
    [all, of("user"), of("team")],
  );
  return rows.map((row) => row.id);
}

async function recalendar(app: App, tx: Transaction, handoffIds: readonly string[], gone: ReadonlyMap<string, readonly Away[]>): Promise<void> {
  const work = await beginWork(app, tx, { at: app.clock.now(), actor: engine });
  const handoffs = await lockHandoffs(work, handoffIds);
  const roster = await loadRoster(work);
  for (const handoff of handoffs) {
    if (handoff.closedAt !== null) continue;
    const owner = handoff.assigneeId === null ? undefined : roster.people.get(handoff.assigneeId);
    const away = owner && gone.get(owner.userId);
    recalendarClocks(work, roster, handoff.id, owner && away ? without(owner.calendar, away) : undefined);
    tellChanged(work, handoff);
  }
  await settle(work);
}
