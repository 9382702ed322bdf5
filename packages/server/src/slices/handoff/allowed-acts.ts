import type { ActName, HandoffPage } from "@tandem/contract/handoff/handoff";
import type { Principal } from "../../platform/http/principal.ts";
import type { HandoffKind } from "../../spine/handoff-states.ts";
import { teamsOf } from "../../spine/row-scope.ts";
import { managesHandoff } from "./row-scope.ts";

export interface ActsInput {
  readonly principal: Principal;
  readonly state: HandoffKind;
  readonly closed: boolean;
  readonly assigneeId: string | null;
  readonly assigneeName: string | null;
  readonly teamId: string;
  readonly room: { readonly open: number; readonly capacity: number | null };
  /** Names of answers that the agreement still wants. */
  readonly missingAnswers: readonly string[];
  /** Some clock can still be excused. */
  readonly excusable: boolean;
  readonly disputed: boolean;
}

type Act = HandoffPage["acts"][ActName];

/**
 * What this person may do with the lead now. What their role never does is not shown; what they could do but for a reason
 * stays visible and says what is missing.
 */
export function allowedActs(input: ActsInput): Record<ActName, Act> {
  const { principal } = input;
  const works = principal.role === "sales-rep" || principal.role === "sales-manager";
  const manages = managesHandoff(principal, input);
  const mine = input.assigneeId === principal.userId;
  const holds = mine || manages;
  const inQueue = input.assigneeId === null;
  const hold = (refused: string | null = null): Act => ({ shown: works && !input.closed && (holds || !inQueue), refused: holds ? refused : `${input.assigneeName ?? "Somebody else"} holds this lead` });
  const hidden: Act = { shown: false, refused: null };
  return {
    claim: inQueue && works && !input.closed && teamsOf(principal).includes(input.teamId) ? { shown: true, refused: fullness(input.room) } : hidden,
    accept: input.state === "accepted" ? hidden : hold(),
    attempt: hold(),
    answer: { shown: works && holds, refused: null },
    qualify: hold(input.missingAnswers.length === 0 ? null : `Needs ${list(input.missingAnswers)}`),
    rejectToNurture: hold(),
    rejectAsUnqualified: hold(),
    reassign: works && !input.closed && holds ? { shown: true, refused: null } : hidden,
    excuse: manages && input.excusable ? { shown: true, refused: null } : hidden,
    dispute: principal.role === "marketing" && input.state.startsWith("rejected") ? { shown: true, refused: input.disputed ? "Disputed already" : null } : hidden,
  };
}

function fullness({ open, capacity }: ActsInput["room"]): string | null {
  return capacity !== null && open >= capacity ? `You hold ${open} of ${capacity} open leads` : null;
}

function list(words: readonly string[]): string {
  const lower = words.map((word) => word.toLowerCase());
  return lower.length < 2 ? lower.join("") : `${lower.slice(0, -1).join(", ")} and ${lower.at(-1)}`;
}
