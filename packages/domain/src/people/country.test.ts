import { expect, test } from "vitest";
import { countryCode } from "./country.ts";

test.each([
  ["DE", "DE"], ["de", "DE"], [" Germany ", "DE"], ["Deutschland", "DE"], ["ALLEMAGNE", "DE"], ["Österreich", "AT"], ["España", "ES"], ["U.S.A.", "US"], ["United States", "US"],
  ["UK", "GB"], ["United Kingdom", "GB"], ["The Netherlands", "NL"], ["Côte d’Ivoire", "CI"], ["India", "IN"],
])("%s is %s", (text, code) => {
  expect(countryCode(text)).toBe(code);
});

test.each(["", "Nowhereland", "EU", "ZZ", "XX", "Europe", "D"])("“%s” is no country", (text) => {
  expect(countryCode(text)).toBeNull();
});
