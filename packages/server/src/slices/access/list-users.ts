import { listColleagues, listUsers } from "@tandem/contract/access/users";
import { handle } from "../../platform/http/route.ts";
import * as store from "./user-store.ts";

export const listUsersRoute = handle(listUsers, async ({ app }) => ({ rows: await store.listUsers(app.db, app.clock.now()) }));

export const listColleaguesRoute = handle(listColleagues, async ({ app }) => ({ rows: await store.listColleagues(app.db, app.clock.now()) }));
