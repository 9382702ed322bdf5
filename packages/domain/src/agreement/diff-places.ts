import type { Json, JsonObject } from "../capture/text.ts";
import type { Criteria } from "../criteria/criteria.ts";
import { explainCriteria } from "../criteria/explain.ts";
import { stageNames, type Stage } from "../lifecycle/stage.ts";
import { standardFields } from "../people/fields.ts";
import type { Agreement, EngagementRule, EventPattern, FitRule, MarketingClause, RejectionReason, SalesClause } from "./agreement.ts";
import { describeEngagementRule, describeEscalation, describeFitRule, describeMarketingClause, describeReason, describeRecognition, describeRoutingRule, describeSalesClause, describeTargets, nameEscalation, pointsOf } from "./describe.ts";
import { stableText } from "./canonical.ts";
import type { SideWording } from "./diff-attributes.ts";

/** A list of the document: how its entries are told apart, what they are called, and what a new one says. */
export interface ListPlace {
  /** What stands before the name: Routing “EMEA”; empty where the name says enough. */
  readonly title: string;
  /** What tells entries apart; without it their whole text does. */
  readonly keyOf: (entry: JsonObject) => string;
  readonly nameOf: (entry: JsonObject, wording: SideWording) => string;
  readonly says: (entry: JsonObject, wording: SideWording, text: Agreement) => string;
}

const standardNames = new Map(standardFields.map((field) => [`${field.entity}.${field.key}`, field.name]));
const as = <T>(entry: JsonObject) => entry as unknown as T;
const keyed = (says: ListPlace["says"], title = ""): ListPlace => ({ title, keyOf: (entry) => String(entry["key"]), nameOf: (entry) => String(entry["name"]), says });
const holds: ListPlace["says"] = (entry, wording) => explainCriteria(entry["when"] as unknown as Criteria, wording);
const sentence = (text: string) => (text.endsWith(".") || text === "" ? text : `${text}.`);
const bare = (title: string, name: (value: string, wording: SideWording) => string): ListPlace => ({ title, keyOf: stableText, nameOf: (entry, wording) => name(String(entry), wording), says: () => "" });

/** Lists by their place. Their order is part of the agreement: it decides in tiers and routing, and is read everywhere. */
export const listPlaces: Readonly<Record<string, ListPlace>> = {
  "idealCustomer.painPoints": bare("Pain point", (words) => words),
  personas: keyed((entry) => sentence(String(entry["prose"])), "Persona"),
  signals: keyed((entry) => `${describeRecognition(as<{ recognise: EventPattern[] }>(entry).recognise)}${entry["handRaise"] === true ? "; the person asks to be contacted" : ""}.`, "Signal"),
  "fit.rules": keyed((entry, wording) => `${describeFitRule(as<FitRule>(entry), wording)}.`),
  "fit.groups": keyed((entry) => `at most ${pointsOf(Number(entry["cap"]))}.`, "Group"),
  "engagement.rules": keyed((entry, _, text) => `${describeEngagementRule(as<EngagementRule>(entry), text)}.`),
  "engagement.groups": keyed((entry) => `at most ${pointsOf(Number(entry["cap"]))}.`, "Group"),
  "mql.fastLanes": keyed((entry, wording) => `“${wording.signal?.(String(entry["signal"])) ?? String(entry["signal"])}” qualifies at once.`, "Fast lane"),
  stages: {
    title: "Stage",
    keyOf: (entry) => String(entry["stage"]),
    nameOf: (entry) => stageNames[String(entry["stage"]) as Stage],
    says: (entry, wording) => `${sentence(String(entry["prose"]))} ${entry["owner"] === "sales" ? "Sales" : "Marketing"} answers for it.${entry["entry"] === undefined ? "" : ` Entered: ${explainCriteria(entry["entry"] as unknown as Criteria, wording)}`}`,
  },
  segments: keyed(holds, "Segment"),
  tiers: keyed(holds, "Tier"),
  packageRequires: bare("Package", (ref, wording) => wording.field?.(ref as never)?.name ?? standardNames.get(ref) ?? ref),
  "routing.rules": keyed((entry, wording) => `${describeRoutingRule(as<Agreement["routing"]["rules"][number]>(entry), wording)}.`, "Routing"),
  "sla.sales": keyed((entry, _, text) => `${describeSalesClause(as<SalesClause>(entry), text.tiers)}.`),
  "sla.marketing": keyed((entry) => `${describeMarketingClause(as<MarketingClause>(entry))}.`),
  "sla.escalation": { title: "Escalation", keyOf: (entry) => `${String(entry["at"])} ${String(entry["act"])}`, nameOf: (entry) => nameEscalation(as<Agreement["sla"]["escalation"][number]>(entry)), says: (entry) => `${describeEscalation(as<Agreement["sla"]["escalation"][number]>(entry))}.` },
  rejectionReasons: { title: "Reason", keyOf: (entry) => String(entry["code"]), nameOf: (entry) => String(entry["name"]), says: (entry) => `${describeReason(as<RejectionReason>(entry))}.` },
  "qualification.questions": keyed((entry) => String(entry["prompt"]), "Question"),
  "qualification.requiredForSql": bare("Needed for SQL", (key, wording) => wording.entry("qualification.questions", key)),
  targets: {
    title: "Targets",
    keyOf: (entry) => [entry["quarter"], entry["segment"]].filter((part) => part !== undefined).join("-").toLowerCase(),
    nameOf: (entry, wording) => `${String(entry["quarter"]).replace("-", " ")}${entry["segment"] === undefined ? "" : `, ${wording.entry("segments", String(entry["segment"]))}`}`,
    says: (entry, wording) => `${describeTargets(as<Agreement["targets"][number]>(entry), wording.currency)}.`,
  },
  reviews: keyed((entry) => `every ${String(entry["every"])}.`, "Review"),
};

/** A part that is no entry of a list: its key on the page, its name, and how its values read (`diff-attributes.ts`). */
export interface PartPlace {
  readonly key: string;
  readonly name: string;
  readonly reads: string;
}

export const partPlaces: Readonly<Record<string, PartPlace>> = {
  name: { key: "name", name: "Name", reads: "words" },
  timeZone: { key: "time-zone", name: "Time zone", reads: "words" },
  currency: { key: "currency", name: "Currency", reads: "words" },
  "idealCustomer.prose": { key: "profile", name: "Ideal customer, in words", reads: "words" },
  "idealCustomer.when": { key: "rule", name: "Ideal customer, as a rule", reads: "criteria" },
  "idealCustomer.painPoints": { key: "pain-points", name: "Pain points", reads: "list" },
  "idealCustomer.exclusions": { key: "exclusions", name: "Exclusions", reads: "exclusions" },
  "idealCustomer.exclusions.prose": { key: "exclusions", name: "Excluded, in words", reads: "words" },
  "idealCustomer.exclusions.when": { key: "exclusions", name: "Excluded, as a rule", reads: "criteria" },
  ...Object.fromEntries(["A", "B", "C"].map((grade) => [`fit.gradeFrom.${grade}`, { key: `grade-${grade.toLowerCase()}`, name: `Grade ${grade} from`, reads: "threshold" }])),
  ...Object.fromEntries(["A", "B", "C", "D"].map((grade) => [`mql.grid.${grade}`, { key: grade, name: `MQL grid, grade ${grade}`, reads: "threshold" }])),
  "mql.never": { key: "never", name: "Never becomes MQL", reads: "criteria" },
  "routing.fallbackTeam": { key: "fallback", name: "Whom no rule takes waits with", reads: "team" },
  "nurture.coolOffDays": { key: "cool-off", name: "Cool-off", reads: "coolOffDays" },
  "ageing.sqlUntouchedDays": { key: "ageing", name: "An untouched SQL falls back after", reads: "sqlUntouchedDays" },
  "qualification.framework": { key: "framework", name: "Qualification framework", reads: "words" },
  "attribution.official": { key: "official", name: "Official attribution model", reads: "official" },
  "attribution.windowDays": { key: "window", name: "Attribution window", reads: "attributionDays" },
  segments: { key: "segments", name: "Segments", reads: "list" },
};

/** Criteria are read as a whole, never part by part. */
export const wholePlaces: ReadonlySet<string> = new Set(Object.entries(partPlaces).filter(([, { reads }]) => reads === "criteria").map(([path]) => path));

export const isObject = (value: Json | undefined): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);
