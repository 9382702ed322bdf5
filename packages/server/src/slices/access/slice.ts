import type { Slice } from "../../platform/slice.ts";
import { acceptInvitationRoute, readInvitationRoute } from "./accept-invitation.ts";
import { authenticate } from "./authenticate.ts";
import { changeMeRoute, changePreferencesRoute } from "./change-me.ts";
import { changePasswordRoute } from "./change-password.ts";
import { changeUserRoute } from "./change-user.ts";
import { changeWorkspaceRoute } from "./change-workspace.ts";
import { completeSetupRoute, readSetupRoute } from "./complete-setup.ts";
import { createUserRoute } from "./create-user.ts";
import { demoSignInRoute, listDemoSignInsRoute } from "./demo-sign-in.ts";
import { listAuditRoute } from "./list-audit.ts";
import { listHolidaysRoute } from "./list-holidays.ts";
import { listSessionsRoute } from "./list-sessions.ts";
import { listColleaguesRoute, listUsersRoute } from "./list-users.ts";
import { createAbsenceRoute, listAbsencesRoute, removeAbsenceRoute } from "./manage-absences.ts";
import { createApiKeyRoute, listApiKeysRoute, revokeApiKeyRoute } from "./manage-api-keys.ts";
import { listClosuresRoute, removeClosureRoute, saveClosureRoute } from "./manage-closures.ts";
import { createSourceRoute, listSourcesRoute, revokeSourceRoute } from "./manage-sources.ts";
import { changeTeamRoute, createTeamRoute, listTeamsRoute, removeMemberRoute, saveMemberRoute } from "./manage-teams.ts";
import { readFirstStepsRoute } from "./read-first-steps.ts";
import { readMeRoute } from "./read-me.ts";
import { resetPasswordRoute } from "./reset-password.ts";
import { signInRoute } from "./sign-in.ts";
import { signOutEverywhereRoute, signOutRoute } from "./sign-out.ts";

/** Users, teams, roles, sign-in, API keys, audit. */
export const access: Slice = {
  name: "access",
  authenticate,
  routes: [
    readSetupRoute,
    completeSetupRoute,
    signInRoute,
    signOutRoute,
    signOutEverywhereRoute,
    listDemoSignInsRoute,
    demoSignInRoute,
    readInvitationRoute,
    acceptInvitationRoute,
    readMeRoute,
    changeMeRoute,
    changePreferencesRoute,
    changePasswordRoute,
    listSessionsRoute,
    listColleaguesRoute,
    listUsersRoute,
    createUserRoute,
    changeUserRoute,
    resetPasswordRoute,
    listTeamsRoute,
    createTeamRoute,
    changeTeamRoute,
    saveMemberRoute,
    removeMemberRoute,
    listAbsencesRoute,
    createAbsenceRoute,
    removeAbsenceRoute,
    listClosuresRoute,
    saveClosureRoute,
    removeClosureRoute,
    listHolidaysRoute,
    listSourcesRoute,
    createSourceRoute,
    revokeSourceRoute,
    listApiKeysRoute,
    createApiKeyRoute,
    revokeApiKeyRoute,
    listAuditRoute,
    changeWorkspaceRoute,
    readFirstStepsRoute,
  ],
};
