import { assignHandoff } from "./assign-handoff.ts";
import { laddersOf } from "./clocks.ts";
import type { HandoffState, Rung } from "./handoff-states.ts";
import { tellChanged } from "./handoffs.ts";
import { nameOf, notify } from "./notify.ts";
import { clauseName, readPromises } from "./promises.ts";
import { loadRoster } from "./roster.ts";
import type { Work } from "./work.ts";

/**
 * Answers for every level that fired in a command, whether a timer rang or somebody's act reached the clock first: the
 * fact, and the steps of the escalation ladder. A step can make others fire; it goes on until none is left.
 */
export async function answerRungs(work: Work): Promise<void> {
  for (let rung = work.rungs.shift(); rung; rung = work.rungs.shift()) {
    const { record, event } = rung;
    const handoff = work.handoffs.get(record.handoffId)!;
    const payload = { clockId: record.id, handoffId: handoff.id, contactId: handoff.contactId, clause: record.clause, level: event.level, assigneeId: handoff.assigneeId, teamId: handoff.teamId };
    work.facts.push({ kind: `clock.${event.kind}`, at: new Date(event.atMs), subject: { kind: "handoff", id: handoff.id }, payload });
    tellChanged(work, handoff);
    await climb(work, rung, handoff);
  }
}

/** The escalation ladder: remind the owner, tell the manager, take the lead away from a silent owner. */
async function climb(work: Work, { record, event: { kind, level }, holder }: Rung, handoff: HandoffState): Promise<void> {
  // The ladder of the version that started the clock: its levels were set by it.
  const promises = await readPromises(work.tx, work.inForce, [record.agreementVersion]);
  const sla = promises(record.agreementVersion);
  const acts = kind === "warned" ? sla.escalation.filter((s) => s.at === "warning").map((s) => s.act) : laddersOf(sla, record.machine.clause.limitMs).filter((s) => s.level === level).map((s) => s.act);
  const clause = clauseName(promises, record.agreementVersion, record.clause);
  const contact = work.contacts.get(handoff.contactId)!;
  const told = { body: `${clause}.`, link: `/inbox/${handoff.id}`, cause: `clock ${record.id} level ${level}` };
  const closed = handoff.closedAt !== null;
  const { kind: state } = record.machine.state;
  const owed = !closed && !record.void && state !== "met" && state !== "excused";
  // Taken only from who held it when the level fired: somebody else has it by now where this comes late.
  const silent = holder.kind === "owner" && holder.userId === handoff.assigneeId;
  for (const act of new Set(acts)) {
    if (act === "remind-owner" && handoff.assigneeId !== null && owed) notify(work, handoff.assigneeId, { kind: `clock.${kind}`, title: kind === "warned" ? `${level} % of the time used: ${nameOf(contact)}` : `Over time: ${nameOf(contact)}`, ...told });
    if (act === "tell-manager") for (const manager of (await loadRoster(work)).teams.get(handoff.teamId)?.managerIds ?? []) notify(work, manager, { kind: `clock.${kind}`, title: `Over time: ${nameOf(contact)}`, ...told });
    // Whoever accepted is at work on it; the lead is only taken from somebody who stayed silent.
    if (act === "reassign" && owed && silent && record.kind === "first-attempt" && handoff.firstAttemptAt === null && handoff.state === "open")
      await assignHandoff(work, handoff, "route", { why: `escalated by “${clause}”`, exclude: [holder.userId] });
  }
}
