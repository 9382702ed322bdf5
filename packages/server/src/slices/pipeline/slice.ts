import type { Slice } from "../../platform/slice.ts";
import { removeGroupMemberRoute, saveGroupMemberRoute } from "./buying-group.ts";
import { editActivityRoute, removeActivityRoute } from "./change-activity.ts";
import { completeTaskRoute, createTaskRoute, editTaskRoute, removeTaskRoute } from "./change-task.ts";
import { loseOpportunityRoute, reopenOpportunityRoute, winOpportunityRoute } from "./close-opportunity.ts";
import { createOpportunityRoute } from "./create-opportunity.ts";
import { editOpportunityRoute } from "./edit-opportunity.ts";
import { addExchangeRateRoute, listExchangeRatesRoute } from "./exchange-rates.ts";
import { getOpportunityRoute } from "./get-opportunity.ts";
import { listActivitiesRoute } from "./list-activities.ts";
import { listOpportunitiesRoute } from "./list-opportunities.ts";
import { listOpportunityTimelineRoute } from "./list-opportunity-timeline.ts";
import { countTasksRoute, listTasksRoute } from "./list-tasks.ts";
import { logActivityRoute } from "./log-activity.ts";
import { moveOpportunityRoute } from "./move-opportunity.ts";
import { listPipelineStagesRoute, savePipelineStagesRoute } from "./pipeline-stages.ts";
import { readBoardRoute } from "./read-board.ts";
import { remindOfTask } from "./remind-of-task.ts";

export const pipeline: Slice = {
  name: "pipeline",
  routes: [
    listOpportunitiesRoute, readBoardRoute, getOpportunityRoute, listOpportunityTimelineRoute, createOpportunityRoute, editOpportunityRoute, moveOpportunityRoute, winOpportunityRoute, loseOpportunityRoute, reopenOpportunityRoute,
    saveGroupMemberRoute, removeGroupMemberRoute, listActivitiesRoute, logActivityRoute, editActivityRoute, removeActivityRoute, listTasksRoute, countTasksRoute, createTaskRoute, editTaskRoute, completeTaskRoute, removeTaskRoute,
    listPipelineStagesRoute, savePipelineStagesRoute, listExchangeRatesRoute, addExchangeRateRoute,
  ],
  timers: [remindOfTask],
};
