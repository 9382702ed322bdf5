import { requestBytes } from "./wire.ts";

/** Events as a website sends them, about 600 bytes each; the same for the same number. */

const paths = ["/", "/product/planning", "/product/tracking", "/pricing", "/case-studies/harbour", "/docs/start", "/blog/lead-times", "/about", "/careers", "/case-studies/mill"];
const agents = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
  "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0",
];

let sent = 0;
const run = Math.floor(Math.random() * 1e9).toString(36);

/** An event of the visitor with this number, with a message id never used before. */
export function siteEvent(visitor: number, at: number): Record<string, unknown> {
  const number = sent++;
  const path = paths[(number * 7 + visitor) % paths.length]!;
  const context = {
    library: { name: "tandem.js", version: "0.1.0" }, locale: "de-DE", timezone: "Europe/Berlin", userAgent: agents[visitor % agents.length],
    page: { path, url: `https://www.example.com${path}?ref=${number % 97}`, title: "Planning that keeps its promises", referrer: "https://www.example.com/", search: `?ref=${number % 97}` },
  };
  const shared = { messageId: `bench-${run}-${number.toString(36)}`, anonymousId: `visitor-${visitor}`, timestamp: new Date(at).toISOString(), context };
  if (number % 5 === 4) return { ...shared, type: "track", event: number % 400 === 399 ? "Demo Requested" : number % 50 === 49 ? "Whitepaper Downloaded" : "Link Clicked", properties: { label: "Read on", href: "/product/planning", position: number % 12 } };
  return { ...shared, type: "page", name: "Page", properties: { path, title: "Planning that keeps its promises", url: `https://www.example.com${path}`, referrer: "https://www.example.com/" } };
}

/** Says who the visitor with this number is. */
export function identifyEvent(visitor: number, at: number): Record<string, unknown> {
  const company = `company-${visitor % 5000}.example`;
  return {
    type: "identify", messageId: `bench-${run}-${(sent++).toString(36)}`, anonymousId: `visitor-${visitor}`, userId: `user-${visitor}`, timestamp: new Date(at).toISOString(),
    traits: { email: `person.${visitor}@${company}`, firstName: "Kim", lastName: `Person ${visitor}`, title: ["Head of Operations", "IT Manager", "Buyer", "Director of Engineering"][visitor % 4], country: ["DE", "AT", "CH", "FR"][visitor % 4], company: { name: `Company ${visitor % 5000}`, domain: company, employees: (visitor % 60) * 100, industry: "Manufacturing" } },
    context: { library: { name: "tandem.js", version: "0.1.0" }, userAgent: agents[visitor % agents.length] },
  };
}

/** Requests to /v1/batch with a hundred events each. */
export function batchRequests(writeKey: string, events: readonly unknown[]): Buffer[] {
  const requests: Buffer[] = [];
  const headers = { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString("base64")}` };
  for (let from = 0; from < events.length; from += 100) requests.push(requestBytes("POST", "/v1/batch", headers, JSON.stringify({ batch: events.slice(from, from + 100), sentAt: new Date().toISOString() })));
  return requests;
}

export function siteEvents(count: number, visitors: number): Record<string, unknown>[] {
  const now = Date.now();
  return Array.from({ length: count }, (_, i) => siteEvent(Math.floor(Math.random() * visitors), now - (count - i)));
}
