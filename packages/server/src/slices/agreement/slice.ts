import type { Slice } from "../../platform/slice.ts";
import { addCommentRoute, changeCommentRoute, deleteCommentRoute, listCommentsRoute } from "./comments.ts";
import { compareRoute, readVersionRoute } from "./compare.ts";
import { createDraftRoute } from "./create-draft.ts";
import { changeDraftRoute, listDraftsRoute, readDraftRoute, rebaseDraftRoute, saveDraftRoute, withdrawDraftRoute } from "./edit-draft.ts";
import { preparationHandler } from "./finish-signed.ts";
import { listTermsRoute } from "./list-terms.ts";
import { listValuesRoute } from "./list-values.ts";
import { listVersionsRoute, readAgreementRoute, readTextRoute } from "./read-agreement.ts";
import { breakGlassRoute, signDraftRoute } from "./sign-draft.ts";
import { signVersionRoute } from "./sign-version.ts";

const versions = [readAgreementRoute, listVersionsRoute, readVersionRoute, readTextRoute, compareRoute, signVersionRoute];
const drafts = [listDraftsRoute, createDraftRoute, readDraftRoute, saveDraftRoute, changeDraftRoute, withdrawDraftRoute, rebaseDraftRoute, signDraftRoute, breakGlassRoute];
const comments = [listCommentsRoute, addCommentRoute, changeCommentRoute, deleteCommentRoute];

/** The one document both teams signed and the engine runs, and how it becomes another. */
export const agreement: Slice = { name: "agreement", routes: [...versions, ...drafts, ...comments, listTermsRoute, listValuesRoute], timers: [preparationHandler] };
