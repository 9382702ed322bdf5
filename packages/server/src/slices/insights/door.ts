/** What other slices may use of insights: the shared filter as conditions, the report it opens, and who went past a stage unseen. */
export { bound, type Bound } from "../../platform/bound.ts";
export { inCohort, milestones, skipped } from "./definitions.ts";
export { describePeriod, isWholeCompany, openReport, type Report } from "./report.ts";
export { segmentOfDeals, segmentOfHandoffs, segmentOfPeople } from "./segment.ts";
export { readMatureUntil } from "./typical-times.ts";
