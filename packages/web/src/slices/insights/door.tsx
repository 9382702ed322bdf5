/** What other slices' pages use of reports: the filter in the address, its bar, names, and paged rows. */
export { channelName } from "./channel-names.ts";
export { ReportBar } from "./report-bar.tsx";
export { TargetsStanding } from "./targets-panel.tsx";
export { useReport } from "./use-report.ts";
export { useRowPages } from "./use-row-pages.ts";
export { wholeMoney } from "./write-words.ts";
