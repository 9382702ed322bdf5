import { fold } from "./fold.ts";
import type { seniorities } from "./fields.ts";

/**
 * What a job title says about seniority and function, in English and German. A guess that a person's own entry beats;
 * rules are tried from the strongest to the weakest and the first that holds wins.
 */
export type Seniority = (typeof seniorities)[number];
export type JobFunction = "operations" | "it" | "finance" | "engineering" | "marketing" | "sales" | "purchasing" | "human-resources" | "management" | "other";

/** A word begins at a letter that no letter stands before. German compounds are matched without it. */
const word = (alternatives: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives})(?![\\p{L}\\p{N}])`, "u");
const part = (alternatives: string): RegExp => new RegExp(alternatives, "u");

const seniorityRules: readonly (readonly [RegExp, Seniority])[] = [
  [word("student|studentin|werkstudent|werkstudentin|intern|trainee|praktikant|praktikantin|auszubildender|auszubildende|azubi|apprentice|pupil|schüler|schülerin|phd candidate|doktorand|doktorandin"), "student"],
  [word("assistant|assistent|assistentin|assistenz|secretary|sekretär|sekretärin|sekretariat"), "specialist"],
  [word("vp|svp|evp|avp|vice president|vizepräsident|vizepräsidentin"), "vp"],
  [word("c[efitoms]o|c[dhlrp]o|ciso|cdto|cpto|chief(?: [\\p{L}&-]+){1,4}|founder|co-?founder|business owner|company owner|co-owner|president|board member|member of the board|gründer|gründerin|mitgründer|inhaber|inhaberin|managing director|managing partner|general manager|gf|vorstand|vorständin|vorstandsvorsitzender|vorstandsmitglied|prokurist|prokuristin|unternehmer|unternehmerin"), "c-level"],
  [part("geschäftsführ|geschaeftsfuehr|vorstandsvorsitz|^owner"), "c-level"],
  [part("(?:team|projekt|schicht|gruppen|bau)leit"), "manager"],
  [word("director|direktor|direktorin|bereichsleiter|bereichsleiterin|bereichsleitung|werkleiter|werksleiter|werksleiterin|standortleiter|standortleiterin|plant manager"), "director"],
  [word("head|heads|leiter|leiterin|leitung|abteilungsleiter|abteilungsleiterin|abteilungsleitung"), "head"],
  [part("leiter(?:in)?(?![\\p{L}])|leitung(?![\\p{L}])"), "head"],
  [word("manager|managerin|lead|team ?lead|teamleiter|supervisor|principal|referatsleiter|superintendent|foreman|meister"), "manager"],
  [part("manager(?:in)?(?![\\p{L}])"), "manager"],
  [part("engineer|analyst|developer|consultant|specialist|spezialist|referent|sachbearbeiter|entwickler|ingenieur|berater|administrator|controller|buyer|einkäufer|planner|disponent|architect|architekt|technician|techniker|officer|representative|accountant|buchhalter|designer|scientist|coordinator|koordinator|associate|executive|techniker|mitarbeiter"), "specialist"],
];

const functionRules: readonly (readonly [RegExp, JobFunction])[] = [
  [part("human resources|personal(?:leit|referent|wesen|abteilung|entwickl|manag|chef)|recruit|talent acquisition|people (?:operations|partner|& culture|and culture)"), "human-resources"],
  [word("hr|chro|head of people|people"), "human-resources"],
  [part("purchas|procure|einkauf|einkäuf|sourcing|beschaffung|buyer"), "purchasing"],
  [part("marketing|demand gen|brand|kommunikation|content"), "marketing"],
  [word("cmo|growth|pr|communications?"), "marketing"],
  [part("vertrieb|verkauf|verkäuf|account (?:executive|manager)|business development|key account"), "sales"],
  [word("sales|cro|sdr|bdr"), "sales"],
  [part("financ|finanz|account(?:ant|ing)|buchhalt|controll(?:er|ing)|treasur|rechnungswesen|kaufmännisch"), "finance"],
  [word("cfo|tax|audit"), "finance"],
  [part("information technology|informationstechnologie|informatik|software|infrastructure|cyber|data(?:base)? (?:engineer|scientist|platform)|system(?:s|admin)|sysadmin|devops|digitali[sz]|edv|developer|entwickler"), "it"],
  [word("it|it-.*|ict|cio|ciso|cto|cdo|sap|erp"), "it"],
  [word("it(?=-)"), "it"],
  [part("operation|operating|operativ|logisti|supply chain|lieferkette|production|produktion|manufactur|fertigung|warehouse|lager(?:leit|wesen|haus)|werk(?:s)?leit|plant|betriebsleit|quality|qualität|maintenance|instandhaltung|fulfil"), "operations"],
  [word("coo|ops|lean"), "operations"],
  [part("engineer|ingenieur|konstrukt|research|forschung|entwicklung|technisch|technical|mechani|r&d|f&e"), "engineering"],
  [word("ceo|founder|co-?founder|president|managing director|managing partner|general manager|gf|business owner|vorstand|inhaber|inhaberin|gründer|gründerin|strategy|board"), "management"],
  [part("geschäftsführ|geschaeftsfuehr|vorstand|unternehmensleit|unternehmensentwickl"), "management"],
];

/** The seniority a title speaks of; `other` where it says nothing known, null without a title. */
export function deriveSeniority(title: string | null): Seniority | null {
  return find(title, seniorityRules);
}

/** The function a title speaks of; `other` where it says nothing known, null without a title. */
export function deriveFunction(title: string | null): JobFunction | null {
  return find(title, functionRules);
}

function find<Found extends string>(title: string | null, rules: readonly (readonly [RegExp, Found])[]): Found | "other" | null {
  // Titles beyond any real length are cut: the rules run over whatever a form was sent. Gendered endings join the word.
  const text = title === null ? "" : fold(title.slice(0, 200)).replaceAll(/[:*_/]in(?![\p{L}])/gu, "").trim();
  if (text === "") return null;
  return rules.find(([rule]) => rule.test(text))?.[1] ?? "other";
}
