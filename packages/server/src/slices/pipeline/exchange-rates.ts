import { addExchangeRate, listExchangeRates } from "@tandem/contract/pipeline/stages";
import { convertAmount, type DatedRate } from "@tandem/domain/pipeline/amount";
import { epochDayFromIso, isoFromEpochDay } from "@tandem/domain/kit/epoch-day";
import { z } from "zod";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { agreementInForce } from "../../spine/agreement-in-force.ts";
import { dayIn } from "../../spine/company-day.ts";
import { settle } from "../../spine/settle.ts";
import { beginWork, tell, type Work } from "../../spine/work.ts";
import { bound } from "../../platform/bound.ts";
import { readCursor, writeCursor } from "../../platform/cursor.ts";

const [companyCurrency, inFuture] = addExchangeRate.refusals as [never, never];
const ratePlace = z.tuple([z.iso.date(), z.string().regex(/^[A-Z]{3}$/)]);

export const listExchangeRatesRoute = handle(listExchangeRates, async ({ app }, { query }) => {
  const { agreement } = await agreementInForce(app.db, app.clock.now());
  const place = readCursor(ratePlace, query.cursor);
  const b = bound();
  const conditions = [...(query.currency ? [`currency = ${b.bind(query.currency)}`] : []), ...(place ? [`(day, currency) < (${b.bind(place[0])}::date, ${b.bind(place[1])}::text)`] : [])];
  const rows = await app.db.query<{ currency: string; day: string; rate: string }>(
    `select currency, day, trim_scale(rate)::text as rate from exchange_rate where ${conditions.join(" and ") || "true"} order by day desc, currency desc limit ${b.bind(query.limit + 1)}`,
    b.params,
  );
  const missing = await app.db.query<{ currency: string; deals: number }>("select currency, count(*) as deals from opportunity where amount is not null and amount_company is null group by currency order by 2 desc, 1");
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > query.limit && last ? writeCursor([last.day, last.currency]) : null, count: null, companyCurrency: agreement.currency, missing };
});

export const addExchangeRateRoute = handle(addExchangeRate, ({ app, principal }, { body }) =>
  app.db.transaction(async (tx) => {
    const work = await beginWork(app, tx, { at: app.clock.now(), actor: actorOf(principal) });
    if (body.currency === work.inForce.agreement.currency) throw new Refusal(companyCurrency);
    if (epochDayFromIso(body.day)! > work.today) throw new Refusal(inFuture);
    await tx.query("insert into exchange_rate (currency, day, rate) values ($1, $2, $3) on conflict (currency, day) do update set rate = excluded.rate", [body.currency, body.day, body.rate]);
    const converted = await convertDeals(work, body.currency);
    work.audit.push({ at: work.at, actor: work.actor, act: "pipeline.rate-added", entityKind: "pipeline", entityId: null, summary: { ...body, converted } });
    await settle(work);
    return { converted };
  }),
);

/**
 * Converts the deals of a currency anew: open ones with the latest rate, closed ones only where nothing was frozen and a
 * rate of their day is known now. The arithmetic is the domain's, so that no deal is rounded another way than elsewhere.
 */
async function convertDeals(work: Work, currency: string): Promise<number> {
  const { tx } = work;
  const { timeZone, currency: companyCurrency } = work.inForce.agreement;
  const rates = await tx.query<DatedRate>("select day, trim_scale(rate)::text as rate from exchange_rate where currency = $1 order by day desc", [currency]);
  const deals = await tx.query<{ id: string; amount: number; amount_company: number | null; closed_at: Date | null }>(
    `select o.id, o.amount, o.amount_company, o.closed_at from opportunity o
     where o.currency = $1 and o.amount is not null and (o.state = 'open' or o.amount_company is null) order by o.id for update`,
    [currency],
  );
  const changed = deals.flatMap((deal) => {
    const day = deal.closed_at === null ? null : isoFromEpochDay(dayIn(timeZone, deal.closed_at));
    const rate = rates.find((one) => day === null || one.day <= day) ?? null;
    const converted = convertAmount({ minor: deal.amount, currency }, companyCurrency, rate);
    return !converted?.rate || converted.minor === deal.amount_company ? [] : [{ ...deal, minor: converted.minor, rate: converted.rate }];
  });
  if (changed.length === 0) return 0;
  await tx.query(
    `update opportunity o set amount_company = r.minor, rate = r.rate::numeric, rate_day = r.day, version = version + 1 from unnest($1::uuid[], $2::bigint[], $3::text[], $4::date[]) r(id, minor, rate, day) where o.id = r.id`,
    [changed.map((c) => c.id), changed.map((c) => c.minor), changed.map((c) => c.rate.rate), changed.map((c) => c.rate.day)],
  );
  for (const { id, amount_company, minor } of changed) {
    work.changes.push({ entityKind: "opportunity", entityId: id, field: "amount_company", old: amount_company, new: minor, happenedAt: work.at });
    tell(work, ["everyone"], "opportunity.changed", id);
  }
  return changed.length;
}
