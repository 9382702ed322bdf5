import { epochDayAt } from "@tandem/domain/kit/zone";
import { decideStage, type StageActKind, type StageDecision } from "@tandem/domain/lifecycle/advance";
import { coolOffUntil } from "@tandem/domain/lifecycle/cool-off";
import type { Actor } from "./actor.ts";
import type { ContactState } from "./states.ts";
import { tell, type Work } from "./work.ts";

export interface StageMove {
  readonly kind: StageActKind;
  /** When it happened, where that is not now. */
  readonly at?: Date;
  readonly imported?: boolean;
  readonly actor?: Actor;
  /** What a person said about it. */
  readonly words?: string | null;
  /** Recorded instead of the way's own name, where that does not tell why. */
  readonly cause?: string;
}

/** Lets an act meet a contact's stage: an episode ends and the next begins with it as predecessor, or nothing moves. */
export function moveStage(work: Work, contactId: string, act: StageMove): StageDecision {
  const contact = work.contacts.get(contactId);
  if (!contact) throw new Error(`The contact ${contactId} is not locked.`);
  const at = act.at ?? work.at;
  const decision = decideStage({ stage: contact.stage, since: contact.stageSince.getTime() }, { kind: act.kind, at: at.getTime(), ...(act.imported && { imported: true }) });
  if (decision.kind === "refused") return decision;
  for (const flag of decision.flags) if (!contact.flags.includes(flag)) contact.flags = [...contact.flags, flag];
  if (decision.flags.length > 0) contact.isDirty = true;
  if (decision.kind === "stay") return decision;
  const from = contact.stage;
  leaveEpisode(work, contact, at);
  enterEpisode(work, contact, decision.to, { at, cause: act.cause ?? decision.transition, words: act.words ?? null, flag: decision.flags[0] ?? null, history: act.imported ?? !work.live, actor: act.actor ?? work.actor });
  const day = epochDayAt(work.inForce.agreement.timeZone, at.getTime());
  // Back to lead is no new qualification: what made an MQL of them once does not do so again.
  contact.coolOffUntil = decision.to === "lead" && from !== "visitor" ? day : coolOffUntil(work.inForce.agreement, decision.to, day);
  work.facts.push({ kind: "stage.moved", at, subject: { kind: "contact", id: contact.id }, payload: { from, to: decision.to, transition: decision.transition, episodeId: contact.episodeId, history: act.imported ?? !work.live } });
  tell(work, ["everyone"], "contact.changed", contact.id);
  return decision;
}

function leaveEpisode(work: Work, contact: ContactState, at: Date): void {
  if (contact.episodeId === null) return;
  const opened = work.episodes.opened.find((e) => e.id === contact.episodeId);
  if (opened) opened.leftAt = at;
  else work.episodes.closed.push({ id: contact.episodeId, leftAt: at });
}

/** Begins an episode; also the first one of a contact's life, as visitor. */
export function enterEpisode(
  work: Work,
  contact: ContactState,
  stage: ContactState["stage"],
  how: { at: Date; cause: string; words?: string | null; flag?: string | null; history?: boolean; actor?: Actor },
): void {
  const id = work.app.ids.next();
  work.episodes.opened.push({
    id, contactId: contact.id, stage, enteredAt: how.at, leftAt: null, predecessorId: contact.episodeId, cause: how.cause,
    words: how.words ?? null, flag: how.flag ?? null, history: how.history ?? !work.live, actor: how.actor ?? work.actor,
  });
  contact.episodeId = id;
  contact.stage = stage;
  contact.stageSince = how.at;
  contact.isDirty = true;
}
