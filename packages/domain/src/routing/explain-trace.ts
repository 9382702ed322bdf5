/** A stored routing trace in words. Names are looked up when it is read, so a trace holds ids only. */
import type { TeamId, UserId } from "../kit/ids.ts";
import type { InstantMs } from "../kit/instant.ts";
import type { OwnerOf, RouteStep, SkipReason, StepFigures } from "./route.ts";

/** How the reader calls people, teams and instants (in their zone and locale). */
export interface TraceNames {
  readonly user: (userId: UserId) => string;
  readonly team: (teamId: TeamId) => string;
  readonly instant: (ms: InstantMs) => string;
}

const OWNER: Readonly<Record<OwnerOf, string>> = { contact: "owner of the contact", company: "owner of the company", opportunity: "owner of an open opportunity there" };

const METHOD = { weighted: "next in the rotation", "least-open": "fewest open handoffs", territory: "next in the rotation of this territory", named: "named by the rule" } as const;

const reasonWords = (reason: SkipReason, untilMs: InstantMs | undefined, figures: StepFigures | null, { instant }: TraceNames): string => {
  switch (reason) {
    case "out-of-office":
      return untilMs === undefined ? "out of office" : `out of office until ${instant(untilMs)}`;
    case "at-capacity":
      return figures ? `at capacity, ${figures.openHandoffs} open of ${figures.capacity}` : "at capacity";
    case "outside-shift":
      return "outside their shift";
    case "already-rejected":
      return "has rejected this lead already";
    case "excluded":
      return "the lead was taken from them";
    case "inactive":
      return "not active";
    case "other-territory":
      return "covers another territory";
    case "no-weight":
      return "has weight 0 in the rotation";
    case "unknown-user":
      return "no longer a user";
  }
};

const open = ({ openHandoffs, weekHandoffs, weight }: StepFigures): string =>
  `${openHandoffs} open, ${weekHandoffs} this week${weight === null ? "" : `, weight ${weight}`}`;

/** One sentence for one step. */
export const explainStep = (step: RouteStep, names: TraceNames): string => {
  switch (step.kind) {
    case "owner":
      return step.outcome === "chosen"
        ? `${names.user(step.userId)} is the ${OWNER[step.of]} and gets the lead${step.over ? ` although at capacity, ${step.over.openHandoffs} open of ${step.over.capacity}` : ""}.`
        : `${names.user(step.userId)} is the ${OWNER[step.of]}, skipped: ${reasonWords(step.reason, step.untilMs, null, names)}.`;
    case "rule":
      return step.outcome === "matched" ? `Rule "${step.name}" matches.` : `Rule "${step.name}" does not match.`;
    case "person":
      if (step.outcome === "chosen") return `${names.user(step.userId)} gets the lead: ${METHOD[step.by]} (${open(step.figures)}).`;
      if (step.outcome === "not-next") return `${names.user(step.userId)} is free but not next (${open(step.figures)}).`;
      return `${names.user(step.userId)} skipped: ${reasonWords(step.reason, step.untilMs, step.figures, names)}.`;
    case "queue":
      if (step.why === "nobody-free") return `Nobody of ${names.team(step.teamId)} is free: the lead waits in the team's queue.`;
      if (step.why === "rule") return `The rule sends the lead to the queue of ${names.team(step.teamId)}.`;
      return `No rule decided: the lead waits in the fallback queue of ${names.team(step.teamId)}.`;
  }
};

/** The whole trace, one sentence a step, in the order of looking. */
export const explainTrace = (trace: readonly RouteStep[], names: TraceNames): string[] => trace.map((step) => explainStep(step, names));
