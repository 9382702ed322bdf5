import type { TimerHandler } from "../platform/timers.ts";
import { engine } from "./actor.ts";
import { assignHandoff } from "./assign-handoff.ts";
import { laddersOf, ringClock } from "./clocks.ts";
import type { ClockRecord, HandoffState } from "./handoff-states.ts";
import { lockHandoffs, tellChanged } from "./handoffs.ts";
import { nameOf, notify } from "./notify.ts";
import { loadRoster } from "./roster.ts";
import { settle } from "./settle.ts";
import { beginWork, type Work } from "./work.ts";

/** Timers of clocks: each rings at an instant worked out by the pure clock, which decides what that means now. */
export const ringClocks: TimerHandler = {
  kind: "clock",
  async handle(app, tx, timers) {
    const ids = [...new Set(timers.map((timer) => timer.key.split(":")[0]!))];
    const due = await tx.query<{ handoff_id: string }>("select distinct handoff_id from clock where id = any($1) order by 1", [ids]);
    const work = await beginWork(app, tx, { at: app.clock.now(), actor: engine });
    await lockHandoffs(work, due.map((row) => row.handoff_id));
    await loadRoster(work);
    for (const id of ids) {
      const record = work.clocks.get(id);
      const handoff = record && work.handoffs.get(record.handoffId);
      if (record && handoff) await ring(work, record, handoff);
    }
    await settle(work);
  },
};

async function ring(work: Work, record: ClockRecord, handoff: HandoffState): Promise<void> {
  for (const event of ringClock(work, record)) {
    if (event.kind !== "warned" && event.kind !== "breached" && event.kind !== "escalated") continue;
    const payload = { clockId: record.id, handoffId: handoff.id, contactId: handoff.contactId, clause: record.clause, level: event.level, assigneeId: handoff.assigneeId, teamId: handoff.teamId };
    work.facts.push({ kind: event.kind === "warned" ? "clock.warned" : event.kind === "breached" ? "clock.breached" : "clock.escalated", at: new Date(event.atMs), subject: { kind: "handoff", id: handoff.id }, payload });
    tellChanged(work, handoff);
    await climb(work, record, handoff, event.kind, event.level);
  }
}

/** The escalation ladder: remind the owner, tell the manager, take the lead away from a silent owner. */
async function climb(work: Work, record: ClockRecord, handoff: HandoffState, kind: "warned" | "breached" | "escalated", level: number): Promise<void> {
  const { agreement } = work.inForce;
  const acts = kind === "warned" ? agreement.sla.escalation.filter((s) => s.at === "warning").map((s) => s.act) : laddersOf(agreement, record.machine.clause.limitMs).filter((s) => s.level === level).map((s) => s.act);
  const clause = agreement.sla.sales.find((c) => c.key === record.clause)?.name ?? record.clause;
  const contact = work.contacts.get(handoff.contactId)!;
  const told = { body: `${clause}, clause ${record.clause}.`, link: `/inbox/${handoff.id}`, cause: `clock ${record.id} level ${level}` };
  const closed = handoff.closedAt !== null;
  for (const act of new Set(acts)) {
    if (act === "remind-owner" && handoff.assigneeId !== null && !closed) notify(work, handoff.assigneeId, { kind: `clock.${kind}`, title: kind === "warned" ? `${level} % of the time used: ${nameOf(contact)}` : `Over time: ${nameOf(contact)}`, ...told });
    if (act === "tell-manager") for (const manager of work.roster!.teams.get(handoff.teamId)?.managerIds ?? []) notify(work, manager, { kind: `clock.${kind}`, title: `Over time: ${nameOf(contact)}`, ...told });
    // Whoever accepted is at work on it; the lead is only taken from somebody who stayed silent.
    if (act === "reassign" && !closed && record.kind === "first-attempt" && handoff.assigneeId !== null && handoff.firstAttemptAt === null && handoff.state === "open")
      await assignHandoff(work, handoff, "route", { why: `escalated: ${record.clause}`, exclude: [handoff.assigneeId] });
  }
}
