import { z } from "zod";

type Issue = z.core.$ZodIssue;

const { localeError } = z.locales.en();
const list = new Intl.ListFormat("en", { type: "disjunction" });
const unclear = "not in the expected form";

const kinds: Readonly<Record<string, string>> = {
  string: "a text", number: "a number", int: "a whole number", boolean: "true or false", array: "a list", tuple: "a list", object: "a group of fields", record: "a group of fields", null: "nothing", undefined: "nothing", date: "a date",
};

const formats: Readonly<Record<string, string>> = {
  date: "a day such as 2026-03-31", datetime: "a moment such as 2026-03-31T09:30:00Z", guid: "not the id of a record", uuid: "not the id of a record", email: "an e-mail address", url: "a web address",
};

/**
 * What is wrong with one value of the input, as a sentence for a person: "Reason: at least 20 characters."
 * Words that the contract gives itself are kept.
 * @param issue from a parse with `reportInput`, without which a missing value looks like one of a wrong kind
 */
export function inputWords(issue: Issue): string {
  const name = nameOf(issue.path);
  if (issue.code === "unrecognized_keys") return `Unknown: ${issue.keys.join(", ")}.`;
  if (isOwn(issue)) return sentence(name, issue.message);
  if (isMissing(issue)) return `Required: ${name}.`;
  const nearest = issue.code === "invalid_union" ? nearestOf(issue.errors) : undefined;
  if (nearest) return inputWords({ ...nearest, path: [...issue.path, ...nearest.path] });
  return sentence(name, limitOf(issue));
}

/** Words that begin with a capital stand alone; the others say what the named value should be. */
function sentence(name: string, words: string): string {
  const said = /^\p{Lu}/u.test(words) ? words : `${name.charAt(0).toUpperCase()}${name.slice(1)}: ${words}`;
  return /[.!?]$/.test(said) ? said : `${said}.`;
}

/** "opportunity.contactId" is "contact", "utm.2" is "utm 3", the whole input is "the request". */
function nameOf(path: readonly PropertyKey[]): string {
  const at = path.findLastIndex((part) => typeof part === "string");
  const key = at < 0 ? "the request" : String(path[at]);
  const words = key.replace(/(?<=.)Id(s?)$/, "$1").replace(/[-_]/g, " ").replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return [words, ...path.slice(at + 1).map((index) => Number(index) + 1)].join(" ");
}

function isOwn(issue: Issue): boolean {
  const standard = localeError(issue as z.core.$ZodRawIssue);
  return issue.message !== (typeof standard === "string" ? standard : standard?.message);
}

/** An empty text where one character is asked for is as good as none. */
function isMissing(issue: Issue): boolean {
  if (issue.code === "too_small") return issue.origin === "string" && issue.minimum === 1 && !issue.exact;
  return ["invalid_type", "invalid_value", "invalid_union"].includes(issue.code) && issue.input === undefined;
}

/** Of several forms the one that the value comes closest to; none where it is of another kind than all of them. */
function nearestOf(forms: readonly (readonly Issue[])[]): Issue | undefined {
  const close = forms.filter((issues) => issues.some(({ code, path }) => path.length > 0 || code !== "invalid_type"));
  return close.toSorted((a, b) => a.length - b.length)[0]?.[0];
}

function limitOf(issue: Issue): string {
  switch (issue.code) {
    case "too_small":
      return sizeOf(issue, issue.minimum, issue.inclusive === false ? "more than" : "at least") ?? (issue.inclusive === false ? `more than ${digits(issue.minimum)}` : `${digits(issue.minimum)} or more`);
    case "too_big":
      return sizeOf(issue, issue.maximum, issue.inclusive === false ? "less than" : "at most") ?? (issue.inclusive === false ? `less than ${digits(issue.maximum)}` : `${digits(issue.maximum)} or less`);
    case "invalid_type":
      return kinds[issue.expected] ?? unclear;
    case "invalid_format":
      return formats[issue.format] ?? unclear;
    case "invalid_value":
      return issue.values.length === 1 ? `only ${String(issue.values[0])}` : `one of ${list.format(issue.values.map(String))}`;
    case "not_multiple_of":
      return `a multiple of ${digits(issue.divisor)}`;
    case "invalid_union":
      return list.format(new Set(issue.errors.flat().map(limitOf))) || unclear;
    default:
      return unclear;
  }
}

/** A limit on how long something is; undefined where the limit is on the number itself. */
function sizeOf({ origin, exact }: { origin: string; exact?: boolean }, limit: number | bigint, bound: string): string | undefined {
  const unit = origin === "string" ? ["character", "characters"] : ["array", "set", "map", "object"].includes(origin) ? ["entry", "entries"] : undefined;
  return unit && `${exact ? "exactly" : bound} ${digits(limit)} ${unit[Number(limit) === 1 ? 0 : 1]}`;
}

function digits(number: number | bigint): string {
  return number.toLocaleString("en");
}
