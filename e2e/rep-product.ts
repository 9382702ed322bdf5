// A workspace with one sales rep, the leads that come to them, and the rep's browsers.
import { completeSetup } from "@tandem/contract/access/setup";
import { signIn } from "@tandem/contract/access/sign-in";
import { listTeams } from "@tandem/contract/access/teams";
import { createUser } from "@tandem/contract/access/users";
import { getHandoff } from "@tandem/contract/handoff/handoff";
import { readInbox, type InboxRow } from "@tandem/contract/handoff/inbox";
import type { Page } from "playwright-core";
import { launchBrowser } from "./browser.ts";
import { Caller, startProduct } from "./product.ts";

const password = "correct horse battery staple";
/** Longer than an act can be taken back before it is sent. */
const heldMs = 12_500;

export interface RepProduct {
  readonly url: string;
  readonly rep: Caller;
  /** What went wrong in any of the rep's browsers. */
  readonly complaints: string[];
  /** A browser of the rep, whose clock the test may move on. */
  open(width: number, height: number): Promise<Page>;
  /** Somebody who fits asks for a demo. @param views how often they looked at the prices */
  lead(first: string, views?: number): Promise<void>;
  inbox(): Promise<InboxRow[]>;
  idOf(name: string): Promise<string>;
  stateOf(id: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startRepProduct(): Promise<RepProduct> {
  const [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  const administrator = new Caller(product.url);
  const { source } = await administrator.call(completeSetup, { body: { workspaceName: "Rep story", timeZone: "Europe/Berlin", currency: "EUR", administrator: { name: "Ada", email: "ada@story.example", password } } });
  const { rows: teams } = await administrator.call(listTeams);
  await administrator.call(createUser, { body: { name: "Rita Repp", email: "rita@story.example", role: "sales-rep", teamIds: [teams.find((team) => team.key === "sales")!.id], entry: { kind: "password", password } } });
  const rep = new Caller(product.url);
  await rep.call(signIn, { body: { email: "rita@story.example", password } });
  const complaints: string[] = [];
  const inbox = async () => (await rep.call(readInbox, { query: {} })).rows;
  return {
    url: product.url,
    rep,
    complaints,
    async open(width, height) {
      const context = await browser.newContext({ viewport: { width, height }, locale: "en-GB", timezoneId: "Europe/Berlin", reducedMotion: "reduce" });
      await context.clock.install();
      await context.addCookies([rep.cookieFor(product.url)]);
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
      return page;
    },
    async lead(first, views = 1) {
      const email = `${first.toLowerCase()}@${first.toLowerCase()}works.example`;
      const batch = [
        ...Array.from({ length: views }, () => ({ type: "page", anonymousId: email, name: "Pricing", properties: { path: "/pricing", url: "https://story.example/pricing?utm_source=linkedin&utm_medium=paid-social&utm_campaign=Pick-rate" } })),
        { type: "identify", anonymousId: email, traits: { email, firstName: first, lastName: "Lead", title: "Head of Operations", phone: "+49 30 1234", company: { name: `${first} Works`, employees: 1240, industry: "Logistics", country: "DE" } } },
        { type: "track", event: "Form Submitted", anonymousId: email, properties: { form: "demo" } },
      ].map((event, i) => ({ ...event, messageId: `${first}-${i}` }));
      const response = await fetch(`${product.url}/v1/batch`, { method: "POST", headers: { authorization: `Basic ${btoa(`${source.writeKey!}:`)}`, "content-type": "application/json" }, body: JSON.stringify({ batch }) });
      if (response.status !== 200) throw new Error(`${first} was not taken in: ${response.status}`);
    },
    inbox,
    idOf: async (name) => (await inbox()).find((one) => one.contact.name === name)!.id,
    stateOf: async (id) => (await rep.call(getHandoff, { params: { handoffId: id } })).state,
    async stop() {
      await browser.close();
      await product.stop();
    },
  };
}

/** Moves the page's clock on past the moment at which what was held is sent, or not. */
export async function pastUndo(page: Page): Promise<void> {
  await page.clock.fastForward(heldMs);
}
