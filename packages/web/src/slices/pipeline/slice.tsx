import { logActivity } from "@tandem/contract/pipeline/activities";
import { createOpportunity, readBoard } from "@tandem/contract/pipeline/opportunities";
import { addExchangeRate, savePipelineStages } from "@tandem/contract/pipeline/stages";
import { countTasks, createTask, listTasks } from "@tandem/contract/pipeline/tasks";
import { useOperation } from "../../app/query.ts";
import type { Slice } from "../../app/slices.ts";
import { CallIcon, MailIcon, MoneyIcon, NoteIcon, PipelineIcon, TasksIcon } from "../../ui/icons.ts";

/** Deals on a board and as a list, each deal's page, and what is to be done. */
export const slice: Slice = {
  name: "pipeline",
  pages: [
    { path: "/pipeline", title: "Pipeline", load: () => import("./pipeline-page.tsx"), needs: readBoard },
    { path: "/pipeline/$opportunityId", title: "Deal", load: () => import("./opportunity-page.tsx"), needs: readBoard },
    { path: "/tasks", title: "Tasks", load: () => import("./tasks-page.tsx"), needs: listTasks },
    { path: "/settings/pipeline", title: "Pipeline stages", load: () => import("./stages-page.tsx"), needs: savePipelineStages },
    { path: "/settings/exchange-rates", title: "Exchange rates", load: () => import("./rates-page.tsx"), needs: addExchangeRate },
  ],
  navigation: [
    { section: "top", order: 2, label: "Tasks", to: "/tasks", icon: TasksIcon, needs: listTasks, phone: true, useCount: useTasksOwed },
    { section: "sales", order: 2, label: "Pipeline", to: "/pipeline", icon: PipelineIcon, needs: readBoard, phone: true },
    { section: "settings", order: 50, label: "Pipeline stages", detail: "Stages of a deal and their probability", to: "/settings/pipeline", icon: PipelineIcon, needs: savePipelineStages },
    { section: "settings", order: 51, label: "Exchange rates", detail: "What other currencies are worth", to: "/settings/exchange-rates", icon: MoneyIcon, needs: addExchangeRate },
  ],
  commands: [
    { id: "pipeline.open-deal", label: "Open a deal…", keywords: "new opportunity create", icon: PipelineIcon, needs: createOpportunity, run: ({ go }) => go("/pipeline?add=yes") },
    { id: "pipeline.add-task", label: "Add task…", keywords: "todo remind create", icon: TasksIcon, needs: createTask, run: ({ go }) => go("/tasks?add=yes") },
  ],
  contactActions: [
    { act: "log", order: 2, label: "Log activity", icon: CallIcon, hint: "l", needs: logActivity, load: () => import("./contact-activity.tsx").then(({ LogDialog: ContactDialog }) => ({ ContactDialog })) },
    {
      act: "write", order: 2, label: "Write", icon: MailIcon, hint: "e", needs: logActivity,
      refused: ({ email }) => (email === null ? "No e-mail address is known" : undefined),
      begin: ({ email }) => window.location.assign(`mailto:${email}`),
      load: () => import("./contact-activity.tsx").then(({ WriteDialog: ContactDialog }) => ({ ContactDialog })),
    },
    { act: "note", order: 2, label: "Note", icon: NoteIcon, hint: "n", needs: logActivity, load: () => import("./contact-activity.tsx").then(({ NoteDialog: ContactDialog }) => ({ ContactDialog })) },
  ],
};

/** What is overdue or due today. */
function useTasksOwed(): number | undefined {
  const { data } = useOperation(countTasks, {}, { every: 300_000 });
  return data && data.overdue + data.today;
}
