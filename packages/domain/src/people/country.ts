import { fold } from "./fold.ts";

/** Codes that have a name and are no country: groups of countries, test codes, "unknown". */
const noCountries: ReadonlySet<string> = new Set(["EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"]);
/** What people write for a code or a name, beside what the languages below call a country. */
const also: Readonly<Record<string, string>> = { uk: "GB", "great britain": "GB", england: "GB", scotland: "GB", wales: "GB", usa: "US", "united states of america": "US", america: "US", holland: "NL", "the netherlands": "NL", "czech republic": "CZ", korea: "KR", uae: "AE" };
/** Languages in which country names are known. */
const languages = ["en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da"] as const;

let codes: ReadonlyMap<string, string> | undefined;

/**
 * The two-letter code (ISO 3166-1, upper case) of a country written as its code or by its name in one of ten languages,
 * whatever its case; null for anything else. Rules, routing and territories compare codes. Names are those of Unicode's
 * CLDR, as the platform brings them.
 */
export function countryCode(text: string): string | null {
  codes ??= allCodes();
  return codes.get(keyOf(text)) ?? null;
}

const keyOf = (text: string): string => fold(text.trim().replaceAll(".", "").replace(/\s+/g, " "));

function allCodes(): Map<string, string> {
  const known = new Map<string, string>();
  const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i));
  const names = languages.map((language) => new Intl.DisplayNames(language, { type: "region", fallback: "none" }));
  for (const first of letters) for (const second of letters) {
    const code = first + second;
    // An outdated code (DD, UK) is written as the one that stands for it now.
    if (noCountries.has(code) || names[0]!.of(code) === undefined || new Intl.Locale(`und-${code}`).region !== code) continue;
    known.set(keyOf(code), code);
    for (const name of names) known.set(keyOf(name.of(code)!), code);
  }
  for (const [written, code] of Object.entries(also)) known.set(written, code);
  return known;
}
