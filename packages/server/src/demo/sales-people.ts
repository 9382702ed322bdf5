import { acceptHandoff, claimNext, qualifyHandoff, recordAttempt, rejectHandoff, saveAnswer } from "@tandem/contract/handoff/acts";
import { markSeen } from "@tandem/contract/handoff/handoff";
import { createOpportunity, loseOpportunity, moveOpportunity, winOpportunity } from "@tandem/contract/pipeline/opportunities";
import { addBusiness, type Calendar } from "@tandem/domain/sla/business-calendar";
import type { App } from "../platform/app.ts";
import type { Principal } from "../platform/http/principal.ts";
import { Refusal } from "../platform/refusal.ts";
import { calendarOf } from "../spine/calendars.ts";
import { people, type CastMember } from "./cast.ts";
import type { DemoCompany } from "./found-company.ts";
import type { Visitor } from "./journeys.ts";
import type { Lane, Lanes } from "./lanes.ts";

/** How the six reps work their leads and deals. They see what a rep sees; only how a lead answers comes from the visitor's intent. */
export interface SalesPeople {
  /** Looks at what was handed over or given to somebody since the last look, and plans what will be done about it. */
  look(): Promise<void>;
  /** A deal somebody opens by hand, with a person they know: outbound, or more from a customer. */
  prospect(): Promise<void>;
  /** Plans anew what was under way when the history stopped. */
  resume(): Promise<void>;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Somebody who came, and the lane in which what Sales does with them happens. */
interface Prospect {
  readonly visitor: Visitor;
  readonly lane: Lane;
}

/** `shared` is for what touches leads of everybody: nothing goes on beside it. */
export function salesPeople(app: App, company: DemoCompany, visitors: ReadonlyMap<string, Visitor>, lanes: Lanes, shared: Lane): SalesPeople {
  const castOf = new Map<string, CastMember>(people.map((p) => [company.people.get(p.key)!.userId, p]));
  const calendars = new Map<string, Calendar>();
  let lookedAt = new Date(0);

  /** A refusal is what a person would see and leave: somebody else was quicker, or the lead moved on. */
  const attempt = async (doing: () => Promise<void>): Promise<void> => {
    try {
      await doing();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  };
  const later = (rep: CastMember, from: number, businessMinutes: number): number => addBusiness(calendars.get(rep.key)!, from, businessMinutes * minute) ?? from + day;
  const prospectOf = (email: string | null): Prospect | undefined => {
    const visitor = email === null ? undefined : visitors.get(email);
    return visitor && { visitor, lane: lanes.of(visitor.company.name) };
  };

  async function look(): Promise<void> {
    await learnHours();
    const since = lookedAt;
    lookedAt = app.clock.now();
    const given = await app.db.query<{ id: string; assignee_id: string; contact_id: string; email: string | null; tier: string; at: Date }>(
      `select h.id, a.assignee_id, h.contact_id, c.email_folded as email, h.tier, a.at from handoff_assignment a join handoff h on h.id = a.handoff_id join contact c on c.id = h.contact_id
       where a.at > $1 and a.at <= $2 and a.assignee_id = h.assignee_id and h.state = 'open' order by a.at, a.id`,
      [since, lookedAt],
    );
    for (const lead of given) {
      const rep = castOf.get(lead.assignee_id);
      const prospect = prospectOf(lead.email);
      if (rep && prospect) beginWith(lead, rep, prospect);
    }
    const queued = await app.db.query<{ key: string; count: number }>("select t.key, count(*)::int as count from handoff h join team t on t.id = h.team_id where h.assignee_id is null and h.closed_at is null group by 1");
    for (const { key, count } of queued) for (const rep of people.filter((p) => p.team === key && p.role === "sales-rep").slice(0, count)) shared.plan.add(later(rep, shared.now(), shared.rolls.around(40)), () => attempt(async () => void (await shared.act(company.people.get(rep.key)!, claimNext, { body: {} }))));
  }

  async function learnHours(): Promise<void> {
    if (calendars.size === 0) for (const person of people) calendars.set(person.key, await hoursOf(person));
  }

  async function hoursOf(person: CastMember): Promise<Calendar> {
    const row = await app.db.one<Parameters<typeof calendarOf>[0]>("select time_zone, week, holiday_country, holiday_region from app_user where id = $1", [company.people.get(person.key)!.userId]);
    return calendarOf(row, [], app.clock.now().getUTCFullYear());
  }

  function beginWith(lead: { id: string; contact_id: string; tier: string }, rep: CastMember, prospect: Prospect): void {
    const { act, plan, rolls, now } = prospect.lane;
    const who = company.people.get(rep.key)!;
    // Now and then a lead is overlooked for days; the ladder takes it to somebody else before.
    const overlooked = rolls.chance(0.07) ? rolls.whole(1, 4) * 480 : 0;
    const minutes = overlooked + rolls.around(rep.paceMinutes! * (lead.tier === "t1" ? 0.8 : lead.tier === "t2" ? 2.2 : 4), 0.7);
    // Most of the wait is before the lead is opened, the rest is reading up on it.
    plan.add(later(rep, now(), minutes * 0.7), () => attempt(async () => void (await act(who, markSeen, { params: { handoffId: lead.id } }))));
    plan.add(later(rep, now(), minutes), () => tryToReach(lead, rep, who, prospect, 1));
  }

  async function tryToReach(lead: { id: string; contact_id: string }, rep: CastMember, who: Principal, prospect: Prospect, nth: number): Promise<void> {
    const { visitor, lane } = prospect;
    const { act, plan, rolls, now } = lane;
    // Giving up takes tries on two channels.
    const channel = nth === 3 ? "email" : nth === 4 ? "call" : rolls.weighted([["call", 6], ["email", 3], ["message", 1]] as const);
    const reached = rolls.chance(0.2 + visitor.intent * 0.45);
    const outcome = reached ? "conversation" : channel === "call" ? rolls.pick(["no-answer", "left-message"] as const) : "sent";
    let goesOn = true;
    await attempt(async () => {
      await act(who, recordAttempt, { params: { handoffId: lead.id }, body: { channel, outcome, note: reached ? rolls.pick(talked) : "", ...(channel === "call" && { minutes: reached ? rolls.whole(4, 26) : 0 }) } });
    }).catch((error: unknown) => {
      goesOn = false;
      throw error;
    });
    if (!goesOn) return;
    if (!reached) {
      if (nth >= 6) plan.add(later(rep, now(), 60), () => reject(lane, lead, who, "nurture", "not-reached"));
      else plan.add(later(rep, now(), rolls.around(260 + nth * 120, 0.5)), () => tryToReach(lead, rep, who, prospect, nth + 1));
      return;
    }
    const wants = visitor.intent + (rolls.unit() - 0.5) * 0.5;
    if (wants < 0.12) plan.add(later(rep, now(), rolls.whole(5, 60)), () => reject(lane, lead, who, "unqualified", rolls.pick(unqualified)));
    else if (wants < 0.34) plan.add(later(rep, now(), rolls.whole(5, 240)), () => reject(lane, lead, who, "nurture", rolls.pick(toNurture)));
    else {
      await attempt(async () => void (await act(who, acceptHandoff, { params: { handoffId: lead.id } })));
      plan.add(later(rep, now(), rolls.around(1_300, 0.7)), () => qualify(lead, rep, who, prospect, wants));
    }
  }

  async function reject({ act, rolls }: Lane, lead: { id: string }, who: Principal, to: "nurture" | "unqualified", reason: string): Promise<void> {
    await attempt(async () => void (await act(who, rejectHandoff, { params: { handoffId: lead.id }, body: { to, reason, words: rolls.pick(reasonWords[reason] ?? ["Not for us."]) } })));
  }

  async function qualify(lead: { id: string; contact_id: string }, rep: CastMember, who: Principal, prospect: Prospect, wants: number): Promise<void> {
    const { visitor, lane } = prospect;
    const { act, rolls } = lane;
    if (wants < 0.52 || rolls.chance(0.15)) return reject(lane, lead, who, "nurture", rolls.pick(toNurture));
    await attempt(async () => {
      for (const [question, answers] of Object.entries(bant)) if (question === "need" || question === "authority" || rolls.chance(0.7)) await act(who, saveAnswer, { params: { handoffId: lead.id, question }, body: { value: rolls.pick(answers), confidence: rolls.pick(["medium", "high"] as const), evidence: "Said on the call." } });
      const amount = dealAmount(prospect);
      const { opportunityId } = await act(who, qualifyHandoff, { params: { handoffId: lead.id }, body: { opportunity: { name: `${visitor.company.name}, ${rolls.whole(2, 14)} robots`, amount, currency: currencyOf(visitor), closeOn: isoIn(lane, rolls.whole(30, 110)) } } });
      if (opportunityId !== null) planDeal(opportunityId, rep, lane, wants, "discovery");
    });
  }

  function dealAmount({ visitor, lane }: Prospect): number {
    return Math.round(lane.rolls.around(28_000 + Math.min(3_000, visitor.company.employees) * 18, 0.55) / 100) * 100 * 100;
  }

  function isoIn({ now }: Lane, days: number): string {
    return new Date(now() + days * day).toISOString().slice(0, 10);
  }

  /** From stage to stage to its end; a deal that will be lost often stops on the way. */
  function planDeal(id: string, rep: CastMember, lane: Lane, wants: number, stage: string): void {
    const { act, plan, rolls, now } = lane;
    const wins = rolls.chance(Math.min(0.72, (0.06 + wants * 0.5) * (rep.skill ?? 1)));
    const pace = wins ? 12 : 16;
    let at = now();
    let from = stage;
    const way = ["discovery", "evaluation", "offer", "negotiation"];
    for (const to of way.slice(way.indexOf(stage) + 1)) {
      at = later(rep, at, rolls.around(pace * 480 * 0.7, 0.6));
      if (!wins && rolls.chance(0.28)) break;
      const [before, after] = [from, to];
      plan.add(at, () => attempt(async () => void (await act(company.people.get(rep.key)!, moveOpportunity, { params: { opportunityId: id }, body: { from: before, to: after } }))));
      from = to;
    }
    at = later(rep, at, rolls.around(pace * 480 * 0.5, 0.6));
    plan.add(at, () => closeDeal(lane, id, rep, wins));
  }

  async function closeDeal({ act, rolls }: Lane, id: string, rep: CastMember, wins: boolean): Promise<void> {
    const deal = await app.db.find<{ version: number; state: string }>("select version, state from opportunity where id = $1", [id]);
    if (deal?.state !== "open") return;
    const who = company.people.get(rep.key)!;
    await attempt(async () => {
      if (wins) await act(who, winOpportunity, { params: { opportunityId: id }, body: { version: deal.version, reason: rolls.pick(["product", "references", "trust", "time-to-value", "price"]) } });
      else await act(who, loseOpportunity, { params: { opportunityId: id }, body: { version: deal.version, reason: rolls.pick(["price", "competitor", "no-decision", "timing"]), competitor: rolls.chance(0.4) ? "Gantrix" : null } });
    });
  }

  async function resume(): Promise<void> {
    await learnHours();
    lookedAt = app.clock.now();
    const leads = await app.db.query<{ id: string; assignee_id: string; contact_id: string; email: string; tier: string; state: string }>(
      "select h.id, h.assignee_id, h.contact_id, c.email_folded as email, h.tier, h.state from handoff h join contact c on c.id = h.contact_id where h.closed_at is null and h.assignee_id is not null order by h.opened_at, h.id",
    );
    for (const lead of leads) {
      const [rep, prospect] = [castOf.get(lead.assignee_id), prospectOf(lead.email)];
      if (!rep || !prospect) continue;
      const { visitor, lane } = prospect;
      if (lead.state === "open") beginWith(lead, rep, prospect);
      else lane.plan.add(later(rep, lane.now(), lane.rolls.around(480)), () => qualify(lead, rep, company.people.get(rep.key)!, prospect, visitor.intent + 0.1));
    }
    const deals = await app.db.query<{ id: string; owner_id: string; stage: string; email: string | null }>(
      `select o.id, o.owner_id, o.stage, c.email_folded as email from opportunity o left join opportunity_contact m on m.opportunity_id = o.id and m.main left join contact c on c.id = m.contact_id where o.state = 'open' order by o.created_at, o.id`,
    );
    for (const deal of deals) {
      const [rep, prospect] = [castOf.get(deal.owner_id), prospectOf(deal.email)];
      if (rep && prospect) planDeal(deal.id, rep, prospect.lane, prospect.visitor.intent, deal.stage);
    }
  }

  async function prospect(): Promise<void> {
    await learnHours();
    const rep = shared.rolls.pick(people.filter((p) => p.role === "sales-rep"));
    const contact = await app.db.find<{ id: string; company_id: string; name: string; email: string }>(
      `select c.id, c.company_id, co.name, c.email_folded as email from contact c join company co on co.id = c.company_id
       where c.stage in ('lead', 'nurture', 'customer', 'lost') and c.grade in ('A', 'B') and c.survivor_id = c.id order by md5(c.id::text || $1) limit 1`,
      [String(shared.rolls.unit())],
    );
    const known = prospectOf(contact?.email ?? null);
    if (!contact || !known) return;
    const { visitor, lane } = known;
    await attempt(async () => {
      const name = `${contact.name}, ${lane.rolls.pick(["second site", "pilot", "extension", "spare fleet"])}`;
      const { id } = await lane.act(company.people.get(rep.key)!, createOpportunity, { body: { name, contactId: contact.id, companyId: contact.company_id, amount: dealAmount(known), currency: currencyOf(visitor), closeOn: isoIn(lane, lane.rolls.whole(20, 90)) } });
      planDeal(id, rep, lane, Math.min(1, visitor.intent + 0.15), "discovery");
    });
  }

  return { look, resume, prospect };
}

function currencyOf(visitor: Visitor): string {
  return visitor.company.country === "US" || visitor.company.country === "CA" ? "USD" : visitor.company.country === "GB" ? "GBP" : "EUR";
}

const talked = ["Talked about pick rates at night.", "Wants figures from a site like theirs.", "Will bring the site manager to the next call.", "Has seen us at the fair; asks about integration.", "Compares us with two others."];
const toNurture = ["no-need", "no-budget", "bad-timing"] as const;
const unqualified = ["not-a-company", "student", "wrong-region", "competitor", "wrong-person"] as const;
const reasonWords: Readonly<Record<string, readonly string[]>> = {
  "not-reached": ["Six tries by phone and mail, no answer."],
  "no-need": ["Happy with manual picking for now.", "Automation project is closed."],
  "no-budget": ["Budget moves to next year's plan. Wants a call after their review.", "All investments stopped until summer."],
  "bad-timing": ["In the middle of a warehouse move.", "New site opens in nine months; call then."],
  student: ["Writes a thesis."],
  "wrong-region": ["Needs service where we have none."],
  competitor: ["Works for another robot maker."],
  "not-a-company": ["Private interest."],
  "wrong-person": ["Does not know who decides."],
};
const bant: Readonly<Record<string, readonly string[]>> = {
  budget: ["About 90,000 this year, approved.", "Part of the site budget, to be confirmed.", "Leasing only."],
  authority: ["Decides with the plant manager.", "The board signs above 50,000.", "Prepares it for the operations director."],
  need: ["Night-shift pick rate is 30 % under plan.", "Cannot hire enough pickers.", "Returns pile up every Monday."],
  timeline: ["Wants it live before the peak season.", "Pilot next quarter.", "Decision by the end of the year."],
};
