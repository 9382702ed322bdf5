/** What other slices may use of insights: the shared filter as conditions, and the report it opens. */
export { bound, type Bound } from "../../platform/bound.ts";
export { describePeriod, isWholeCompany, openReport, type Report } from "./report.ts";
export { segmentOfDeals, segmentOfHandoffs, segmentOfPeople } from "./segment.ts";
export { isMaturing } from "./typical-times.ts";
