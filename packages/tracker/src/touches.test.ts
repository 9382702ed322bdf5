import { expect, test } from "vitest";
import { isOwnHost, touchOf, withTouch, type Touch } from "./touches.ts";

const at = "2026-03-01T10:00:00.000Z";
const later = (minutes: number): string => new Date(Date.parse(at) + minutes * 60_000).toISOString();

test("campaign parameters, click id and foreign referrer make a touch", () => {
  const url = "https://www.a.example/p?utm_source=ads&utm_medium=cpc&utm_campaign=spring&utm_term=t&utm_content=c&gclid=G1";
  expect(touchOf(url, "https://search.example/?q=x", at, [])).toEqual({
    source: "ads", medium: "cpc", campaign: "spring", term: "t", content: "c",
    clickId: "G1", clickIdKind: "gclid", referrer: "https://search.example/?q=x", landingPage: url, at,
  });
});

test.each([
  ["https://a.example/", ""],
  ["https://a.example/p?plan=pro", ""],
  ["https://a.example/p", "https://www.a.example/x"],
  ["https://app.a.example/p", "https://a.example/x"],
  ["https://a.example/p", "https://shop.b.example/x"],
  ["https://a.example/p?utm_source=", ""],
  ["https://a.example/p", "android-app://com.example/"],
])("%s from %s is no touch", (url, referrer) => {
  expect(touchOf(url, referrer, at, ["shop.b.example"])).toBeUndefined();
});

test("a click id is known whatever its case, and long values are cut", () => {
  const touch = touchOf(`https://a.example/?FBCLID=F&utm_source=${"x".repeat(900)}`, "", at, []);
  expect(touch).toMatchObject({ clickId: "F", clickIdKind: "fbclid" });
  expect(touch?.source).toHaveLength(300);
});

test("personal data in the address does not reach the touch", () => {
  const touch = touchOf("https://a.example/?utm_source=x&utm_term=jane%40b.example&email=q", "", at, []);
  expect(JSON.stringify(touch)).not.toMatch(/jane|email/);
  expect(touch?.source).toBe("x");
});

test("a similar name is another site", () => {
  expect(isOwnHost("nota.example", ["a.example"])).toBe(false);
});

test("the first touch stays, the last follows, a reload changes nothing", () => {
  const one: Touch = { source: "ads", landingPage: "https://a.example/", at };
  const first = withTouch({}, one);
  expect(first).toEqual({ firstTouch: one, lastTouch: one });
  expect(withTouch(first, undefined)).toBe(first);
  expect(withTouch(first, { ...one, at: later(29) })).toBe(first);
  const again = { ...one, at: later(31) };
  expect(withTouch(first, again)).toEqual({ firstTouch: one, lastTouch: again });
  const other = { ...one, source: "mail", at: later(1) };
  expect(withTouch(first, other)).toEqual({ firstTouch: one, lastTouch: other });
});
