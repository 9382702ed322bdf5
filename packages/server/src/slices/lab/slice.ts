import type { Slice } from "../../platform/slice.ts";
import { closeLab } from "./lab.ts";
import { listReplayPeopleRoute } from "./list-people.ts";
import { cancelHistoryRoute, cancelReplayRoute, moveReplayRoute, readHistoryRoute, readReplayRoute, startHistoryRoute, startReplayRoute } from "./replays.ts";
import { testPersonRoute } from "./test-person.ts";

/** Trying a text before it is signed: the company's past replayed under it, beside the version in force. */
export const lab: Slice = {
  name: "lab",
  routes: [readHistoryRoute, startHistoryRoute, cancelHistoryRoute, startReplayRoute, readReplayRoute, moveReplayRoute, cancelReplayRoute, listReplayPeopleRoute, testPersonRoute],
  mount: (server, app) => {
    server.addHook("onClose", () => closeLab(app));
  },
};
