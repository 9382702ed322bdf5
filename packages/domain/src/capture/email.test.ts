import { describe, expect, it } from "vitest";
import { companyDomainOf, emailKind, normaliseDomain, normaliseEmail } from "./email.ts";
import { disposableMailDomains, freeMailDomains } from "./free-mail.ts";

describe("an e-mail address", () => {
  it.each([
    ["  Anna.Muster+news@ACME.com ", "anna.muster+news@acme.com"],
    ["mailto:x@acme.com", "x@acme.com"],
    ["jürgen@müller.de", "jürgen@xn--mller-kva.de"],
    ["ju\u0308rgen@mu\u0308ller.de", "jürgen@xn--mller-kva.de"],
    ["x@BÜCHER.example", "x@xn--bcher-kva.example"],
    ["x@例え.jp", "x@xn--r8jz45g.jp"],
    ["x@почта.рф", "x@xn--80a1acny.xn--p1ai"],
    ["x@xn--mller-kva.de", "x@xn--mller-kva.de"],
    ["o'neill@acme.co.uk", "o'neill@acme.co.uk"],
    ["x@acme.com.", "x@acme.com"],
  ])("%s is %s", (text, normal) => {
    expect(normaliseEmail(text)).toBe(normal);
    expect(normaliseEmail(normal)).toBe(normal);
  });
  it.each(["", "x", "@acme.com", "x@", "x@localhost", "a b@acme.com", "a@b@acme.com", ".a@acme.com", "a..b@acme.com", "a@-acme.com", "a@acme..com", "a@1.2.3.4", "x@acme.c\u0000om", `${"x".repeat(65)}@acme.com`, "x@a🙂.com", "Anna <anna@acme.com>"])("%j is none", (text) => {
    expect(normaliseEmail(text)).toBe(null);
  });
  it("says what kind it is, and names a company only for business", () => {
    expect(["a@gmail.com", "a@yopmail.com", "a@mail.yopmail.com", "a@acme.com", "a@notgmail.com"].map((email) => emailKind(email))).toEqual(["free", "disposable", "disposable", "business", "business"]);
    expect([companyDomainOf("a@gmx.de"), companyDomainOf("a@sub.acme.com")]).toEqual([null, "sub.acme.com"]);
  });
  it("has lists without doubles, in compared form", () => {
    for (const domain of [...freeMailDomains, ...disposableMailDomains]) expect(normaliseDomain(domain)).toBe(domain);
    expect([...freeMailDomains].filter((domain) => disposableMailDomains.has(domain))).toEqual([]);
    expect(freeMailDomains.size).toBeGreaterThan(150);
    expect(disposableMailDomains.size).toBeGreaterThan(60);
  });
});
