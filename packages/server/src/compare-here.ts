/** Comparing agreements without a server's door: what the command line needs of it. */
export { compareTexts, printChanges, printProblems } from "./slices/agreement/text/compare-texts.ts";
