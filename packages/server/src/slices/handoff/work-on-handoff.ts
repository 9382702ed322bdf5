import { handoffClosed, noSuchHandoff, notClaimed, notYours } from "@tandem/contract/handoff/parts";
import type { App } from "../../platform/app.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import type { HandoffState } from "../../spine/handoff-states.ts";
import { askForHandoffs, takeHandoffs } from "../../spine/handoffs.ts";
import { loadRoster } from "../../spine/roster.ts";
import { settle } from "../../spine/settle.ts";
import { beginWork, type Work } from "../../spine/work.ts";
import { managesHandoff, seesHandoff } from "./row-scope.ts";

export interface WorkOnOptions {
  /** `holder`: the assignee, or a manager of the team (default). `sight`: everyone who sees it. */
  readonly by?: "holder" | "sight";
  /** Acts on settled leads too. */
  readonly closed?: boolean;
}

/** The frame of every act on one lead: locked, seen to be the person's to do, decided, settled. */
export async function workOnHandoff<T>(
  { app, principal }: { app: App; principal: Principal },
  handoffId: string,
  act: (work: Work, handoff: HandoffState) => Promise<T>,
  options: WorkOnOptions = {},
): Promise<T> {
  return app.db.transaction(async (tx) => {
    const [work, locked] = await Promise.all([beginWork(app, tx, { at: app.clock.now(), actor: actorOf(principal) }), askForHandoffs(tx, [handoffId])]);
    const [handoff] = await takeHandoffs(work, locked);
    if (!handoff || !seesHandoff(principal, handoff)) throw new Refusal(noSuchHandoff);
    if (options.by !== "sight") await mustHold(work, principal, handoff);
    if (handoff.closedAt !== null && !options.closed) throw new Refusal(handoffClosed);
    const result = await act(work, handoff);
    // Who worked it had it before their eyes, also where its page was never opened: by the list, by the API.
    if (handoff.isDirty && handoff.seenAt === null && handoff.assigneeId === principal.userId) handoff.seenAt = handoff.firstAttemptAt ?? work.at;
    await settle(work);
    return result;
  });
}

async function mustHold(work: Work, principal: Principal, handoff: HandoffState): Promise<void> {
  if (handoff.assigneeId === principal.userId || managesHandoff(principal, handoff)) return;
  if (handoff.assigneeId === null) throw new Refusal(notClaimed);
  const holder = (await loadRoster(work)).people.get(handoff.assigneeId)?.name ?? "Somebody else";
  throw new Refusal(notYours, `${holder} holds this lead. Ask them or their manager to hand it over.`);
}
