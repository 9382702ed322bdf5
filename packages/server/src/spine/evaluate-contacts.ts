import { stageTable } from "@tandem/domain/lifecycle/advance";
import { lastEngagedOn, scoreContact, withScore, type Score } from "@tandem/domain/scoring/score";
import { ensureSignals } from "./lock-contacts.ts";
import { moveStage } from "./move-stage.ts";
import { openHandoffs, type Qualified } from "./open-handoffs.ts";
import { subjectOf, type ContactState } from "./states.ts";
import { tell, type Work } from "./work.ts";

export interface Evaluation {
  /**
   * An input changed; or only the company day turned: then a score that does not rise moves nobody; or another version
   * took effect: then nobody moves at once, and who qualifies by it alone is answered; or it is such a one's turn.
   */
  readonly cause: "input" | "day" | "agreement" | "release";
  /** The event behind it, by contact, for the recorded score; and when it was received. */
  readonly events?: ReadonlyMap<string, { readonly id: string; readonly receivedAt: Date }>;
}

/**
 * Recomputes contacts with the pure function, records what changed, moves the stages that follow, and hands over who
 * qualifies. Contacts are locked and loaded; everything is decided in memory except what a handoff needs to know.
 * Answers who qualifies by another definition only: they are handed over in their turn (docs/decisions/0014).
 */
export async function evaluateContacts(work: Work, contactIds: readonly string[], evaluation: Evaluation = { cause: "input" }): Promise<readonly string[]> {
  const qualified: Qualified[] = [];
  const held: string[] = [];
  const contacts = [...new Set(contactIds.map((id) => work.contacts.get(id)).filter((contact) => contact !== undefined))];
  await ensureSignals(work, contacts);
  for (const contact of contacts) {
    const event = evaluation.events?.get(contact.id) ?? null;
    identify(work, contact);
    const before = { fit: contact.fit, engagement: contact.engagement, scoredOn: contact.scoredOn };
    // Midnight may come to them before their turn under the new version does.
    const redefined = contact.agreementVersion !== null && contact.agreementVersion !== work.inForce.version;
    const cause = evaluation.cause === "day" && redefined ? "agreement" : evaluation.cause;
    const company = contact.companyId === null ? null : (work.companies.get(contact.companyId) ?? null);
    const subject = subjectOf(contact, company);
    const score = scoreContact(work.inForce.compiled, subject, work.today, { coolOffUntil: contact.coolOffUntil });
    const changed = record(work, contact, score, event?.id ?? null, cause);
    const rises = score.engagement > before.engagement || score.fit > before.fit;
    // History hands nobody over, now or at the next edit: what is to qualify them comes after it.
    if (score.qualifies && !work.live) Object.assign(contact, { coolOffUntil: lastEngagedOn(work.inForce.compiled, subject, work.today), isTouched: true });
    if (!score.qualifies || !work.live || (cause === "day" && !rises) || contact.openHandoffId !== null) continue;
    if (cause === "agreement") {
      if (stageTable.qualified[contact.stage] === "mql") held.push(contact.id);
      continue;
    }
    if (moveStage(work, contact.id, { kind: "qualified", ...(cause === "release" && { cause: "agreement" }) }).kind !== "move") continue;
    // The score that qualified is on record even when it had been reached before.
    if (!changed) pushScore(work, contact, event?.id ?? null);
    qualified.push({ contact, score, subject: withScore({ ...subject, stage: contact.stage }, score), capturedAt: event?.receivedAt ?? work.at, byItself: cause === "release" ? "agreement" : cause === "day" && before.scoredOn !== null ? { since: before.scoredOn } : null });
  }
  await openHandoffs(work, qualified);
  return held;
}

/** Who can be reached or named is no visitor any more. */
function identify(work: Work, contact: ContactState): void {
  if (contact.identifiedAt === null) return;
  if (contact.stage === "visitor") moveStage(work, contact.id, { kind: "identified", at: contact.identifiedAt });
}

function record(work: Work, contact: ContactState, score: Score, eventId: string | null, cause: Evaluation["cause"]): boolean {
  const moved = score.fit !== contact.fit || score.engagement !== contact.engagement || score.grade !== contact.grade;
  const changed = moved || contact.agreementVersion !== work.inForce.version;
  if (!changed && !contact.isForeseen && contact.scoredOn === work.today && contact.scoreChangesOn === score.changesOn) return false;
  const first = contact.agreementVersion === null;
  Object.assign(contact, { fit: score.fit, grade: score.grade, engagement: score.engagement, scoredOn: work.today, scoreChangesOn: score.changesOn, agreementVersion: work.inForce.version, isTouched: true });
  // Another version that gives the same score changed nothing for them.
  if (cause === "agreement" && !moved) return false;
  // Decay between two inputs is derivable from them, and a visitor who has done nothing has no score to speak of.
  if (!changed || cause === "day" || (first && score.fit === 0 && score.engagement === 0)) return false;
  pushScore(work, contact, eventId);
  if (contact.identifiedAt !== null) tell(work, ["everyone"], "contact.changed", contact.id);
  return true;
}

function pushScore(work: Work, contact: ContactState, eventId: string | null): void {
  work.scores.push({ contactId: contact.id, fit: contact.fit, grade: contact.grade, engagement: contact.engagement, eventId });
}
