const regions = new Intl.DisplayNames("en", { type: "region", fallback: "none" });

/** Codes that have a name and are no country: groups of countries, test codes, "unknown". */
const noCountries: ReadonlySet<string> = new Set(["EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"]);

/** Whether a value is the two-letter code of a country (ISO 3166-1, in upper case), by which rules and territories compare. */
export function isCountryCode(value: string): boolean {
  return /^[A-Z]{2}$/.test(value) && !noCountries.has(value) && regions.of(value) !== undefined;
}
