import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { completeSetup } from "@tandem/contract/access/setup";
import { signIn } from "@tandem/contract/access/sign-in";
import { createUser } from "@tandem/contract/access/users";
import { listTeams } from "@tandem/contract/access/teams";
import { readAgreement } from "@tandem/contract/agreement/versions";
import { createCampaign } from "@tandem/contract/campaigns/campaigns";
import { readClosedLoop } from "@tandem/contract/campaigns/closed-loop";
import { addSpend } from "@tandem/contract/campaigns/spend";
import { createForm } from "@tandem/contract/capture/forms";
import { acceptHandoff, qualifyHandoff, recordAttempt, saveAnswer } from "@tandem/contract/handoff/acts";
import { readInbox } from "@tandem/contract/handoff/inbox";
import { readDashboard } from "@tandem/contract/insights/dashboard";
import { getContact } from "@tandem/contract/people/contacts";
import { getOpportunity, winOpportunity } from "@tandem/contract/pipeline/opportunities";
import { Caller, eventually, startProduct, type Product } from "./product.ts";

/** The main promise, through the public API alone: from the first page view to the money, traced back to its source. */

const password = "correct horse battery staple";
let product: Product;
let administrator: Caller;
let rep: Caller;
let marketing: Caller;
let writeKey: string;

beforeAll(async () => {
  product = await startProduct();
  administrator = new Caller(product.url);
  const done = await administrator.call(completeSetup, { body: { workspaceName: "Story", timeZone: "Europe/Berlin", currency: "EUR", administrator: { name: "Ada", email: "ada@story.example", password } } });
  writeKey = done.source.writeKey!;
  const { rows: teams } = await administrator.call(listTeams);
  const join = async (name: string, role: "sales-rep" | "marketing", team: string): Promise<Caller> => {
    const email = `${name.toLowerCase()}@story.example`;
    await administrator.call(createUser, { body: { name, email, role, teamIds: [teams.find((t) => t.key === team)!.id], entry: { kind: "password", password } } });
    const caller = new Caller(product.url);
    await caller.call(signIn, { body: { email, password } });
    return caller;
  };
  rep = await join("Rita", "sales-rep", "sales");
  marketing = await join("Milo", "marketing", "marketing");
}, 60_000);
afterAll(() => product?.stop());

async function send(...batch: object[]): Promise<void> {
  const response = await fetch(`${product.url}/v1/batch`, { method: "POST", headers: { authorization: `Basic ${btoa(`${writeKey}:`)}`, "content-type": "application/json" }, body: JSON.stringify({ batch }) });
  expect(response.status).toBe(200);
}

describe("a lead's whole way", () => {
  let handoffId: string;
  let contactId: string;
  let opportunityId: string;

  it("is captured with its campaign, and known by the form", async () => {
    const campaign = await marketing.call(createCampaign, { body: { name: "Spring search", channel: "paid-search", utm: ["Spring-Launch"] } });
    await marketing.call(addSpend, { params: { campaignId: campaign.id }, body: { day: new Date().toISOString().slice(0, 10), amount: 50_000, currency: "EUR" } });
    await marketing.call(createForm, { body: { key: "demo", title: "Book a demo", submitLabel: "Book", thanks: "Thank you.", fields: [{ name: "email", label: "E-mail", type: "email", required: true }, { name: "firstName", label: "First name", type: "text", required: true }, { name: "title", label: "Title", type: "text", required: false }] } });
    await send({ type: "page", anonymousId: "story-1", messageId: "story-1", name: "Pricing", properties: { path: "/pricing", url: "https://story.example/pricing?utm_source=google&utm_medium=cpc&utm_campaign=spring-launch" } });
    const posted = await fetch(`${product.url}/forms/demo`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ values: { email: "Nora.Quist@halvorsen.example", firstName: "Nora", title: "Head of Operations" }, anonymousId: "story-1", context: {}, messageId: "story-form-1" }) });
    expect(posted.status).toBe(200);
  });

  it("is with the rep, with its story and a running clock", async () => {
    const row = await eventually("the handoff in the rep's inbox", async () => (await rep.call(readInbox, { query: {} })).rows[0]);
    handoffId = row.id;
    contactId = row.contact.id;
    expect(row.contact.name).toBe("Nora");
    expect(row.group).toBe("first-attempt");
    expect(row.clock).not.toBeNull();
    const page = await rep.call(getContact, { params: { contactId } });
    expect(page.stage).toBe("mql");
  });

  it("is worked: accepted, reached, qualified with evidence, opened as a deal and won", async () => {
    await rep.call(acceptHandoff, { params: { handoffId } });
    await rep.call(recordAttempt, { params: { handoffId }, body: { channel: "call", outcome: "conversation", note: "Wants two robots." } });
    const { sections } = await rep.call(readAgreement);
    for (const question of sections.find((s) => s.key === "qualification")!.lines) await rep.call(saveAnswer, { params: { handoffId, question: question.key }, body: { value: "Said so.", confidence: "high", evidence: "On the call." } });
    const qualified = await rep.call(qualifyHandoff, { params: { handoffId }, body: { opportunity: { name: "Halvorsen, two robots", amount: 8_640_000, currency: "EUR", closeOn: null } } });
    opportunityId = qualified.opportunityId!;
    const opportunity = await rep.call(getOpportunity, { params: { opportunityId } });
    await rep.call(winOpportunity, { params: { opportunityId }, body: { version: opportunity.version, reason: "product" } });
    const page = await rep.call(getContact, { params: { contactId } });
    expect(page.stage).toBe("customer");
  });

  it("closes the loop: the money stands at the campaign that brought it, and both teams see the same", async () => {
    const report = await marketing.call(readClosedLoop, { query: { by: "campaign", period: "all-time" } });
    const row = report.rows.find((r) => r.name === "Spring search")!;
    expect(row.figures.leads.credit).toBe(10_000);
    expect(row.figures.won.credit).toBe(10_000);
    expect(row.revenue).toBe(8_640_000);
    expect(row.cost).toBe(50_000);
    const [theirs, ours] = [await marketing.call(readDashboard, { query: { period: "all-time" } }), await rep.call(readDashboard, { query: { period: "all-time" } })];
    expect({ ...theirs, countedAt: null }).toEqual({ ...ours, countedAt: null });
  });
});
