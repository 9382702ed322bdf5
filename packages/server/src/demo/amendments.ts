import { addComment } from "@tandem/contract/agreement/comments";
import { createDraft, saveDraft } from "@tandem/contract/agreement/drafts";
import { signDraft } from "@tandem/contract/agreement/signing";
import type { Agreement } from "@tandem/domain/agreement/agreement";
import type { Principal } from "../platform/http/principal.ts";
import type { Act } from "./act.ts";
import type { Agenda } from "./agenda.ts";
import type { DemoCompany } from "./found-company.ts";

const hour = 3_600_000;
const day = 24 * hour;

/** How the two teams change what they agreed on: one version signed by both in the year's middle, and a draft that waits today. */
export function planAmendments(company: DemoCompany, act: Act, plan: Agenda, first: number, until: number): void {
  const who = (key: string): Principal => company.people.get(key)!;
  const propose = async (by: string, title: string, change: (agreed: Agreement) => Agreement): Promise<{ id: string; hash: string }> => {
    const draft = await act(who(by), createDraft, { body: { title, from: "newest" } });
    return act(who(by), saveDraft, { params: { id: draft.id }, body: { version: draft.version, document: change(draft.document) } });
  };
  const comment = (by: string, draft: { id: string }, section: "engagement" | "tiers", words: string) => act(who(by), addComment, { body: { about: { draft: draft.id }, section, key: null, words } });
  const sign = (by: string, { id, hash }: { id: string; hash: string }) => act(who(by), signDraft, { params: { id }, body: { hash } });

  const middle = first + Math.round((until - first) / day / 2) * day + 9 * hour;
  plan.add(middle, async () => {
    const draft = await propose("jonas", "The hour is for who asks for a talk; pricing counts more", (agreed) =>
      withPoints({ ...agreed, mql: { ...agreed.mql, grid: { ...agreed.mql.grid, C: 140 } }, tiers: talkFirst }, { pricing: 10, careers: -12 }),
    );
    plan.add(middle + 3 * hour, async () => void (await comment("harriet", draft, "tiers", "Nobody can be with every grade A within the hour. Who asked for a talk waits for us; the rest can be called the same day.")));
    plan.add(middle + 5 * hour, async () => void (await comment("tomas", draft, "engagement", "Who comes back to the prices picks up the phone. Applicants do not.")));
    plan.add(middle + day, async () => void (await sign("priya", draft)));
    plan.add(middle + day + 3 * hour, async () => void (await sign("tomas", draft)));
  });

  // Begun when the first is in force, however short the history.
  const lately = Math.max(until - 3 * day, middle + 2 * day);
  plan.add(lately, async () => {
    const draft = await propose("priya", "Webinars fade sooner", (agreed) => ({
      ...agreed,
      engagement: { ...agreed.engagement, rules: agreed.engagement.rules.map((rule) => (rule.key === "webinar-there" ? { ...rule, points: 12, halfLifeDays: 21 } : rule)) },
    }));
    plan.add(lately + 4 * hour, async () => void (await comment("tomas", draft, "engagement", "Half of those who only watched a webinar were rejected as bad timing. Try it in the lab first?")));
    plan.add(lately + day, async () => void (await sign("priya", draft)));
  });
}

/** The founding tiers put everybody of grade A beside those who asked for a talk, and with that nearly everybody. */
const talkFirst: Agreement["tiers"] = [
  { key: "t1", name: "T1: asked for a talk", when: { any: [{ signal: "demo-requested", withinDays: 30 }, { signal: "contact-form-sent", withinDays: 30 }] } },
  { key: "t2", name: "T2: grade A or B", when: { gradeIsAnyOf: ["A", "B"] } },
  { key: "t3", name: "T3: everyone else", when: { all: [] } },
];

function withPoints(agreed: Agreement, points: Readonly<Record<string, number>>): Agreement {
  return { ...agreed, engagement: { ...agreed.engagement, rules: agreed.engagement.rules.map((rule) => ({ ...rule, points: points[rule.key] ?? rule.points })) } };
}
