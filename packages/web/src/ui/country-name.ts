const regions = new Intl.DisplayNames("en", { type: "region" });

/** "DE" reads "Germany" where it is a code; anything else stays as it is written. */
export function countryName(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return regions.of(code) ?? code;
}
