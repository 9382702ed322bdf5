import { lastEngagedOn, scoreContact, withScore, type Score } from "@tandem/domain/scoring/score";
import { ensureSignals } from "./lock-contacts.ts";
import { moveStage } from "./move-stage.ts";
import { openHandoffs, type Qualified } from "./open-handoffs.ts";
import { subjectOf, type ContactState } from "./states.ts";
import { tell, type Work } from "./work.ts";

export interface Evaluation {
  /** An input changed, or only the company day turned: then a score that does not rise moves nobody. */
  readonly cause: "input" | "day";
  /** The event behind it, by contact, for the recorded score; and when it was received. */
  readonly events?: ReadonlyMap<string, { readonly id: string; readonly receivedAt: Date }>;
}

/**
 * Recomputes contacts with the pure function, records what changed, moves the stages that follow, and hands over who
 * qualifies. Contacts are locked and loaded; everything is decided in memory except what a handoff needs to know.
 */
export async function evaluateContacts(work: Work, contactIds: readonly string[], evaluation: Evaluation = { cause: "input" }): Promise<void> {
  const qualified: Qualified[] = [];
  const contacts = [...new Set(contactIds.map((id) => work.contacts.get(id)).filter((contact) => contact !== undefined))];
  await ensureSignals(work, contacts);
  for (const contact of contacts) {
    const event = evaluation.events?.get(contact.id) ?? null;
    identify(work, contact);
    const before = { fit: contact.fit, engagement: contact.engagement };
    const company = contact.companyId === null ? null : (work.companies.get(contact.companyId) ?? null);
    const subject = subjectOf(contact, company);
    const score = scoreContact(work.inForce.compiled, subject, work.today, { coolOffUntil: contact.coolOffUntil });
    const changed = record(work, contact, score, event?.id ?? null, evaluation.cause);
    const rises = score.engagement > before.engagement || score.fit > before.fit;
    // History hands nobody over, now or at the next edit: what is to qualify them comes after it.
    if (score.qualifies && !work.live) Object.assign(contact, { coolOffUntil: lastEngagedOn(work.inForce.compiled, subject, work.today), isTouched: true });
    if (!score.qualifies || !work.live || (evaluation.cause === "day" && !rises)) continue;
    if (contact.openHandoffId !== null || moveStage(work, contact.id, { kind: "qualified" }).kind !== "move") continue;
    // The score that qualified is on record even when it had been reached before.
    if (!changed) pushScore(work, contact, event?.id ?? null);
    qualified.push({ contact, score, subject: withScore({ ...subject, stage: contact.stage }, score), capturedAt: event?.receivedAt ?? work.at });
  }
  await openHandoffs(work, qualified);
}

/** Who can be reached or named is no visitor any more. */
function identify(work: Work, contact: ContactState): void {
  if (contact.identifiedAt === null) return;
  if (contact.stage === "visitor") moveStage(work, contact.id, { kind: "identified", at: contact.identifiedAt });
}

function record(work: Work, contact: ContactState, score: Score, eventId: string | null, cause: Evaluation["cause"]): boolean {
  const changed = score.fit !== contact.fit || score.engagement !== contact.engagement || score.grade !== contact.grade || contact.agreementVersion !== work.inForce.version;
  if (!changed && !contact.isForeseen && contact.scoredOn === work.today && contact.scoreChangesOn === score.changesOn) return false;
  const first = contact.agreementVersion === null;
  Object.assign(contact, { fit: score.fit, grade: score.grade, engagement: score.engagement, scoredOn: work.today, scoreChangesOn: score.changesOn, agreementVersion: work.inForce.version, isTouched: true });
  if (cause === "day") work.onlyScored.push(contact.id);
  // Decay between two inputs is derivable from them, and a visitor who has done nothing has no score to speak of.
  if (!changed || cause === "day" || (first && score.fit === 0 && score.engagement === 0)) return false;
  pushScore(work, contact, eventId);
  if (contact.identifiedAt !== null) tell(work, ["everyone"], "contact.changed", contact.id);
  return true;
}

function pushScore(work: Work, contact: ContactState, eventId: string | null): void {
  work.scores.push({ contactId: contact.id, fit: contact.fit, grade: contact.grade, engagement: contact.engagement, eventId });
}
