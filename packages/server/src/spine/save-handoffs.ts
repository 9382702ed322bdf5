import type { Statement } from "../platform/statement.ts";
import type { ClockRecord, HandoffState } from "./handoff-states.ts";
import { movedRotations } from "./roster.ts";
import { insertRows, updateRows, type Row } from "./rows.ts";
import type { Work } from "./work.ts";

/** Handoffs and clocks that exist and changed. */
export function changedHandoffs(work: Work): Statement[] {
  return [
    ...updateRows("handoff", handoffColumns, [...work.handoffs.values()].filter((h) => h.isDirty && !h.isNew).map(handoffRow)),
    ...updateRows("clock", clockColumns, [...work.clocks.values()].filter((c) => c.isDirty && !c.isNew).map(clockRow)),
  ];
}

/** New handoffs with packages, assignments and clocks, levels that fired, and who is told; and the rotations they moved on. */
export function newHandoffs(work: Work): Statement[] {
  const { at, actor, packages, assignments, clockLevels: levels, notifications } = work;
  const complete = new Map(packages.map((p) => [p.handoffId, p.package.missing.length === 0]));
  const statements = [
    ...insertRows("handoff", [...handoffColumns, "complete"], [...work.handoffs.values()].filter((h) => h.isNew).map((h) => ({ ...handoffRow(h), complete: complete.get(h.id) ?? null }))),
    ...insertRows("clock", clockColumns, [...work.clocks.values()].filter((c) => c.isNew).map(clockRow)),
    // Nothing new refers to a rotation: here it goes along, among what exists it would be a statement by itself.
    ...movedRotations(work),
  ];
  if (packages.length > 0) statements.push({ text: "insert into handoff_package (handoff_id, package) select * from unnest($1::uuid[], $2::jsonb[])", values: [packages.map((p) => p.handoffId), packages.map((p) => JSON.stringify(p.package))] });
  if (assignments.length > 0)
    statements.push({
      text: `insert into handoff_assignment (id, handoff_id, assignee_id, team_id, at, by_kind, by_id, why)
             select id, handoff_id, assignee_id, team_id, at, $7::text, $8::uuid, why from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::timestamptz[], $6::text[]) r(id, handoff_id, assignee_id, team_id, at, why)`,
      values: [assignments.map((a) => a.id), assignments.map((a) => a.handoffId), assignments.map((a) => a.assigneeId), assignments.map((a) => a.teamId), assignments.map((a) => a.at), assignments.map((a) => a.why), actor.kind, actor.id],
    });
  // Each level fires once: a second ring is no second row.
  if (levels.length > 0) statements.push({ text: "insert into clock_level (clock_id, level, fired_at) select clock_id, level, $3::timestamptz from unnest($1::uuid[], $2::text[]) r(clock_id, level) on conflict do nothing", values: [levels.map((l) => l.clockId), levels.map((l) => l.level), at] });
  if (notifications.length > 0)
    statements.push({
      text: `insert into notification (id, user_id, kind, at, title, body, link, cause)
             select id, user_id, kind, $2::timestamptz, title, body, link, cause from jsonb_to_recordset($1) r(id uuid, user_id uuid, kind text, title text, body text, link text, cause text)
             on conflict (user_id, cause) do nothing`,
      values: [JSON.stringify(notifications.map((n) => ({ id: n.id, user_id: n.userId, kind: n.kind, title: n.title, body: n.body, link: n.link, cause: n.cause }))), at],
    });
  return statements;
}

/** After the writes: what is in memory is what stands. */
export function handoffsSaved(work: Work): void {
  for (const state of [...work.handoffs.values(), ...work.clocks.values()]) {
    if ("version" in state && state.isDirty && !state.isNew) state.version += 1;
    state.isNew = state.isDirty = false;
  }
  for (const team of work.roster?.teams.values() ?? []) team.rotated = false;
  work.packages.length = work.assignments.length = work.clockLevels.length = work.notifications.length = 0;
}

const handoffColumns = [
  "contact_id", "episode_id", "agreement_version", "tier", "lane", "state", "assignee_id", "team_id", "rule", "trace", "captured_at", "scored_at", "opened_at", "assigned_at", "notified_at",
  "seen_at", "first_attempt_at", "first_conversation_at", "accepted_at", "closed_at", "closed_by", "reason", "words", "fit", "grade", "engagement", "version",
] as const;
const clockColumns = ["handoff_id", "clause", "kind", "state", "agreement_version", "started_at", "due_at", "allowed_ms", "used_ms", "queue_ms", "running_from", "stopped_at", "breached_at", "excused_by", "excused_why", "machine"] as const;

function handoffRow(h: HandoffState): Row {
  return {
    id: h.id, contact_id: h.contactId, episode_id: h.episodeId, agreement_version: h.agreementVersion, tier: h.tier, lane: h.lane, state: h.state, assignee_id: h.assigneeId, team_id: h.teamId,
    rule: h.rule, trace: h.trace, captured_at: h.capturedAt, scored_at: h.scoredAt, opened_at: h.openedAt, assigned_at: h.assignedAt, notified_at: h.notifiedAt, seen_at: h.seenAt,
    first_attempt_at: h.firstAttemptAt, first_conversation_at: h.firstConversationAt, accepted_at: h.acceptedAt, closed_at: h.closedAt, closed_by: h.closedBy, reason: h.reason,
    words: h.words, fit: h.fit, grade: h.grade, engagement: h.engagement, version: h.version + (h.isNew ? 0 : 1),
  };
}

function clockRow(record: ClockRecord): Row {
  const { machine } = record;
  const { state } = machine;
  const breach = machine.timers.find((t) => t.kind === "breach");
  const used = machine.stretches.reduce((sum, s) => sum + s.elapsedMs, 0);
  const queued = machine.stretches.reduce((sum, s) => sum + (s.holder.kind === "queue" ? s.elapsedMs : 0), 0);
  return {
    id: record.id, handoff_id: record.handoffId, clause: record.clause, kind: record.kind, state: record.void ? "void" : state.kind, agreement_version: record.agreementVersion,
    started_at: instant(machine.startedAtMs), due_at: instant(breach?.dueAtMs ?? machine.breachedAtMs), allowed_ms: machine.clause.limitMs, used_ms: Math.round(used), queue_ms: Math.round(queued),
    running_from: instant(machine.sinceMs), stopped_at: state.kind === "met" ? instant(state.metAtMs) : state.kind === "excused" ? instant(state.atMs) : null, breached_at: instant(machine.breachedAtMs),
    excused_by: state.kind === "excused" ? state.who : null, excused_why: state.kind === "excused" ? record.excusedWhy : null, machine,
  };
}

function instant(ms: number | null | undefined): string | null {
  return ms === null || ms === undefined ? null : new Date(ms).toISOString();
}
