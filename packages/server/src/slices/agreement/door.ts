/** What other slices may ask of the agreement: begin a draft, never sign one. */
export { createDraft } from "./create-draft.ts";
