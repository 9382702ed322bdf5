import type { Slice } from "../../platform/slice.ts";
import { acceptHandoffRoute, acceptHandoffsRoute } from "./accept-handoff.ts";
import { ageSqls, onBecameSql } from "./age-sqls.ts";
import { claimHandoffRoute, claimNextRoute } from "./claim-handoff.ts";
import { answerDisputeRoute, disputeRejectionRoute } from "./dispute-rejection.ts";
import { excuseClockRoute } from "./excuse-clock.ts";
import { getHandoffRoute } from "./get-handoff.ts";
import { handoffChoicesRoute, listHandoffsRoute } from "./list-handoffs.ts";
import { markSeenRoute } from "./mark-seen.ts";
import { countUnreadRoute, listNotificationsRoute, markReadRoute } from "./notifications.ts";
import { onHoursChanged } from "./on-hours-changed.ts";
import { onLeadToTell } from "./on-lead-to-tell.ts";
import { onLeadWorked } from "./on-lead-worked.ts";
import { drainTimer, onRoomMade } from "./on-room-made.ts";
import { onUserDeactivated } from "./on-user-deactivated.ts";
import { qualifyHandoffRoute } from "./qualify-handoff.ts";
import { countInboxRoute, readInboxRoute } from "./read-inbox.ts";
import { listAssigneesRoute, listReceiversRoute, reassignHandoffRoute, reassignHandoffsRoute } from "./reassign-handoff.ts";
import { recordAttemptRoute } from "./record-attempt.ts";
import { rejectHandoffRoute, rejectHandoffsRoute } from "./reject-handoff.ts";
import { removeAttemptRoute } from "./remove-attempt.ts";
import { saveAnswerRoute } from "./save-answer.ts";
import { whoHoldsRoute } from "./who-holds.ts";

/** Inbox, dispositions, attempts, clocks, queues, and what becomes of each lead. */
export const handoff: Slice = {
  name: "handoff",
  routes: [
    readInboxRoute,
    countInboxRoute,
    handoffChoicesRoute,
    listHandoffsRoute,
    getHandoffRoute,
    markSeenRoute,
    claimNextRoute,
    claimHandoffRoute,
    acceptHandoffRoute,
    acceptHandoffsRoute,
    recordAttemptRoute,
    removeAttemptRoute,
    rejectHandoffRoute,
    rejectHandoffsRoute,
    qualifyHandoffRoute,
    saveAnswerRoute,
    listAssigneesRoute,
    listReceiversRoute,
    reassignHandoffRoute,
    reassignHandoffsRoute,
    whoHoldsRoute,
    excuseClockRoute,
    disputeRejectionRoute,
    answerDisputeRoute,
    listNotificationsRoute,
    countUnreadRoute,
    markReadRoute,
  ],
  // A deactivated person's leads move before their room is given away.
  reactions: [onUserDeactivated, onHoursChanged, onRoomMade, onLeadToTell, onLeadWorked, onBecameSql],
  timers: [drainTimer, ageSqls],
};
