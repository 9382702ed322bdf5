import type { Dashboard } from "@tandem/contract/insights/dashboard";
import type { HandoffCounts } from "./handoff-counts.ts";
import type { Report } from "./report.ts";

/** What became of the handoffs opened in the period, and why Sales rejected those it rejected. */
export async function composeDispositions(report: Report, counts: Promise<HandoffCounts>): Promise<Dashboard["dispositions"]> {
  const { opened, byState, byReason } = await counts;
  const of = (...states: string[]) => states.reduce((sum, state) => sum + (byState.get(state) ?? 0), 0);
  const named = new Map(report.inForce.agreement.rejectionReasons.map((reason) => [reason.code, reason]));
  const reasons = [...byReason].map(([code, count]) => ({
    code,
    name: named.get(code)?.name ?? (code === "" ? "No reason recorded" : code),
    to: named.get(code)?.to ?? "unqualified",
    count,
    figure: { figure: "rejections" as const, key: code },
  }));
  return {
    opened,
    waiting: of("open"),
    accepted: of("accepted"),
    qualified: of("qualified"),
    rejected: of("rejected-nurture", "rejected-unqualified"),
    rejectedToNurture: of("rejected-nurture"),
    rejectedAsUnqualified: of("rejected-unqualified"),
    other: of("merged", "withdrawn"),
    reasons: reasons.toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1)),
  };
}
