import type { App } from "../../platform/app.ts";
import type { Database } from "../../platform/database.ts";

/** Where invented business is written, and who does it. */
export interface BusinessApp {
  readonly db: Database;
  readonly app: App;
  readonly workspace: { readonly teams: { readonly sales: string } };
  readonly as: { readonly rep: { readonly id: string } };
  readonly otherTeam: string;
  /** Numbers from 0 to 1. */
  readonly dice: () => number;
}

export const start = new Date("2026-11-18T09:30:00Z");
const day = 86_400_000;

export interface Life {
  readonly contactId: string;
  readonly source?: string | null;
  readonly country?: string | null;
  readonly grade?: string;
  readonly channel?: string | null;
  /** Stage and when it was entered, in order. */
  readonly stages: readonly (readonly [stage: string, at: number, flag?: string])[];
  readonly history?: boolean;
}

/** Writes contacts with their episodes, as the spine settles them. */
export async function live(t: Pick<BusinessApp, "db" | "app">, lives: readonly Life[]): Promise<void> {
  await t.db.query(
    `insert into contact (id, survivor_id, created_at, identified_at, email, email_folded, first_name, last_name, source, country, grade, first_touch, stage, stage_since)
     select id, id, at, at, mail, mail, 'Person', id::text, source, country, grade, case when channel is not null then jsonb_build_object('channel', channel) end, stage, since
     from jsonb_to_recordset($1) r(id uuid, at timestamptz, mail text, source text, country text, grade text, channel text, stage text, since timestamptz)`,
    [
      JSON.stringify(
        lives.map((life) => ({
          id: life.contactId, at: new Date(life.stages[0]![1]), mail: `${life.contactId}@example.com`, source: life.source ?? null, country: life.country ?? null,
          grade: life.grade ?? "B", channel: life.channel ?? null, stage: life.stages.at(-1)![0], since: new Date(life.stages.at(-1)![1]),
        })),
      ),
    ],
  );
  const episodes = lives.flatMap((life) => {
    let before: string | null = null;
    return life.stages.map(([stage, at, flag], index) => {
      const id = t.app.ids.next();
      const row = { id, contact_id: life.contactId, stage, entered_at: new Date(at), left_at: life.stages[index + 1] ? new Date(life.stages[index + 1]![1]) : null, predecessor_id: before, flag: flag ?? null, history: life.history ?? false };
      before = id;
      return row;
    });
  });
  await t.db.query(
    `insert into episode (id, contact_id, stage, entered_at, left_at, predecessor_id, cause, flag, history, actor_kind, applied, applied_at)
     select id, contact_id, stage, entered_at, left_at, predecessor_id, 'test', flag, history, 'engine', nextval('applied_seq'), entered_at
     from jsonb_populate_recordset(null::episode, $1)`,
    [JSON.stringify(episodes)],
  );
}

const pick = <T>(items: readonly T[], at: number): T => items[Math.min(items.length - 1, Math.floor(at * items.length))]!;

/** A year of people, MQLs, handoffs, clocks and deals. Everything that a figure counts occurs, contradictions included. */
export async function generateBusiness(t: BusinessApp, people: number): Promise<void> {
  const { dice, app } = t;
  const lives: Life[] = Array.from({ length: people }, () => {
    let at = start.getTime() - Math.floor(dice() * 370 * day);
    const stages: [string, number, string?][] = [["lead", at]];
    const next = (stage: string, days: number) => stages.push([stage, Math.min((at += Math.floor(dice() * days * day) + 60_000), start.getTime())]);
    if (dice() < 0.02) stages.push(["customer", at - day, "before-current-stage"]);
    else if (dice() < 0.55) {
      next("mql", 20);
      if (dice() < 0.25) {
        next("nurture", 5);
        if (dice() < 0.4) next("mql", 40);
      }
      if (stages.at(-1)![0] === "mql" && dice() < 0.8) {
        if (dice() < 0.85) next("sal", 2);
        if (dice() < 0.7) next("sql", 9);
        if (dice() < 0.15) next("disqualified", 4);
        else if (stages.at(-1)![0] === "sql" && dice() < 0.8) {
          next("opportunity", 6);
          if (dice() < 0.75) next(dice() < 0.45 ? "customer" : "lost", 50);
          if (stages.at(-1)![0] === "lost" && dice() < 0.5) next("nurture", 3);
        }
      }
    } else if (dice() < 0.1) next("disqualified", 9);
    return { contactId: app.ids.next(), source: pick(["social", "paid search", "", "unknown", null], dice()), country: pick(["DE", "CH", "AT", null], dice()), grade: pick(["A", "B", "C", "D"], dice()), channel: pick(["paid", "organic", "email", null], dice()), stages, history: dice() < 0.1 };
  });
  await live(t, lives);
  await handOver(t);
  await deal(t, lives);
}

async function handOver(t: BusinessApp): Promise<void> {
  const passages = await t.db.query<{ episode_id: string; contact_id: string; entered_at: Date; place: string; sal_at: Date | null }>("select * from passage where not history order by entered_at, episode_id");
  const handoffs = passages.map((p) => {
    const opened = p.entered_at.getTime();
    const accepted = p.sal_at?.getTime() ?? null;
    const rejected = p.place === "nurture" || p.place === "disqualified";
    const state = p.place === "nurture" ? "rejected-nurture" : p.place === "disqualified" ? "rejected-unqualified" : p.place === "mql" ? "open" : p.place === "sal" ? "accepted" : "qualified";
    const other = t.dice() < 0.4;
    return {
      id: t.app.ids.next(), contact_id: p.contact_id, episode_id: p.episode_id, agreement_version: 1, tier: "t2", state, assignee_id: other ? null : t.as.rep.id, team_id: other ? t.otherTeam : t.workspace.teams.sales,
      captured_at: new Date(opened - 2000), scored_at: new Date(opened - 900), opened_at: new Date(opened), assigned_at: other ? null : new Date(opened + 400), notified_at: other ? null : new Date(opened + 700),
      seen_at: t.dice() < 0.7 ? new Date(opened + 600_000 * t.dice() + 1000) : null, first_attempt_at: t.dice() < 0.6 ? new Date(opened + 5_000_000 * t.dice() + 2000) : null,
      accepted_at: accepted === null ? null : new Date(accepted), closed_at: state === "open" || state === "accepted" ? null : new Date(opened + day), reason: rejected ? pick(["no-budget", "student", "bad-timing"], t.dice()) : null,
      fit: 1000, grade: pick(["A", "B", "C"], t.dice()), engagement: 1000, trace: [], version: 0,
    };
  });
  // An older one that stayed open in the middle of a life is withdrawn: at most one is open for a contact.
  const last = new Map(handoffs.map((h) => [h.contact_id, h.id]));
  for (const h of handoffs) if (h.closed_at === null && last.get(h.contact_id) !== h.id) Object.assign(h, { state: "withdrawn", closed_at: new Date(h.opened_at.getTime() + day) });
  await t.db.query("insert into handoff select * from jsonb_populate_recordset(null::handoff, $1)", [JSON.stringify(handoffs)]);
  await t.db.query("insert into handoff_package (handoff_id, package) select id, case when grade = 'C' then '{\"missing\": [\"phone\"]}'::jsonb else '{\"missing\": []}' end from handoff");
  await t.db.query(
    `insert into clock (id, handoff_id, clause, kind, state, agreement_version, started_at, due_at, allowed_ms, stopped_at)
     select gen_random_uuid(), id, 't2-first-attempt', 'first-attempt', case when first_attempt_at is null then (case when closed_at is null then 'running' else 'breached' end) else 'met' end, 1, opened_at, opened_at + interval '4 hours', 14400000, first_attempt_at from handoff
     union all select gen_random_uuid(), id, 'disposition', 'disposition', case when closed_at is null then 'running' when grade = 'A' then 'excused' else 'met' end, 1, opened_at, opened_at + interval '3 days', 1, closed_at from handoff`,
  );
}

async function deal(t: BusinessApp, lives: readonly Life[]): Promise<void> {
  const deals = lives.flatMap((life) => {
    const opened = life.stages.find(([stage]) => stage === "opportunity")?.[1];
    const ended = life.stages.find(([stage]) => stage === "customer" || stage === "lost");
    if (opened === undefined && !ended) return [];
    const amount = t.dice() < 0.8 ? Math.floor(t.dice() * 9_000_000) : null;
    const converted = amount !== null && t.dice() < 0.9 ? amount : null;
    const state = !ended ? "open" : ended[0] === "lost" ? "lost" : "won";
    return [{
      id: t.app.ids.next(), contact: life.contactId, name: "Deal", owner_id: t.as.rep.id, team_id: t.dice() < 0.5 ? t.otherTeam : t.workspace.teams.sales, stage: "offer", state, amount, currency: "CHF", amount_company: converted,
      created_at: new Date(opened ?? ended![1]), stage_since: new Date(opened ?? ended![1]), closed_at: ended ? new Date(ended[1]) : null, reason: state === "lost" ? "price" : null, history: false, custom: {}, search: "", version: 0,
    }];
  });
  await t.db.query("insert into opportunity select * from jsonb_populate_recordset(null::opportunity, $1)", [JSON.stringify(deals)]);
  await t.db.query("update opportunity set owner_id = null where team_id = $1", [t.otherTeam]);
  await t.db.query("insert into opportunity_contact (opportunity_id, contact_id, main, added_at) select id, contact, true, created_at from jsonb_to_recordset($1) r(id uuid, contact uuid, created_at timestamptz)", [JSON.stringify(deals)]);
}
