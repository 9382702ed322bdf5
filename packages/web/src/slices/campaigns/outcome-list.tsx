import type { OutcomeRow } from "@tandem/contract/campaigns/closed-loop";
import { Chip, type Tone } from "../../ui/chip.tsx";
import { Grade } from "../../ui/grade.tsx";
import { Link } from "../../ui/link.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { TwoLines } from "../../ui/two-lines.tsx";
import css from "./campaigns.module.css";

export const stateNames: Record<OutcomeRow["state"], { name: string; tone: Tone }> = {
  open: { name: "With Sales", tone: "neutral" },
  accepted: { name: "Accepted", tone: "sales" },
  qualified: { name: "Qualified", tone: "good" },
  "rejected-nurture": { name: "To nurture", tone: "neutral" },
  "rejected-unqualified": { name: "Unqualified", tone: "neutral" },
  merged: { name: "Merged", tone: "neutral" },
  withdrawn: { name: "Withdrawn", tone: "neutral" },
};

/** One lead that was passed: what Sales did with it, in its words, and the deal it became. */
export function OutcomeLine({ row }: { row: OutcomeRow }) {
  const format = useFormat();
  const state = stateNames[row.state];
  return (
    <div className={css.outcome}>
      <TwoLines top={<Link to={`/people/${row.contact.id}`}>{row.contact.name}</Link>} under={[row.contact.company, row.owner?.name ?? `queue of ${row.team}`].filter(Boolean).join(", ")} />
      <span style={{ display: "flex", alignItems: "center", gap: 6 }}><Grade grade={row.grade as "A"} /><Chip tone={state.tone}>{state.name}</Chip></span>
      <span className={css.said}>
        {row.reason && <span style={{ fontWeight: 500 }}>{row.reason.name}{row.words ? ". " : ""}</span>}
        {row.words}
        {row.opportunity && <> <Link to={`/pipeline/${row.opportunity.id}`}>{row.opportunity.name}</Link>{row.opportunity.amount && <span className="num"> {format.money(row.opportunity.amount.amount)}</span>}, {row.opportunity.state}</>}
      </span>
      <span className="label"><RelativeTime at={row.openedAt} /></span>
    </div>
  );
}
