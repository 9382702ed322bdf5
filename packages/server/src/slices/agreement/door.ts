/** What other slices may ask of the agreement: begin a draft (never sign one), and whether its signals know their past. */
export { createDraft, type NewDraft } from "./create-draft.ts";
export { arePrepared, prepareSignals } from "./prepare-signals.ts";
