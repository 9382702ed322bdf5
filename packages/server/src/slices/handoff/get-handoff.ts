import { getHandoff, type HandoffPage } from "@tandem/contract/handoff/handoff";
import { noSuchHandoff } from "@tandem/contract/handoff/parts";
import { isoFromEpochDay, monthStartOf } from "@tandem/domain/kit/epoch-day";
import { startOfDay } from "@tandem/domain/kit/zone";
import { explainTrace } from "@tandem/domain/routing/explain-trace";
import { explainScore } from "@tandem/domain/scoring/explain";
import { scoreContact } from "@tandem/domain/scoring/score";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { agreementInForce, type InForce } from "../../spine/agreement-in-force.ts";
import { dayIn } from "../../spine/company-day.ts";
import { attemptsClause, readPromises } from "../../spine/promises.ts";
import { loadContacts } from "../../spine/lock-contacts.ts";
import { nameOf } from "../../spine/notify.ts";
import { subjectOf, type CompanyState, type ContactState } from "../../spine/states.ts";
import { allowedActs } from "./allowed-acts.ts";
import { removableMs, sofar } from "./attempts-store.ts";
import { holdersOf, readingOf } from "./clock-reading.ts";
import { engagementDays } from "./engagement-days.ts";
import { engagementLineOf, fitLineOf, type SignalEvent } from "./explain-engagement.ts";
import { findHead, loadAround, loadSignalEvents, mostEvents, type Around, type HandoffHead, type SignalRow } from "./handoff-store.ts";
import { timelineOf } from "./handoff-timeline.ts";
import { loadHolderCalendars } from "./holder-calendars.ts";
import { missingAnswers } from "./save-answer.ts";
import { attemptsMissing, channelName, reasonName, tierOf } from "./words.ts";

/** A lead with its whole story. What was handed over is frozen; score, clocks and answers are as they are. */
export const getHandoffRoute = handle(getHandoff, async ({ app, principal }, { params }) => {
  const now = app.clock.now();
  const [inForce, head] = await Promise.all([agreementInForce(app.db, now), findHead(app.db, principal, params.handoffId)]);
  if (!head) throw new Refusal(noSuchHandoff);
  const { agreement } = inForce;
  const today = dayIn(agreement.timeZone, now);
  const holders = holdersOf(head.clocks);
  const { contacts, companies } = await loadContacts(app.db, inForce, [head.contact_id]);
  const contact = contacts[0]!;
  const company = contact.companyId === null ? null : (companies.get(contact.companyId) ?? null);
  const [around, { signals, events, since }, calendars, promises] = await Promise.all([
    loadAround(app.db, principal, head, { companyId: contact.companyId, monthStart: new Date(startOfDay(agreement.timeZone, monthStartOf(today))) }),
    loadSignalEvents(app.db, contact.id),
    loadHolderCalendars(app.db, now, holders.userIds, holders.teamIds),
    readPromises(app.db, inForce, [head.agreement_version, ...head.clocks.map((clock) => clock.agreementVersion)]),
  ]);
  const clocks = head.clocks.map((row) => readingOf(row, calendars, { agreement, promises }, now));
  const owed = head.closed_at === null ? clocks.find((clock) => ["running", "warning", "breached", "paused"].includes(clock.state)) : undefined;
  const proofs = around.attempts.filter((attempt) => attempt.counts);
  const counts = sofar(proofs);
  const clause = attemptsClause(promises(head.agreement_version), head.tier);
  const answered = new Set(around.answers.map((answer) => answer.key));
  const score = scoreOf(inForce, contact, company, today, signals);
  return {
    at: now.toISOString(),
    ...headOf(inForce, head, contact, company),
    score,
    clocks,
    owed: owed?.id ?? null,
    attempts: { ...counts, needed: clause?.attempts ?? null, neededChannels: clause?.channels ?? null },
    attemptRows: around.attempts.map(({ recordedAt, ...attempt }) => {
      const until = Date.parse(recordedAt) + removableMs;
      return { ...attempt, removableUntil: head.closed_at === null && attempt.by?.id === principal.userId && until > now.getTime() ? new Date(until).toISOString() : null };
    }),
    timeline: timelineOf(inForce, head, around, signals),
    events: { count: Math.min(events, mostEvents), capped: events > mostEvents, days: since === null ? 0 : today - dayIn(agreement.timeZone, new Date(since)) },
    qualification: qualificationOf(inForce, around),
    colleagues: around.colleagues,
    opportunities: around.opportunities,
    campaigns: around.campaigns.slice(0, 6).map((touch) => ({ at: touch.at, name: touch.name === touch.channel ? channelName(touch.channel) : touch.name, note: touch.first ? "first touch" : null })),
    trace: traceOf(head, around),
    assignments: around.assignments,
    reasons: agreement.rejectionReasons.map(({ code, name, to, needsAttempts }) => ({
      code, name, to, refused: needsAttempts ? attemptsMissing(clause, counts) : null, thisMonth: around.reasons.find((reason) => reason.code === code)?.count ?? 0,
    })),
    strongestRule: score.engagementLines.filter((line) => line.kind === "rule").toSorted((a, b) => b.points - a.points)[0]?.name ?? null,
    coolOffDays: agreement.nurture.coolOffDays,
    earlier: around.earlier.map((one) => ({ ...one, reason: reasonName(agreement, one.reason) })),
    acts: allowedActs({
      principal, state: head.state, closed: head.closed_at !== null, assigneeId: head.assignee?.id ?? null, assigneeName: head.assignee?.name ?? null, teamId: head.team.id, room: around.room,
      missingAnswers: missingAnswers(agreement.qualification, answered), disputed: head.dispute !== null,
      excusable: clocks.some((clock) => clock.state === "running" || clock.state === "warning" || clock.state === "breached" || (clock.state === "met" && clock.late)),
    }),
  };
});

type HeadParts = Pick<HandoffPage, "id" | "version" | "state" | "tier" | "lane" | "contact" | "company" | "assignee" | "load" | "team" | "openedAt" | "assignedAt" | "seenAt" | "firstAttemptAt" | "acceptedAt" | "closed" | "package" | "dispute">;

function headOf({ agreement }: InForce, head: HandoffHead, contact: ContactState, company: CompanyState | null): HeadParts {
  const text = (state: ContactState | CompanyState, key: string): string | null => (typeof state.values[key] === "string" ? (state.values[key] as string) : null);
  const { package: given } = head;
  return {
    id: head.id,
    version: head.version,
    state: head.state,
    tier: tierOf(agreement, head.tier),
    lane: head.lane === null ? null : (agreement.mql.fastLanes.find((lane) => lane.key === head.lane)?.name ?? head.lane),
    contact: { id: contact.id, name: nameOf(contact), title: text(contact, "title"), email: text(contact, "email"), phone: text(contact, "phone"), country: text(contact, "country"), stage: contact.stage, stageSince: contact.stageSince.toISOString() },
    company: company && {
      id: company.id, name: text(company, "name") ?? "Unnamed company", domain: text(company, "domain"), industry: text(company, "industry"), country: text(company, "country"), city: text(company, "city"),
      employees: typeof company.values["employees"] === "number" ? company.values["employees"] : null,
    },
    assignee: head.assignee,
    load: head.load,
    team: head.team,
    openedAt: head.opened_at.toISOString(),
    assignedAt: head.assigned_at?.toISOString() ?? null,
    seenAt: head.seen_at?.toISOString() ?? null,
    firstAttemptAt: head.first_attempt_at?.toISOString() ?? null,
    acceptedAt: head.accepted_at?.toISOString() ?? null,
    closed: head.closed_at && { at: head.closed_at.toISOString(), by: head.closer, reason: head.reason, reasonName: reasonName(agreement, head.reason), words: head.words },
    package: given && { whyNow: given.whyNow, fit: given.fit.points, grade: given.fit.grade, engagement: given.engagement.points, missing: [...given.missing], contact: wireValues(given.contact), company: given.company && wireValues(given.company) },
    dispute: head.dispute,
  };
}

function wireValues(values: Readonly<Record<string, unknown>>): NonNullable<HandoffPage["package"]>["contact"] {
  return values as NonNullable<HandoffPage["package"]>["contact"];
}

function scoreOf(inForce: InForce, contact: ContactState, company: CompanyState | null, today: number, signals: readonly SignalRow[]): HandoffPage["score"] {
  const { agreement, compiled, signalOf, version } = inForce;
  const subject = subjectOf(contact, company);
  const { fit, grade, engagement } = scoreContact(compiled, subject, today);
  const explained = explainScore(compiled, subject, today);
  const names = new Map(agreement.signals.map((signal) => [signal.key, signal.name]));
  const events: SignalEvent[] = signals.flatMap((row) => {
    const signal = signalOf.get(row.revision);
    return signal === undefined ? [] : [{ at: row.at, day: row.day, signal, what: row.what ?? names.get(signal) ?? signal }];
  });
  return {
    fit,
    grade,
    engagement,
    needs: compiled.grid[grade],
    gradeFrom: compiled.gradeFrom,
    spark: engagementDays(inForce, contact.signals ?? new Map(), today),
    fitLines: explained.fit.map(fitLineOf),
    engagementLines: explained.engagement.map((line) => engagementLineOf(line, agreement, events)).toSorted((a, b) => b.points - a.points),
    agreementVersion: version,
  };
}

function qualificationOf({ agreement: { qualification } }: InForce, around: Around): HandoffPage["qualification"] {
  return {
    framework: qualification.framework,
    questions: qualification.questions.map(({ key, name, prompt }) => {
      const found = around.answers.find((answer) => answer.key === key);
      return { key, name, prompt, required: qualification.requiredForSql.includes(key), answer: found ? { value: found.value, confidence: found.confidence, evidence: found.evidence, activityId: found.activityId, at: found.at, by: found.by } : null };
    }),
  };
}

function traceOf(head: HandoffHead, around: Around): string[] {
  const users = new Map(around.users.map((user) => [user.id, user.name]));
  const teams = new Map(around.teams.map((team) => [team.id, team.name]));
  return explainTrace(head.trace, { user: (id) => users.get(id) ?? "Somebody", team: (id) => teams.get(id) ?? "a team", instant: (ms) => isoFromEpochDay(Math.floor(ms / 86_400_000)) });
}
