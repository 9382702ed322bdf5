import type { Grade } from "../agreement/agreement.ts";
import type { FieldValue } from "../criteria/criteria.ts";
import { shortDay } from "../kit/day-words.ts";
import type { DayLine, EngagementLine, FitLine, GroupLine, ScoreExplanation } from "../scoring/explain.ts";

/** The snapshot a rep receives, frozen when the lead is handed over. Points are milli-points, days epoch days. */
export interface HandoffPackage {
  readonly contact: Readonly<Record<string, FieldValue>>;
  readonly company: Readonly<Record<string, FieldValue>> | null;
  readonly fit: { readonly points: number; readonly grade: Grade; readonly lines: ScoreExplanation["fit"] };
  readonly engagement: { readonly points: number; readonly lines: ScoreExplanation["engagement"] };
  readonly qualifiedBy: { readonly kind: "grid" | "fast-lane"; readonly lane: string | null };
  readonly whyNow: string;
  readonly firstTouch: PackageTouch | null;
  readonly lastTouch: PackageTouch | null;
  /** Newest first: what they did last. */
  readonly recent: readonly PackageEvent[];
  readonly campaigns: readonly string[];
  /** Others of the same company who are known. */
  readonly colleagues: readonly { readonly id: string; readonly name: string; readonly title: string | null }[];
  /** What the agreement wants in a package and this one lacks. */
  readonly missing: readonly string[];
}

export interface PackageTouch {
  readonly at: string;
  readonly channel: string;
  readonly source: string | null;
  readonly campaign: string | null;
}

export interface PackageEvent {
  readonly at: string;
  readonly name: string;
  readonly detail: string | null;
}

export interface WhyNow {
  readonly name: string;
  /** The fast lane by which they qualified at once, and the signal that is its act. */
  readonly lane: { readonly name: string; readonly signal: string } | null;
  readonly engagement: ScoreExplanation["engagement"];
  readonly fit: ScoreExplanation["fit"];
  readonly grade: Grade;
  readonly colleagues: number;
  /** The sentence on why they qualify without having done anything new; empty where they did. */
  readonly byItself: string;
}

/** What every fast lane comes down to; the lane's own name says more, or the same. */
const asked = "asked to be contacted";

/** Sentences that say why this person is worth a call now: what they did most worth points, how often, when last. */
export function whyNow(input: WhyNow): string {
  const { lane } = input;
  const rules = input.engagement.filter(isRule).filter((line) => line.points > 0).toSorted((a, b) => b.points - a.points);
  const before = rules.map((line) => (line.signal === lane?.signal ? withoutLast(line) : line)).filter((line) => line.days.length > 0);
  const sentences: string[] = [];
  if (lane !== null) sentences.push(`${input.name} ${asked}${lane.name.toLowerCase() === asked ? "" : ` (${lane.name.toLowerCase()})`}.`);
  const did = before.slice(0, 3).map((line) => phraseOf(line));
  if (did.length > 0) sentences.push(`${lane === null ? input.name : "Before that"}: ${joined(did)}.`);
  if (input.byItself !== "") sentences.push(input.byItself);
  const fits = input.fit.filter((line): line is FitLine => line.kind === "rule" && line.points > 0).toSorted((a, b) => b.points - a.points);
  if (fits.length > 0) sentences.push(`Fit ${input.grade}: ${joined(fits.slice(0, 3).map((line) => lowerFirst(line.name)))}.`);
  if (input.colleagues > 0) sentences.push(input.colleagues === 1 ? "One colleague is known here too." : `${input.colleagues} colleagues are known here too.`);
  return sentences.join(" ");
}

function isRule(line: EngagementLine | GroupLine): line is EngagementLine {
  return line.kind === "rule";
}

/** What was done before the act that the sentence on the lane tells already. How many of it count is not of it alone, so it is not said. */
function withoutLast(line: EngagementLine): EngagementLine {
  const last = line.days.at(-1)!;
  const days = line.days.with(-1, { ...last, count: last.count - 1 }).filter((day) => day.count > 0);
  return { ...line, days: days.map((day) => ({ ...day, counted: day.count })) };
}

/** As often as it was done; where fewer give points, also how many, so that it agrees with the rule's line of the score. */
function phraseOf({ name, days }: EngagementLine): string {
  const [times, counted] = [sumOf(days, (day) => day.count), sumOf(days, (day) => day.counted)];
  const often = times === 1 ? "" : times === 2 ? " twice" : ` ${times} times`;
  return `${lowerFirst(name)}${often}${counted < times ? ` (${counted} counted)` : ""}, ${days.length > 1 ? "last " : ""}on ${shortDay(days.at(-1)!.day)}`;
}

function sumOf(days: readonly DayLine[], of: (day: DayLine) => number): number {
  return days.reduce((sum, day) => sum + of(day), 0);
}

/** Names begin in capitals; abbreviations such as ROI keep theirs. */
function lowerFirst(name: string): string {
  return /^[A-Z][a-z]/.test(name) ? name[0]!.toLowerCase() + name.slice(1) : name;
}

function joined(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join("; ")}; and ${parts.at(-1)}`;
}
