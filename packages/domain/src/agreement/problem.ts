import type { FieldRef, FieldType } from "../criteria/criteria.ts";
import type { Wording } from "../criteria/explain.ts";
import type { Problem } from "../criteria/validate.ts";
import type { MemberKind } from "../criteria/subject.ts";

/**
 * What is wrong with an agreement, each with its place (`sla.sales.0.tiers.1`), before anything runs by it. A problem
 * blocks signing; a doubt is said and may be signed all the same.
 */
export interface AgreementProblem extends Problem {
  readonly severity: "problem" | "doubt";
}

/** A team as far as an agreement leans on it. */
export interface TeamFacts {
  /** Members who work here and receive handoffs. */
  readonly receivers: number;
  /** Business minutes of an ordinary Monday to Sunday of the team's queue: seven numbers. */
  readonly minutesByWeekday: readonly number[];
}

/** What is known of the company; left out where that is not known here. */
export interface AgreementKnowledge {
  /** Types of all fields, custom ones included; null for a field that does not exist. */
  typeOf?(ref: FieldRef): FieldType | null;
  hasTeam?(key: string): boolean;
  hasUser?(email: string): boolean;
  /** Null for a team that does not exist. */
  team?(key: string): TeamFacts | null;
  /** Null for a user who does not exist; inactive is one who left. */
  user?(email: string): { readonly active: boolean } | null;
  hasMembership?(kind: MemberKind, key: string): boolean;
  /** How fields are called in words; signals are called as the text calls them. */
  wording?: Wording;
}

export function problem(path: string, code: string, words: string): AgreementProblem {
  return { severity: "problem", path, code, words };
}

export function doubt(path: string, code: string, words: string): AgreementProblem {
  return { severity: "doubt", path, code, words };
}

/** Each key that stood before in the same list. */
export function duplicates(path: string, keys: readonly string[]): AgreementProblem[] {
  const seen = new Set<string>();
  return keys.flatMap((key, index) => {
    if (seen.has(key)) return [problem(`${path}.${index}`, "duplicate-key", `“${key}” stands here twice. Give one of them another key, or leave it out.`)];
    seen.add(key);
    return [];
  });
}
