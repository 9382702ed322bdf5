import { shortDay } from "@tandem/domain/kit/day-words";
import { epochDayAt } from "@tandem/domain/kit/zone";
import type { HandoffState } from "./handoff-states.ts";
import type { Roster } from "./roster-states.ts";
import type { ContactState } from "./states.ts";
import { tell, type Work } from "./work.ts";

export function nameOf(contact: ContactState): string {
  const name = [contact.values["first_name"], contact.values["last_name"]].filter((part) => typeof part === "string").join(" ");
  return name || (typeof contact.values["email"] === "string" ? contact.values["email"] : "Unnamed lead");
}

/** Tells a person of something that concerns them, once for the same cause: in the app at once, by mail where they want it. */
export function notify(work: Work, userId: string, what: { kind: string; title: string; body: string; link: string; cause: string }): void {
  if (work.notifications.some((n) => n.userId === userId && n.cause === what.cause)) return;
  work.notifications.push({ id: work.app.ids.next(), userId, ...what });
  tell(work, [`user:${userId}`], "notification", what.cause);
}

const assigned = { "new": "New lead", "from-queue": "From the queue to you", "reassigned": "Lead reassigned to you" } as const;

/** Tells the assignee that a lead is theirs, or the team that one waits in its queue. */
export function notifyAssignment(work: Work, roster: Roster, handoff: HandoffState, contact: ContactState, why: keyof typeof assigned | "claimed"): void {
  const company = contact.companyId === null ? null : work.companies.get(contact.companyId);
  const about = `${nameOf(contact)}${company ? `, ${String(company.values["name"])}` : ""}`;
  const first = [...work.clocks.values()].find((c) => c.handoffId === handoff.id && c.kind === "first-attempt");
  const due = first?.machine.timers.find((t) => t.kind === "breach")?.dueAtMs;
  const bodyFor = (userId: string): string => `Fit ${handoff.grade}, engagement ${Math.round(handoff.engagement / 1000)}.${due === undefined ? "" : ` First attempt due ${dueWords(due, roster.people.get(userId)?.calendar.timeZone ?? work.inForce.agreement.timeZone)}.`}`;
  const link = `/inbox/${handoff.id}`;
  const cause = `handoff ${handoff.id} assigned ${work.applied}`;
  if (handoff.assigneeId !== null && why !== "claimed") notify(work, handoff.assigneeId, { kind: "handoff.assigned", title: `${assigned[why]}: ${about}`, body: bodyFor(handoff.assigneeId), link, cause });
  if (handoff.assigneeId === null) for (const userId of roster.teams.get(handoff.teamId)?.receiverIds ?? []) notify(work, userId, { kind: "handoff.queued", title: `Waits in your queue: ${about}`, body: bodyFor(userId), link, cause });
}

/** "Wed 18 Nov, 10:53 (Europe/Berlin)": an instant for whoever reads it, with the zone because two people could differ. */
export function dueWords(ms: number, timeZone: string): string {
  let format = dueFormats.get(timeZone);
  if (!format) dueFormats.set(timeZone, (format = formatIn(timeZone)));
  return `${format.weekday.format(ms)} ${shortDay(epochDayAt(timeZone, ms))}, ${format.time.format(ms)} (${timeZone})`;
}

/** Making a format takes a hundred times as long as using it. */
const dueFormats = new Map<string, ReturnType<typeof formatIn>>();

function formatIn(timeZone: string): { readonly weekday: Intl.DateTimeFormat; readonly time: Intl.DateTimeFormat } {
  return {
    weekday: new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "short" }),
    time: new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
  };
}
