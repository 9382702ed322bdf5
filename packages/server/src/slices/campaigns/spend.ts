import { addSpend, deleteSpend, editSpend, listSpend, type SpendRow } from "@tandem/contract/campaigns/spend";
import type { RefusalKind } from "@tandem/contract/operation";
import { epochDayFromIso } from "@tandem/domain/kit/epoch-day";
import type { App } from "../../platform/app.ts";
import type { Sql } from "../../platform/sql.ts";
import type { Transaction } from "../../platform/transaction.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf, type Actor } from "../../spine/actor.ts";
import { agreementInForce } from "../../spine/agreement-in-force.ts";
import { recordAudit } from "../../spine/audit.ts";
import { convertAt } from "../../spine/exchange-rates.ts";
import { requireCampaign } from "./campaign-store.ts";
import { pageOfRows, readPlace } from "./cursor.ts";

interface Entry {
  readonly day: string;
  /** Minor units of `currency`. */
  readonly amount: number;
  readonly currency: string;
  readonly note: string;
}

interface FoundSpend extends Entry {
  readonly id: string;
  readonly campaign_id: string;
  readonly place: string;
  readonly amount_company: number | null;
  readonly rate: string | null;
  readonly by_id: string | null;
  readonly by_name: string | null;
}

const refusalOf = (operation: { refusals: readonly RefusalKind[] }, code: string): RefusalKind => operation.refusals.find((kind) => kind.code === code)!;
const select = "select s.id, s.campaign_id, s.day, s.day::text as place, s.amount, s.currency, s.amount_company, s.rate::text as rate, s.note, u.id as by_id, u.name as by_name from spend s left join app_user u on u.id = s.created_by";

export const listSpendRoute = handle(listSpend, async ({ app }, { params, query }) => {
  await requireCampaign(app.db, params.campaignId);
  const after = readPlace(query.cursor);
  const [{ agreement }, found] = await Promise.all([
    agreementInForce(app.db, app.clock.now()),
    app.db.query<FoundSpend>(`${select} where s.campaign_id = $1 and ($2::date is null or (s.day, s.id) < ($2::date, $3::uuid)) order by s.day desc, s.id desc limit $4`, [params.campaignId, after?.[0] ?? null, after?.[1] ?? null, query.limit + 1]),
  ]);
  const { rows, next } = pageOfRows(found, query.limit);
  return { rows: rows.map((row) => present(row, agreement.currency)), next, count: null };
});

export const addSpendRoute = handle(addSpend, async ({ app, principal }, { params: { campaignId }, body }) => {
  await requireCampaign(app.db, campaignId);
  const id = app.ids.next();
  return app.db.transaction(async (tx) => {
    const { converted, currency } = await convert(app, tx, body);
    const made = await tx.find(
      `insert into spend (id, campaign_id, day, amount, currency, amount_company, rate, note, created_at, created_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       on conflict (campaign_id, day, note) do nothing returning id`,
      [id, campaignId, body.day, body.amount, body.currency, converted?.minor ?? null, converted?.rate?.rate ?? null, body.note, app.clock.now(), principal.userId],
    );
    if (!made) throw new Refusal(refusalOf(addSpend, "spend-exists"));
    await keepChange(app, tx, actorOf(principal), id, null, body);
    await recordAudit(tx, [{ at: app.clock.now(), actor: actorOf(principal), act: "spend.added", entityKind: "campaign", entityId: campaignId, summary: { spendId: id } }]);
    return present(await tx.one<FoundSpend>(`${select} where s.id = $1`, [id]), currency);
  });
});

export const editSpendRoute = handle(editSpend, async ({ app, principal }, { params: { campaignId, spendId }, body }) =>
  app.db.transaction(async (tx) => {
    const before = await lock(tx, campaignId, spendId);
    const { converted, currency } = await convert(app, tx, body);
    if (await tx.find("select 1 as found from spend where campaign_id = $1 and day = $2 and note = $3 and id <> $4", [campaignId, body.day, body.note, spendId])) throw new Refusal(refusalOf(editSpend, "spend-exists"));
    await tx.query("update spend set day = $2, amount = $3, currency = $4, amount_company = $5, rate = $6, note = $7 where id = $1", [spendId, body.day, body.amount, body.currency, converted?.minor ?? null, converted?.rate?.rate ?? null, body.note]);
    await keepChange(app, tx, actorOf(principal), spendId, before, body);
    await recordAudit(tx, [{ at: app.clock.now(), actor: actorOf(principal), act: "spend.changed", entityKind: "campaign", entityId: campaignId, summary: { spendId } }]);
    return present(await tx.one<FoundSpend>(`${select} where s.id = $1`, [spendId]), currency);
  }),
);

export const deleteSpendRoute = handle(deleteSpend, async ({ app, principal }, { params: { campaignId, spendId } }) =>
  app.db.transaction(async (tx) => {
    const before = await lock(tx, campaignId, spendId);
    await tx.query("delete from spend where id = $1", [spendId]);
    await keepChange(app, tx, actorOf(principal), spendId, before, null);
    await recordAudit(tx, [{ at: app.clock.now(), actor: actorOf(principal), act: "spend.deleted", entityKind: "campaign", entityId: campaignId, summary: { spendId } }]);
    return null;
  }),
);

async function lock(tx: Transaction, campaignId: string, spendId: string): Promise<Entry> {
  const row = await tx.find<Entry>("select day, amount, currency, note from spend where id = $1 and campaign_id = $2 for update", [spendId, campaignId]);
  if (!row) throw new Refusal(refusalOf(deleteSpend, "no-such-spend"));
  return row;
}

/** The amount in the company's currency at the rate of its day, kept as it is from then on; null without a rate. */
async function convert(app: App, sql: Sql, entry: Entry) {
  const { currency } = (await agreementInForce(sql, app.clock.now())).agreement;
  // A credit note converts as its positive does, so that both cancel out to the cent.
  const sign = entry.amount < 0 ? -1 : 1;
  const converted = await convertAt(sql, { minor: entry.amount * sign, currency: entry.currency }, currency, epochDayFromIso(entry.day)!);
  return { currency, converted: converted && { ...converted, minor: converted.minor * sign } };
}

async function keepChange(app: App, tx: Transaction, actor: Actor, id: string, before: Entry | null, after: Entry | null): Promise<void> {
  const plain = (entry: Entry | null) => (entry === null ? "null" : JSON.stringify({ day: entry.day, amount: entry.amount, currency: entry.currency, note: entry.note }));
  await tx.query(
    `insert into change (entity_kind, entity_id, field, old, new, happened_at, applied_at, applied, actor_kind, actor_id)
     values ('spend', $1, 'entry', $2, $3, $4, $4, nextval('applied_seq'), $5, $6)`,
    [id, plain(before), plain(after), app.clock.now(), actor.kind, actor.id],
  );
}

function present(row: FoundSpend, currency: string): SpendRow {
  return {
    id: row.id,
    day: row.day,
    amount: { amount: row.amount, currency: row.currency },
    converted: row.amount_company === null ? null : { amount: row.amount_company, currency },
    rate: row.rate,
    note: row.note,
    by: row.by_id === null ? null : { id: row.by_id, name: row.by_name! },
  };
}
