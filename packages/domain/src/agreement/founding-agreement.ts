import { agreement, type Agreement, type AgreementInput } from "./agreement.ts";
import { bant } from "./frameworks.ts";

/**
 * Version 1 of the Agreement: what a B2B company can start with and argue about. It runs as a founding exception until
 * a Marketing and a Sales signatory have signed it. Nothing in here is known to the engine; all of it can be changed.
 */
const hour = 60;
/** Business minutes of a working day of eight hours. */
const workingDay = 8 * hour;

const text: AgreementInput = {
  name: "Founding agreement",
  timeZone: "Europe/Berlin",
  currency: "EUR",
  idealCustomer: {
    prose: "A company of 200 to 4,999 people in manufacturing, logistics or technology, in a country we serve, where operations or IT leads the decision.",
    when: {
      all: [
        { field: "company.employees", between: [200, 4_999] },
        { field: "company.industry", isAnyOf: ["Manufacturing", "Logistics", "Technology"] },
        { field: "company.country", isAnyOf: ["DE", "AT", "CH", "NL", "GB", "US"] },
      ],
    },
  },
  personas: [
    { key: "operations-leader", name: "Operations leader", prose: "Runs plants or warehouses, is measured on throughput and cost, wants proof from a company like theirs." },
    { key: "it-leader", name: "IT leader", prose: "Answers for security, integration and running cost; says no late unless asked early." },
    { key: "finance-partner", name: "Finance partner", prose: "Signs the business case; needs numbers that survive questions." },
  ],
  signals: [
    { key: "demo-requested", name: "Demo requested", handRaise: true, recognise: [{ type: "track", name: "Demo Requested" }, { type: "track", name: "Form Submitted", properties: { form: "demo" } }] },
    { key: "contact-form-sent", name: "Contact form sent", handRaise: true, recognise: [{ type: "track", name: "Contact Form Submitted" }, { type: "track", name: "Form Submitted", properties: { form: "contact" } }] },
    { key: "roi-calculator-completed", name: "ROI calculator completed", recognise: [{ type: "track", name: "ROI Calculator Completed" }] },
    { key: "trade-fair-stand-visited", name: "Trade-fair stand visited", recognise: [{ type: "track", name: "Stand Visited" }, { type: "track", name: "Badge Scanned" }] },
    { key: "webinar-attended", name: "Webinar attended", recognise: [{ type: "track", name: "Webinar Attended" }] },
    { key: "webinar-registered", name: "Webinar registered", recognise: [{ type: "track", name: "Webinar Registered" }, { type: "track", name: "Form Submitted", properties: { form: "webinar" } }] },
    { key: "pricing-viewed", name: "Pricing page viewed", recognise: [{ type: "page", pathStartsWith: "/pricing" }, { type: "page", name: "Pricing" }] },
    { key: "case-study-read", name: "Case study read", recognise: [{ type: "page", pathStartsWith: "/case-studies/" }, { type: "page", pathStartsWith: "/customers/" }, { type: "track", name: "Case Study Downloaded" }] },
    { key: "whitepaper-downloaded", name: "Whitepaper downloaded", recognise: [{ type: "track", name: "Whitepaper Downloaded" }, { type: "track", name: "Form Submitted", properties: { form: "whitepaper" } }] },
    { key: "product-page-viewed", name: "Product page viewed", recognise: [{ type: "page", pathStartsWith: "/product" }] },
    { key: "docs-viewed", name: "Documentation viewed", recognise: [{ type: "page", pathStartsWith: "/docs" }] },
    { key: "email-link-clicked", name: "E-mail link clicked", recognise: [{ type: "track", name: "Email Link Clicked" }] },
    { key: "newsletter-subscribed", name: "Newsletter subscribed", recognise: [{ type: "track", name: "Newsletter Subscribed" }, { type: "track", name: "Form Submitted", properties: { form: "newsletter" } }] },
    { key: "page-visited", name: "Any page visited", recognise: [{ type: "page" }] },
    { key: "careers-viewed", name: "Careers page viewed", recognise: [{ type: "page", pathStartsWith: "/careers" }, { type: "page", pathStartsWith: "/jobs" }] },
  ],
  fit: {
    gradeFrom: { A: 70, B: 50, C: 30 },
    groups: [],
    rules: [
      { key: "senior-decider", name: "Director, head, vice president or C-level", points: 25, when: { field: "contact.seniority", isAnyOf: ["c-level", "vp", "director", "head"] } },
      { key: "manager", name: "Manager", points: 12, when: { field: "contact.seniority", is: "manager" } },
      { key: "buying-function", name: "Operations, IT, engineering, purchasing or management", points: 15, when: { field: "contact.job_function", isAnyOf: ["operations", "it", "engineering", "purchasing", "management"] } },
      { key: "ideal-size", name: "Company of 200 to 4,999 people", points: 25, when: { field: "company.employees", between: [200, 4_999] } },
      { key: "near-size", name: "Company of 50 to 199 people, or of 5,000 and more", points: 10, when: { any: [{ field: "company.employees", between: [50, 199] }, { field: "company.employees", atLeast: 5_000 }] } },
      { key: "core-industry", name: "Manufacturing, logistics or technology", points: 15, when: { field: "company.industry", isAnyOf: ["Manufacturing", "Logistics", "Technology"] } },
      { key: "served-country", name: "Country we serve", points: 10, when: { any: [{ field: "contact.country", isAnyOf: ["DE", "AT", "CH", "NL", "GB", "US"] }, { field: "company.country", isAnyOf: ["DE", "AT", "CH", "NL", "GB", "US"] }] } },
      { key: "business-email", name: "Business e-mail", points: 10, when: { field: "contact.email_kind", is: "business" } },
      { key: "free-email", name: "Free-mail address", points: -15, when: { field: "contact.email_kind", is: "free" } },
      { key: "student", name: "Student", points: -40, when: { field: "contact.seniority", is: "student" } },
    ],
  },
  engagement: {
    groups: [
      { key: "browsing", name: "Browsing the site", cap: 30 },
      { key: "reading", name: "Reading content", cap: 35 },
      { key: "mail", name: "E-mail and newsletter", cap: 15 },
    ],
    rules: [
      { key: "demo", name: "Asked for a demo", signal: "demo-requested", points: 40, per: "once", windowDays: 90 },
      { key: "contact", name: "Sent the contact form", signal: "contact-form-sent", points: 40, per: "once", windowDays: 90 },
      { key: "roi", name: "Completed the ROI calculator", signal: "roi-calculator-completed", points: 20, capPerDay: 1, cap: 30, halfLifeDays: 30 },
      { key: "stand", name: "Visited the stand at a trade fair", signal: "trade-fair-stand-visited", points: 20, capPerDay: 1, cap: 30, halfLifeDays: 45 },
      { key: "webinar-there", name: "Attended a webinar", signal: "webinar-attended", points: 15, capPerDay: 1, cap: 30, halfLifeDays: 45 },
      { key: "webinar-booked", name: "Registered for a webinar", signal: "webinar-registered", points: 5, capPerDay: 1, cap: 10, windowDays: 60 },
      { key: "pricing", name: "Viewed pricing", signal: "pricing-viewed", points: 8, capPerDay: 2, cap: 24, windowDays: 30 },
      { key: "case-study", name: "Read a case study", signal: "case-study-read", points: 6, capPerDay: 2, cap: 18, halfLifeDays: 30, group: "reading" },
      { key: "whitepaper", name: "Downloaded a whitepaper", signal: "whitepaper-downloaded", points: 10, capPerDay: 1, cap: 20, halfLifeDays: 45, group: "reading" },
      { key: "docs", name: "Viewed the documentation", signal: "docs-viewed", points: 2, capPerDay: 3, cap: 12, windowDays: 30, group: "reading" },
      { key: "product", name: "Viewed a product page", signal: "product-page-viewed", points: 4, capPerDay: 3, cap: 20, windowDays: 30, group: "browsing" },
      { key: "visit", name: "Visited any page", signal: "page-visited", points: 1, capPerDay: 3, cap: 10, windowDays: 30, group: "browsing" },
      { key: "mail-click", name: "Clicked a link in an e-mail", signal: "email-link-clicked", points: 4, capPerDay: 2, cap: 12, windowDays: 30, group: "mail" },
      { key: "newsletter", name: "Subscribed to the newsletter", signal: "newsletter-subscribed", points: 5, per: "once", windowDays: 365, group: "mail" },
      { key: "careers", name: "Viewed careers", signal: "careers-viewed", points: -8, capPerDay: 1, cap: 24, windowDays: 60 },
    ],
  },
  mql: {
    grid: { A: 40, B: 60, C: 90, D: null },
    fastLanes: [
      { key: "demo", name: "Asked for a demo", signal: "demo-requested" },
      { key: "contact", name: "Asked to be contacted", signal: "contact-form-sent" },
    ],
    never: { any: [{ field: "contact.email_kind", is: "disposable" }, { field: "contact.seniority", is: "student" }] },
  },
  stages: [
    { stage: "visitor", owner: "marketing", prose: "Somebody on the site who has not said who they are." },
    { stage: "lead", owner: "marketing", prose: "A person we can reach by name and address." },
    { stage: "mql", owner: "marketing", prose: "Fits and has shown interest as the grid says, or has asked for a talk; handed to Sales with the whole story." },
    { stage: "sal", owner: "sales", prose: "Sales has looked, taken it on and works it." },
    { stage: "sql", owner: "sales", prose: "Need and authority are confirmed in a conversation and written down with evidence." },
    { stage: "opportunity", owner: "sales", prose: "A deal with an amount, a close date and a next step." },
    { stage: "customer", owner: "sales", prose: "Signed." },
    { stage: "advocate", owner: "marketing", prose: "A customer who speaks for us." },
    { stage: "nurture", owner: "marketing", prose: "Fits, but not now; Marketing keeps in touch and the way back needs new interest." },
    { stage: "disqualified", owner: "sales", prose: "Will not buy, whatever they do; with a reason." },
    { stage: "lost", owner: "sales", prose: "The deal was lost; with a reason." },
    { stage: "churned", owner: "sales", prose: "Was a customer." },
  ],
  tiers: [
    { key: "t1", name: "T1: grade A, or asked for a talk", when: { any: [{ gradeIsAnyOf: ["A"] }, { signal: "demo-requested", withinDays: 30 }, { signal: "contact-form-sent", withinDays: 30 }] } },
    { key: "t2", name: "T2: grade B", when: { gradeIsAnyOf: ["B"] } },
    { key: "t3", name: "T3: everyone else", when: { all: [] } },
  ],
  packageRequires: ["contact.email", "contact.last_name", "company.name", "contact.country"],
  routing: {
    rules: [
      { key: "asked-for-a-talk", name: "Asked for a talk", when: { any: [{ signal: "demo-requested", withinDays: 30 }, { signal: "contact-form-sent", withinDays: 30 }] }, to: { team: "sales", by: "weighted" } },
      { key: "everyone", name: "Everyone else", to: { team: "sales", by: "weighted" } },
    ],
    fallbackTeam: "sales",
  },
  sla: {
    sales: [
      { kind: "first-attempt", key: "t1-first-attempt", name: "T1: first attempt within 1 business hour", tiers: ["t1"], withinMinutes: hour, target: 90 },
      { kind: "first-attempt", key: "t2-first-attempt", name: "T2: first attempt within 4 business hours", tiers: ["t2"], withinMinutes: 4 * hour, target: 90 },
      { kind: "first-attempt", key: "t3-first-attempt", name: "T3: first attempt within 8 business hours", tiers: ["t3"], withinMinutes: 8 * hour, target: 85 },
      { kind: "attempts", key: "attempts", name: "5 attempts on 2 channels within 10 days before giving up", tiers: ["t1", "t2", "t3"], attempts: 5, channels: 2, withinDays: 10, target: 90 },
      { kind: "disposition", key: "disposition", name: "Accepted or rejected within 3 business days", tiers: ["t1", "t2", "t3"], withinMinutes: 3 * workingDay, target: 85 },
    ],
    marketing: [
      { kind: "mql-volume", key: "mql-volume", name: "300 MQLs a quarter", atLeast: 300 },
      { kind: "acceptance-rate", key: "acceptance", name: "45 % of MQLs accepted", atLeast: 45 },
      { kind: "grade-a-or-b", key: "grade-a-or-b", name: "65 % of MQLs of grade A or B", atLeast: 65 },
      { kind: "package-complete", key: "package", name: "95 % of packages complete", atLeast: 95 },
    ],
    escalation: [
      { at: "warning", afterMinutes: 0, act: "remind-owner" },
      { at: "breach", afterMinutes: 0, act: "tell-manager" },
      { at: "breach", afterMinutes: 4 * hour, act: "reassign" },
      { at: "breach", afterMinutes: 4 * hour, act: "next-review" },
    ],
  },
  rejectionReasons: [
    { code: "no-need", name: "No need at present", to: "nurture" },
    { code: "no-budget", name: "No budget this year", to: "nurture" },
    { code: "bad-timing", name: "Bad timing", to: "nurture" },
    { code: "bought-from-competitor", name: "Bought from a competitor", to: "nurture" },
    { code: "not-reached", name: "Could not be reached", to: "nurture", needsAttempts: true },
    { code: "not-a-company", name: "Not a company", to: "unqualified" },
    { code: "student", name: "Student or research", to: "unqualified" },
    { code: "wrong-region", name: "Region we do not serve", to: "unqualified" },
    { code: "competitor", name: "Is a competitor", to: "unqualified" },
    { code: "spam", name: "Spam", to: "unqualified" },
    { code: "wrong-person", name: "Wrong person, no way to the right one", to: "unqualified" },
  ],
  nurture: { coolOffDays: 30 },
  ageing: { sqlUntouchedDays: 60 },
  qualification: bant,
  attribution: { official: "linear", windowDays: 365 },
  targets: [],
  reviews: [
    { key: "weekly", name: "Weekly stand-up: handoffs, breaches, rejections", every: "week" },
    { key: "monthly", name: "Monthly review: funnel and targets", every: "month" },
    { key: "quarterly", name: "Quarterly renewal of the agreement", every: "quarter" },
  ],
};

/** Parsed, with every default written out. */
export const foundingAgreement: Agreement = agreement.parse(text);
