import { describe, expect, it } from "vitest";
import type { JsonObject } from "./text.ts";
import { hostOf, isTouch, pathOf, readKeptTouch, readTouch } from "./touch.ts";

const page = (url: string, referrer = ""): JsonObject => ({ page: { url: `https://www.acme.com${url}`, referrer } });

describe("the channel of a touch", () => {
  it.each([
    ["/?utm_source=google&utm_medium=cpc&utm_campaign=q4", "", "paid-search"],
    ["/?gclid=abc", "https://www.google.com/", "paid-search"],
    ["/", "https://www.google.co.uk/", "organic-search"],
    ["/", "https://google.evil.example/", "referral"],
    ["/", "https://duckduckgo.com/", "organic-search"],
    ["/?utm_source=LinkedIn&utm_medium=paid_social", "", "paid-social"],
    ["/?utm_source=linkedin&utm_medium=cpc", "", "paid-social"],
    ["/?li_fat_id=1", "", "paid-social"],
    ["/?fbclid=1", "https://l.facebook.com/", "social"],
    ["/", "https://www.linkedin.com/feed/", "social"],
    ["/?utm_source=linkedin", "", "social"],
    ["/?utm_source=newsletter&utm_medium=email", "", "email"],
    ["/", "https://mail.google.com/", "email"],
    ["/?utm_medium=display", "", "display"],
    ["/?utm_source=hannover-messe&utm_medium=trade-fair", "", "event"],
    ["/", "https://partner.example/blog", "referral"],
    ["/?utm_campaign=poster", "", "other"],
    ["/", "", "direct"],
    ["/b", "https://acme.com/a", "direct"],
    ["/b", "https://blog.acme.com/a", "direct"],
  ])("%s from %s is %s", (url, referrer, channel) => {
    expect(readTouch(page(url, referrer)).channel).toBe(channel);
  });

  it("reads marks from the context first, and keeps them as written", () => {
    const touch = readTouch({ campaign: { name: "Herbst 🍂", source: "Google", medium: "CPC" }, ...page("/x?utm_campaign=other&utm_term=a+b%20c&utm_content=%") });
    expect(touch).toMatchObject({ campaign: "Herbst 🍂", source: "Google", term: "a b c", content: "%", channel: "paid-search", landingPage: "https://www.acme.com/x?utm_campaign=other&utm_term=a+b%20c&utm_content=%" });
    expect([isTouch(touch), isTouch(readTouch({}))]).toEqual([true, false]);
  });

  it("finds the query where Segment's browser client puts it", () => {
    const context: JsonObject = { page: { url: "https://acme.com/x", search: "?utm_source=bing&utm_medium=cpc", referrer: "" }, referrer: { id: "77", type: "msclkid" } };
    expect(readTouch(context)).toMatchObject({ source: "bing", medium: "cpc", clickIdKind: "msclkid", clickId: "77", channel: "paid-search" });
  });

  it("reads what the tracker kept, and nothing from nonsense", () => {
    expect(readKeptTouch({ at: 5, source: "google", medium: "cpc", campaign: 7 } as JsonObject)).toMatchObject({ at: 5, source: "google", campaign: null, channel: "paid-search" });
    expect([readKeptTouch("x"), readKeptTouch(undefined), readKeptTouch([])]).toEqual([null, null, null]);
  });

  it("takes addresses apart", () => {
    expect(["https://WWW.Acme.com:8080/A?b#c", "//x.de", "acme.com", "https://u:p@h.de/"].map(hostOf)).toEqual(["acme.com", "x.de", null, "h.de"]);
    expect(["https://acme.com", "https://acme.com/a/b?c=/d", "/x?y", "nothing"].map(pathOf)).toEqual(["/", "/a/b", "/x", null]);
  });
});
