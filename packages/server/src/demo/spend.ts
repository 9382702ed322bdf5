import type { App } from "../platform/app.ts";
import { campaigns } from "./campaign-plan.ts";
import { isoDay, type DemoCompany } from "./found-company.ts";

const day = 86_400_000;

/** Books each running campaign's spend of the week just over, evenly from its budget, as Marketing would on Mondays. */
export async function recordSpend(app: App, company: DemoCompany, first: number, at: number): Promise<void> {
  if (new Date(at).getUTCDay() !== 1) return;
  await noteRates(app, at);
  const today = Math.floor((at - first) / day);
  const running = campaigns.filter((c) => c.from < today && today <= c.to + 7);
  if (running.length === 0) return;
  await app.db.query(
    `insert into spend (id, campaign_id, day, amount, currency, amount_company, rate, note, created_at, created_by)
     select r.id, c.id, $3::date, r.amount, 'EUR', r.amount, 1, 'Week', $4, $5 from unnest($1::uuid[], $2::text[], $6::bigint[]) r(id, name, amount) join campaign c on c.name = r.name on conflict do nothing`,
    [running.map(() => app.ids.next()), running.map((c) => c.name), isoDay(at - day), app.clock.now(), company.people.get("noor")!.userId, running.map((c) => Math.round(((c.budget * 100 * 7) / (c.to - c.from)) * (0.8 + 0.4 * wobble(c.name, today))))],
  );
}

/** The week's exchange rates: reps sell in dollars and pounds too. */
export async function noteRates(app: App, at: number): Promise<void> {
  const week = Math.floor(at / (7 * day));
  const rates = [["USD", 0.9 + 0.06 * wobble("USD", week)], ["GBP", 1.14 + 0.05 * wobble("GBP", week)]] as const;
  await app.db.query("insert into exchange_rate (currency, day, rate) select currency, $3::date, rate from unnest($1::text[], $2::numeric[]) r(currency, rate) on conflict do nothing", [rates.map(([currency]) => currency), rates.map(([, rate]) => rate.toFixed(4)), isoDay(at)]);
}

/** From 0 to 1, the same for the same campaign and week. */
function wobble(name: string, week: number): number {
  let hash = week;
  for (const character of name) hash = (hash * 31 + character.charCodeAt(0)) >>> 0;
  return (hash % 1_000) / 1_000;
}
