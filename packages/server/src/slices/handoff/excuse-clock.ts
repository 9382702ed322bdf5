import { excuseClock } from "@tandem/contract/handoff/acts";
import { notYours } from "@tandem/contract/handoff/parts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { excuseClock as excuse } from "../../spine/clocks.ts";
import { tellChanged } from "../../spine/handoffs.ts";
import { loadRoster } from "../../spine/roster.ts";
import { managesHandoff } from "./row-scope.ts";
import { workOnHandoff } from "./work-on-handoff.ts";

const [, , ended] = excuseClock.refusals;

/** Only a manager of the team takes a clause off a lead, also a breached one of a settled lead, and never their own silently: who and why stay. */
export const excuseClockRoute = handle(excuseClock, (call, { params, body }) =>
  workOnHandoff(
    call,
    params.handoffId,
    async (work, handoff) => {
      if (!managesHandoff(call.principal, handoff)) throw new Refusal(notYours);
      const record = work.clocks.get(params.clockId);
      if (!record || record.handoffId !== handoff.id || !excuse(work, await loadRoster(work), record.id, call.principal.userId, body.why)) throw new Refusal(ended!);
      work.facts.push({ kind: "clock.excused", at: work.at, subject: { kind: "handoff", id: handoff.id }, payload: { clockId: record.id, clause: record.clause, by: call.principal.userId } });
      work.audit.push({ at: work.at, actor: work.actor, act: "clock.excused", entityKind: "handoff", entityId: handoff.id, summary: { clockId: record.id, clause: record.clause } });
      tellChanged(work, handoff);
      return { id: handoff.id, state: handoff.state };
    },
    { by: "sight", closed: true },
  ),
);
