import type { Slice } from "../../platform/slice.ts";
import { addCommentRoute, changeCommentRoute, deleteCommentRoute, listCommentsRoute } from "./comments.ts";
import { compareRoute, readVersionRoute } from "./compare.ts";
import { createDraftRoute } from "./create-draft.ts";
import { changeDraftRoute, listDraftsRoute, readDraftRoute, rebaseDraftRoute, saveDraftRoute, withdrawDraftRoute } from "./edit-draft.ts";
import { preparationHandler } from "./finish-signed.ts";
import { goingLiveHandler } from "./going-live.ts";
import { ensureLettingGo, lettingGoHandler } from "./let-go-of-signals.ts";
import { listTermsRoute } from "./list-terms.ts";
import { listValuesRoute } from "./list-values.ts";
import { previewHandler } from "./preview-crossings.ts";
import { readDriftRoute } from "./read-drift.ts";
import { listVersionsRoute, readAgreementRoute, readTextRoute } from "./read-agreement.ts";
import { listQualifiedRoute, readGoingLiveRoute } from "./read-going-live.ts";
import { cancelPreviewRoute, listCrossingsRoute, readPreviewRoute, startPreviewRoute } from "./read-preview.ts";
import { breakGlassRoute, signDraftRoute } from "./sign-draft.ts";
import { signVersionRoute } from "./sign-version.ts";
import { textRoutes } from "./text/routes.ts";

const versions = [readAgreementRoute, listVersionsRoute, readVersionRoute, readTextRoute, compareRoute, signVersionRoute];
const drafts = [listDraftsRoute, createDraftRoute, readDraftRoute, saveDraftRoute, changeDraftRoute, withdrawDraftRoute, rebaseDraftRoute, signDraftRoute, breakGlassRoute];
const comments = [listCommentsRoute, addCommentRoute, changeCommentRoute, deleteCommentRoute];
const terms = [listTermsRoute, listValuesRoute];
const crossings = [startPreviewRoute, readPreviewRoute, cancelPreviewRoute, listCrossingsRoute, readGoingLiveRoute, listQualifiedRoute, readDriftRoute];

/** The one document both teams signed and the engine runs, and how it becomes another. */
export const agreement: Slice = {
  name: "agreement",
  routes: [...versions, ...textRoutes, ...drafts, ...comments, ...terms, ...crossings],
  timers: [preparationHandler, goingLiveHandler, previewHandler, lettingGoHandler],
  mount: (_server, app) => ensureLettingGo(app),
};
