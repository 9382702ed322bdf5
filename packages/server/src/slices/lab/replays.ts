import { cancelHistory, cancelReplay, moveReplay, readHistory, readReplay, startHistory, startReplay } from "@tandem/contract/lab/replay";
import { epochDayFromIso } from "@tandem/domain/kit/epoch-day";
import { handle } from "../../platform/http/route.ts";
import { labOf } from "./lab.ts";
import { readerOf } from "./reader.ts";

const dayOf = (day: string | undefined): number | undefined => (day === undefined ? undefined : (epochDayFromIso(day) ?? undefined));

export const readHistoryRoute = handle(readHistory, async ({ app }) => labOf(app).history());
export const startHistoryRoute = handle(startHistory, async ({ app }) => labOf(app).startHistory());
export const cancelHistoryRoute = handle(cancelHistory, async ({ app }) => labOf(app).cancelHistory());

export const startReplayRoute = handle(startReplay, async ({ app, principal }, { body }) =>
  labOf(app).start(readerOf(principal), { draft: body.draft, against: body.against, from: dayOf(body.from), to: dayOf(body.to) }),
);
export const readReplayRoute = handle(readReplay, async ({ app, principal }, { params }) => labOf(app).read(readerOf(principal), params.id));
export const moveReplayRoute = handle(moveReplay, async ({ app, principal }, { params, body }) => labOf(app).move(readerOf(principal), params.id, body));
export const cancelReplayRoute = handle(cancelReplay, async ({ app, principal }, { params }) => {
  labOf(app).cancel(readerOf(principal), params.id);
  return null;
});
