import type { Json, JsonObject } from "../capture/text.ts";
import type { Criteria } from "../criteria/criteria.ts";
import { explainCriteria, number } from "../criteria/explain.ts";
import type { EventPattern, RoutingTarget } from "./agreement.ts";
import { stableText } from "./canonical.ts";
import { andList, businessTime, describeRecognition, describeTarget, type RoutingWording } from "./describe.ts";

/**
 * How a single part of a rule reads when it changes: "half-life 30 → 14 days". What no line here knows is written as it
 * stands in the document, so that nothing goes unmentioned.
 */
export interface SideWording extends RoutingWording {
  /** Name of a group of rules, tier, segment or question by the list it stands in. */
  entry(list: string, key: string): string;
  readonly currency: string;
}

interface Attribute {
  readonly label: string;
  /** The value in words; a list of words is value and unit. */
  readonly write: (value: Json, wording: SideWording, item: JsonObject) => string | readonly [string, string];
}

const plain = (value: Json) => (typeof value === "string" ? value : typeof value === "number" ? number(value) : stableText(value));
const quoted = (value: Json) => `“${plain(value)}”`;
const signed = (value: Json) => (Number(value) > 0 ? `+${plain(value)}` : plain(value).replace(/^-/, "−"));
const yesNo = (value: Json) => (value === true ? "yes" : "no");
const criteria = (value: Json, wording: SideWording) => `“${explainCriteria(value as unknown as Criteria, wording)}”`;
const days = (value: Json): [string, string] => [plain(value), value === 1 ? "day" : "days"];
const percent = (value: Json): [string, string] => [plain(value), "%"];
const money = (value: Json, wording: SideWording): [string, string] => [plain(value), wording.currency];
const strings = (value: Json) => value as unknown as readonly string[];
const nameIn = (list: string) => (value: Json, wording: SideWording) => `“${wording.entry(list, String(value))}”`;

const attributes: Readonly<Record<string, Attribute>> = {
  name: { label: "name", write: quoted },
  prose: { label: "words", write: quoted },
  prompt: { label: "question", write: quoted },
  points: { label: "", write: signed },
  per: { label: "counts", write: (value) => (value === "once" ? "once" : "each time") },
  capPerDay: { label: "at most", write: (value) => [plain(value), "a day"] },
  cap: { label: "at most", write: (value) => [plain(value), "points"] },
  windowDays: { label: "window", write: days },
  halfLifeDays: { label: "half-life", write: days },
  group: { label: "group", write: (value, wording) => `“${wording.entry("group", String(value))}”` },
  signal: { label: "signal", write: (value, wording) => `“${wording.signal?.(String(value)) ?? String(value)}”` },
  when: { label: "holds", write: criteria },
  entry: { label: "entered", write: criteria },
  owner: { label: "answered for by", write: (value) => (value === "sales" ? "Sales" : "Marketing") },
  handRaise: { label: "asks to be contacted", write: yesNo },
  recognise: { label: "", write: (value) => describeRecognition(value as unknown as EventPattern[]) },
  tiers: { label: "for", write: (value, wording) => andList(strings(value).map((key) => wording.entry("tiers", key))) },
  withinMinutes: { label: "within", write: (value) => businessTime(Number(value)) },
  warnAtPercent: { label: "warnings at", write: (value) => [andList(strings(value).map(String)), "%"] },
  target: { label: "target", write: percent },
  attempts: { label: "attempts", write: plain },
  channels: { label: "channels", write: plain },
  withinDays: { label: "within", write: days },
  atLeast: { label: "at least", write: (value, _, item) => (item["kind"] === "mql-volume" ? [plain(value), "MQLs"] : percent(value)) },
  afterMinutes: { label: "after", write: (value) => (value === 0 ? "no time" : businessTime(Number(value))) },
  needsAttempts: { label: "needs the agreed attempts", write: yesNo },
  to: { label: "", write: (value, wording) => (typeof value === "string" ? `to ${value}` : describeTarget(value as unknown as RoutingTarget, wording)) },
  every: { label: "every", write: plain },
  mqls: { label: "MQLs", write: plain },
  pipeline: { label: "pipeline", write: money },
  revenue: { label: "won", write: money },
  coolOffDays: { label: "", write: days },
  sqlUntouchedDays: { label: "", write: (value) => (value === null ? "never" : days(value)) },
  attributionDays: { label: "", write: (value) => (value === null ? "no end" : days(value)) },
  threshold: { label: "", write: (value) => (value === null ? "never" : plain(value)) },
  criteria: { label: "", write: criteria },
  words: { label: "", write: quoted },
  team: { label: "", write: (value, wording) => wording.team?.(String(value)) ?? quoted(value) },
  official: { label: "", write: (value) => String(value).replaceAll("-", " ") },
  question: { label: "", write: nameIn("qualification.questions") },
};

/** What stands before the values of a change: whoever marks them in a sentence must know where they begin. */
export const attributeLabels: readonly string[] = [...new Set(Object.values(attributes).map(({ label }) => label))].filter((label) => label !== "");

/** "half-life 30 → 14 days". Absent reads as none. */
export function attributeWords(name: string, before: Json | undefined, after: Json | undefined, items: readonly [JsonObject, JsonObject], wordings: readonly [SideWording, SideWording]): string {
  const attribute = Object.hasOwn(attributes, name) ? attributes[name]! : { label: name, write: plain };
  const side = (value: Json | undefined, i: 0 | 1): readonly [string, string] => {
    if (value === undefined) return ["none", ""];
    const written = attribute.write(value, wordings[i], items[i]);
    return typeof written === "string" ? [written, ""] : [written[0]!, written[1]!];
  };
  const label = attribute.label === "" ? "" : `${attribute.label} `;
  const [[from, unitFrom], [to, unitTo]] = [side(before, 0), side(after, 1)];
  if (from === to && unitFrom === unitTo) return `${label}${withUnit(to, unitTo)}, written ${stableText(before)} → ${stableText(after)}`;
  const [shortFrom, shortTo] = shortened(from, to);
  // "30 → 14 days" and "2 → 1 day"; the unit stands once unless the two differ in more than the plural.
  const once = unitFrom !== "" && unitFrom.replace(/s$/, "") === unitTo.replace(/s$/, "");
  return `${label}${once ? shortFrom : withUnit(shortFrom, unitFrom)} → ${withUnit(shortTo, unitTo)}`;
}

function withUnit(text: string, unit: string): string {
  return unit === "" ? text : `${text} ${unit}`;
}

/** Long texts are cut to the neighbourhood of where they first differ. */
function shortened(a: string, b: string): readonly [string, string] {
  const most = 400;
  if (a.length <= most && b.length <= most) return [a, b];
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const start = Math.max(0, at - 60);
  const cut = (text: string) => `${start > 0 ? "…" : ""}${text.slice(start, start + most)}${text.length > start + most ? "…" : ""}`;
  return [cut(a), cut(b)];
}
