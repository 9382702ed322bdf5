import { instantAt } from "@tandem/domain/kit/zone";
import { campaigns, organic, type PlannedCampaign } from "./campaign-plan.ts";
import { cities, companyOf, firstNames, lastNames, zoneOf } from "./cast.ts";
import { rollsOf, seedOf, type Rolls } from "./dice.ts";

/** One thing a visitor does, as a client would send it, and when. */
export interface PlannedEvent {
  readonly at: number;
  readonly raw: Record<string, unknown>;
}

/** A visitor of the demo: who they are and how much they want it. The engine knows none of this; it sees their events. */
export interface Visitor {
  readonly key: string;
  readonly company: ReturnType<typeof companyOf> & { employees: number; country: string; city: string };
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly title: string;
  /** 0 to 1: how likely they are to buy; drives what they look at and how they answer Sales. */
  readonly intent: number;
}

const hour = 3_600_000;
const agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const titles: readonly (readonly [string, number, number])[] = [
  ["Head of Warehouse Operations", 7, 0.3], ["Director Supply Chain", 6, 0.3], ["VP Operations", 3, 0.3], ["Chief Operating Officer", 2, 0.25], ["Operations Manager", 12, 0.15], ["Head of IT", 4, 0.15], ["IT Manager", 7, 0.05],
  ["Automation Engineer", 8, 0.05], ["Purchasing Manager", 6, 0.1], ["Warehouse Supervisor", 10, 0], ["Logistics Specialist", 12, -0.05], ["Marketing Manager", 4, -0.2], ["Consultant", 6, -0.2], ["Student", 5, -0.5], ["Research Assistant", 3, -0.4],
];
const countries: readonly (readonly [string, number])[] = [["DE", 26], ["AT", 5], ["CH", 6], ["GB", 14], ["IE", 2], ["SE", 4], ["NO", 2], ["DK", 3], ["FI", 2], ["NL", 6], ["BE", 3], ["US", 18], ["CA", 3], ["MX", 1], ["BR", 1], ["FR", 2], ["IN", 1], ["PL", 1]];
const sizes: readonly (readonly [[number, number], number, number])[] = [[[8, 49], 16, -0.25], [[50, 199], 26, -0.05], [[200, 999], 30, 0.15], [[1_000, 4_999], 19, 0.2], [[5_000, 40_000], 9, 0.05]];

const caseStudies = ["three-pl-in-90-days", "cold-storage-night-shift", "spare-parts-pick-rate", "returns-handling"];
const blog = ["/blog/pick-rate-benchmarks", "/blog/robots-and-people", "/blog/cost-of-a-mispick", "/blog/cold-chain-checklist"];

/** Makes a visitor who arrives on a day of the year, with everything they will do until `until`. */
export function visitorOf(index: number, rolls: Rolls, arrival: number, dayOfYear: number, until: number): { visitor: Visitor; events: PlannedEvent[] } {
  const company = companyOf(rolls.whole(0, 899));
  const { sizeFit, ...facts } = factsOf(company.name);
  const [title, , titleFit] = rolls.weighted(titles.map((t) => [t, t[1]] as const));
  const origin = originOf(rolls, dayOfYear);
  const firstName = rolls.pick(firstNames);
  const lastName = rolls.pick(lastNames);
  const free = rolls.chance(0.16);
  const intent = Math.min(1, Math.max(0, (0.09 + sizeFit + titleFit + (["Manufacturing", "Logistics", "Technology"].includes(company.industry) ? 0.12 : -0.08) - (free ? 0.15 : 0) + (rolls.unit() - 0.5) * 0.6) * origin.quality));
  const mailbox = `${firstName}.${lastName}`.toLowerCase().normalize("NFD").replace(/[^a-z.]/g, "");
  const visitor = { key: `v${index}`, company: { ...company, ...facts }, firstName, lastName, email: free ? `${mailbox}${index}@gmail.com` : `${mailbox}.${index}@${company.domain}`, title, intent };
  return { visitor, events: planEvents(visitor, origin, rolls, arrival, until) };
}

/** What is true of a company, whoever of its people tells. */
function factsOf(name: string): { employees: number; country: string; city: string; sizeFit: number } {
  const rolls = rollsOf(seedOf(name));
  const country = rolls.weighted(countries);
  const [[least, most], , sizeFit] = rolls.weighted(sizes.map((size) => [size, size[1]] as const));
  return { employees: rolls.whole(least, most), country, city: rolls.pick(cities[country]!), sizeFit };
}

interface Origin {
  readonly campaign: PlannedCampaign | null;
  readonly referrer: string | null;
  readonly quality: number;
}

function originOf(rolls: Rolls, dayOfYear: number): Origin {
  const running = campaigns.filter((c) => c.from <= dayOfYear && dayOfYear < c.to && c.utm.medium !== "email");
  const choices: (readonly [Origin, number])[] = [
    ...running.map((c) => [{ campaign: c, referrer: null, quality: c.quality }, c.pull] as const),
    ...organic.map((o) => [{ campaign: null, referrer: o.referrer, quality: o.quality }, o.pull] as const),
  ];
  return rolls.weighted(choices);
}

function planEvents(who: Visitor, origin: Origin, rolls: Rolls, arrival: number, until: number): PlannedEvent[] {
  const events: PlannedEvent[] = [];
  const zone = zoneOf[who.company.country] ?? "Europe/Berlin";
  const sessions = Math.min(24, 1 + Math.floor(rolls.around(1.6 + who.intent * 5.4, 0.7)));
  let known = false;
  let subscribed = false;
  let at = arrival;
  for (let session = 0; session < sessions && at < until; session++) {
    const start = inWakingHours(zone, at, rolls);
    const byMail = subscribed && rolls.chance(0.3);
    const visit = planSession(who, { zone, start, first: session === 0, last: session === sessions - 1, known, byMail, origin }, rolls);
    known ||= visit.identified;
    subscribed ||= visit.subscribed;
    events.push(...visit.events);
    at += rolls.around(session < 2 ? 2.5 : 6, 1) * 24 * hour * (1.4 - who.intent * 0.9);
  }
  return events.filter((event) => event.at < until);
}

/** Shifts an instant to a time of the day at which people of that zone are awake, mostly at work. */
function inWakingHours(zone: string, at: number, rolls: Rolls): number {
  const day = Math.floor(at / (24 * hour));
  const local = rolls.chance(0.86) ? 8.5 + rolls.unit() * 9 : 7 + rolls.unit() * 15;
  const weekday = (day + 4) % 7;
  const shift = (weekday === 0 || weekday === 6) && rolls.chance(0.8) ? (weekday === 6 ? 2 : 1) : 0;
  return instantAt(zone, day + shift, Math.floor(local * hour));
}

interface SessionPlan {
  readonly zone: string;
  readonly start: number;
  readonly first: boolean;
  readonly last: boolean;
  readonly known: boolean;
  readonly byMail: boolean;
  readonly origin: Origin;
}

function planSession(who: Visitor, plan: SessionPlan, rolls: Rolls): { events: PlannedEvent[]; identified: boolean; subscribed: boolean } {
  const events: PlannedEvent[] = [];
  let at = plan.start;
  const { campaign, referrer } = plan.byMail ? { campaign: campaigns.find((c) => c.utm.medium === "email")!, referrer: null } : plan.first || rolls.chance(0.25) ? plan.origin : { campaign: null, referrer: rolls.chance(0.4) ? "https://www.google.com/" : null };
  const send = (type: string, body: Record<string, unknown>): void => {
    events.push({ at, raw: { type, anonymousId: `demo-${who.key}`, messageId: `demo-${who.key}-${at}-${events.length}`, timestamp: new Date(at).toISOString(), ...body, context: { locale: who.company.country === "DE" ? "de-DE" : "en-GB", userAgent: agent, ...(body["context"] as object | undefined) } } });
    at += 15_000 + Math.floor(rolls.unit() * 150_000);
  };
  const page = (path: string, query = ""): void => send("page", { name: path, properties: { path, url: `https://www.northwind-robotics.example${path}${query}`, ...(referrer !== null && events.length === 0 && { referrer }) } });
  if (plan.byMail) send("track", { event: "Email Link Clicked", properties: { link: "read more", secondsSinceDelivery: 600 + rolls.whole(0, 90_000) } });
  page(rolls.pick(["/", "/product", ...blog]), campaign ? `?utm_source=${campaign.utm.source}&utm_medium=${campaign.utm.medium}&utm_campaign=${campaign.utm.campaign}` : "");
  const pages = 2 + Math.floor(rolls.around(3.2 + who.intent * 4, 0.5));
  for (let i = 0; i < pages; i++) page(nextPage(who.intent, rolls));
  const visit = { events, identified: false, subscribed: false };
  const wants = rolls.unit();
  const eager = who.intent * (plan.known ? 1 : 0.7);
  if (campaign?.channel === "event" && plan.first && rolls.chance(0.75)) {
    introduce(who, plan.origin, send, "webinar");
    visit.identified = true;
    send("track", campaign.utm.medium === "webinar" ? { event: "Webinar Attended", properties: { title: campaign.name, minutes: rolls.whole(12, 50) } } : { event: "Badge Scanned", properties: { fair: campaign.name } });
  } else if (wants < eager * 0.055) {
    if (!plan.known) introduce(who, plan.origin, send, "demo");
    else send("track", { event: "Form Submitted", properties: { form: rolls.chance(0.7) ? "demo" : "contact" } });
    visit.identified = true;
  } else if (wants < eager * 0.14) send("track", { event: "ROI Calculator Completed", properties: { sites: rolls.whole(1, 6), picks: rolls.whole(20, 800) * 1_000 } });
  else if (!plan.known && wants < 0.3 + who.intent * 0.25) {
    const form = rolls.weighted([["whitepaper", 5], ["newsletter", 3], ["webinar", 2], ["contact", 0.4 + who.intent]] as const);
    introduce(who, plan.origin, send, form);
    visit.identified = true;
    visit.subscribed = form === "newsletter" || rolls.chance(0.4);
    if (visit.subscribed) send("track", { event: "Newsletter Subscribed" });
  } else if (plan.known && wants > 0.92) send("track", { event: "Whitepaper Downloaded", properties: { title: "Pick-rate benchmark" } });
  return visit;
}

/** Says who they are by a form: identify with what the form asked, then the submission. */
function introduce(who: Visitor, origin: Origin, send: (type: string, body: Record<string, unknown>) => void, form: string): void {
  const { company } = who;
  const source = heardOf(who, origin);
  send("identify", { traits: { email: who.email, firstName: who.firstName, lastName: who.lastName, title: who.title, country: company.country, city: company.city, ...(source !== null && { source }), ...(!who.email.endsWith("gmail.com") && { company: { name: company.name, industry: company.industry, employees: company.employees, country: company.country, city: company.city } }) } });
  send("track", { event: "Form Submitted", properties: { form } });
}

const answers: Readonly<Record<string, string>> = { "paid-search": "Search engine", "paid-social": "LinkedIn", social: "LinkedIn", display: "Trade press", email: "Newsletter", referral: "Partner" };

/** What they answer where a form asks how they heard of the company: mostly what brought them, sometimes somebody they know, sometimes nothing. */
function heardOf(who: Visitor, { campaign, referrer }: Origin): string | null {
  const rolls = rollsOf(seedOf(`heard ${who.key}`));
  const honest = rolls.unit();
  if (honest < 0.14) return null;
  if (honest < 0.22) return "A colleague";
  if (campaign?.channel === "event") return campaign.utm.medium === "webinar" ? "Webinar" : "Trade fair";
  if (campaign) return answers[campaign.channel] ?? null;
  if (referrer === null) return rolls.pick(["A colleague", "Search engine", "Trade press"]);
  return referrer.includes("linkedin") ? "LinkedIn" : referrer.includes("logistics-review") ? "Trade press" : "Search engine";
}

function nextPage(intent: number, rolls: Rolls): string {
  return rolls.weighted([
    ["/product", 5], ["/product/fleet", 3], ["/pricing", 1 + intent * 6], [`/case-studies/${rolls.pick(caseStudies)}`, 2 + intent * 3], ["/docs/integration", 1 + intent], [rolls.pick(blog), 5 - intent * 3], ["/about", 2], ["/careers", 0.8 - intent * 0.6],
  ] as const);
}
