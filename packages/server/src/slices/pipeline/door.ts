/** What other slices may ask of pipeline: reads only. */
export { loadMedians as loadStageMedians, readOpportunityRow } from "./opportunity-rows.ts";
export { mayEditOpportunity } from "./row-scope.ts";
