import { channels, type Channel } from "@tandem/domain/capture/touch";
import { epochDayFromIso } from "@tandem/domain/kit/epoch-day";
import { isCurrency } from "@tandem/domain/kit/money";
import { fold } from "@tandem/domain/people/fold";
import { convertAmount } from "@tandem/domain/pipeline/amount";
import { settle } from "../../spine/settle.ts";
import { subjectId } from "../../spine/subject-id.ts";
import type { Work } from "../../spine/work.ts";
import { leaveOutRefused, readEveryRow, type BatchCall } from "./batch.ts";
import { note, refuse } from "./outcome.ts";
import { cut, saysNothing, type RowReader } from "./plan.ts";
import { loadRates } from "./rates.ts";
import { unique } from "./resolve.ts";
import { loadTouched } from "./touched.ts";

interface SpendDraft {
  readonly campaign: string | null;
  readonly day: string | null;
  readonly amount: number | null;
  readonly currency: string;
  readonly note: string;
  readonly channel: Channel;
}

type Complete = { readonly [Key in keyof SpendDraft]: NonNullable<SpendDraft[Key]> };

interface SpendRow {
  readonly id: string;
  readonly campaign_id: string;
  readonly day: string;
  readonly note: string;
  readonly amount: number;
  readonly currency: string;
}

function readSpend(work: Work, reader: RowReader): SpendDraft {
  const told = reader.text("currency")?.toUpperCase() ?? work.inForce.agreement.currency;
  const currency = isCurrency(told) ? told : (reader.refuse("currency", "bad-currency", `“${told.slice(0, 20)}” is no currency code such as EUR.`) ?? work.inForce.agreement.currency);
  for (const to of ["campaign", "day", "amount"]) if (saysNothing(reader, [to])) reader.refuse(to, "cell-missing", `The row does not say its ${to}.`);
  const where = fold(reader.text("channel") ?? "").replaceAll(/[\s_]+/g, "-");
  return {
    campaign: reader.text("campaign")?.slice(0, 200) ?? null, day: reader.day("day"), amount: reader.minor("amount", currency), currency, note: reader.text("note")?.slice(0, 500) ?? "",
    channel: channels.find((channel) => channel === where) ?? ("other" as Channel),
  };
}

/** Rows of money spent: one entry a campaign, day and note. An entry that is there already takes the file's amount. */
export async function importSpend(call: BatchCall): Promise<Iterable<string>> {
  const { work, plan, result } = call;
  const { tx } = work;
  const read = readEveryRow(call, (reader) => readSpend(work, reader));
  const campaigns = await findCampaigns(work, read.map(({ draft }) => draft));
  if (!plan.mapping.options.makeCampaigns)
    for (const { reader, draft: { campaign } } of read)
      if (campaign !== null && !campaigns.has(fold(campaign))) reader.refuse("campaign", "no-such-campaign", `There is no campaign “${cut(campaign)}”. Make it, correct the name, or let the import make missing campaigns.`);
  // What a row does not say has refused it.
  const drafts = leaveOutRefused(call, read).map(({ reader, draft }) => ({ reader, draft: draft as Complete }));
  await makeCampaigns(call, drafts.map(({ draft }) => draft), campaigns);
  const rates = await loadRates(tx, drafts.map(({ draft }) => draft.currency));
  const known = new Map<string, SpendRow>();
  for (const row of await tx.query<SpendRow>("select id, campaign_id, day, note, amount, currency from spend where campaign_id = any($1) and day = any($2::date[])", [[...new Set(campaigns.values())], unique(drafts.map(({ draft }) => draft.day))]))
    known.set(`${row.campaign_id} ${row.day} ${row.note}`, row);
  const keyOf = (draft: Complete): string => subjectId("record", `spend ${fold(draft.campaign)} ${draft.day} ${draft.note}`);
  const touched = await loadTouched(tx, plan.importId, drafts.map(({ draft }) => keyOf(draft)));
  const written: { id: string; campaignId: string; draft: Complete; minor: number | null; rate: string | null }[] = [];
  for (const { reader, draft } of drafts) {
    const { number } = reader.row;
    const campaignId = campaigns.get(fold(draft.campaign))!;
    const before = known.get(`${campaignId} ${draft.day} ${draft.note}`);
    if (!touched.first(keyOf(draft))) {
      if (before && (before.amount !== draft.amount || before.currency !== draft.currency)) result.outcomes.set(number, refuse("repeated-entry", "An earlier row has the same campaign, day and note with another amount. Map a column that tells them apart to the note.", "note"));
      else {
        note(result, "repeated");
        result.outcomes.set(number, { kind: "unchanged" });
      }
      continue;
    }
    if (before && before.amount === draft.amount && before.currency === draft.currency) {
      result.outcomes.set(number, { kind: "unchanged" });
      continue;
    }
    const { currency } = work.inForce.agreement;
    const converted = convertAmount({ minor: draft.amount, currency: draft.currency }, currency, draft.currency === currency ? null : rates(draft.currency, epochDayFromIso(draft.day)!));
    if (!converted) note(result, "amount-without-rate");
    const id = before?.id ?? work.app.ids.next();
    written.push({ id, campaignId, draft, minor: converted?.minor ?? null, rate: converted?.rate?.rate ?? null });
    known.set(`${campaignId} ${draft.day} ${draft.note}`, { id, campaign_id: campaignId, day: draft.day, note: draft.note, amount: draft.amount, currency: draft.currency });
    work.changes.push({ entityKind: "spend", entityId: id, field: "amount", old: before ? { amount: before.amount, currency: before.currency } : null, new: { amount: draft.amount, currency: draft.currency }, happenedAt: work.at });
    result.outcomes.set(number, { kind: before ? "updated" : "created" });
  }
  if (written.length > 0)
    await tx.query(
      `insert into spend (id, campaign_id, day, amount, currency, amount_company, rate, note, created_at, created_by)
       select id, campaign_id, day, amount, currency, amount_company, rate, note, $9, $10
       from unnest($1::uuid[], $2::uuid[], $3::date[], $4::bigint[], $5::text[], $6::bigint[], $7::numeric[], $8::text[]) r(id, campaign_id, day, amount, currency, amount_company, rate, note)
       on conflict (campaign_id, day, note) do update set amount = excluded.amount, currency = excluded.currency, amount_company = excluded.amount_company, rate = excluded.rate`,
      [
        written.map((w) => w.id), written.map((w) => w.campaignId), written.map((w) => w.draft.day), written.map((w) => w.draft.amount), written.map((w) => w.draft.currency), written.map((w) => w.minor),
        written.map((w) => w.rate), written.map((w) => w.draft.note), work.at, work.actor.id,
      ],
    );
  await settle(work);
  return touched.fresh;
}

/** Campaigns by folded name, by name or utm_campaign value. */
async function findCampaigns(work: Work, drafts: readonly SpendDraft[]): Promise<Map<string, string>> {
  const rows = await work.tx.query<{ id: string; name: string }>(
    "select campaign_id as id, utm_folded as name from campaign_utm where utm_folded = any($1) union all select id, name_folded from campaign where name_folded = any($1)",
    [unique(drafts.map(({ campaign }) => campaign && fold(campaign)))],
  );
  return new Map(rows.map((row) => [row.name, row.id]));
}

/** Makes the campaigns that are still missing and adds them; none are where the import may not, for then their rows are refused. */
async function makeCampaigns({ work, plan }: BatchCall, drafts: readonly Complete[], campaigns: Map<string, string>): Promise<void> {
  const wanted = new Map(drafts.map((draft) => [fold(draft.campaign), draft]));
  const missing = [...wanted].filter(([name]) => !campaigns.has(name)).map(([name, draft]) => ({ id: work.app.ids.next(), name, draft }));
  if (missing.length === 0) return;
  await work.tx.query("insert into campaign (id, name, name_folded, channel, created_by, created_at) select id, name, folded, channel, $5, $6 from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) r(id, name, folded, channel)", [
    missing.map((m) => m.id), missing.map((m) => m.draft.campaign), missing.map((m) => m.name), missing.map((m) => m.draft.channel), work.actor.id, work.at,
  ]);
  for (const { id, name } of missing) {
    campaigns.set(name, id);
    work.audit.push({ at: work.at, actor: work.actor, act: "campaign.created", entityKind: "campaign", entityId: id, summary: { importId: plan.importId } });
  }
}
