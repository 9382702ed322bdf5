import { sweep } from "@tandem/domain/lab/engagement-steps";
import { indexSignals, indexVisits, type LabHistory } from "@tandem/domain/lab/history";
import { findCrossings } from "@tandem/domain/lab/grid";
import { emptyHandovers, handOver } from "@tandem/domain/lab/handover";
import { prepareReplay } from "@tandem/domain/lab/replay";
import { agreement as agreementShape } from "@tandem/domain/agreement/agreement";
import { compileAgreement, type CompiledAgreement } from "@tandem/domain/scoring/score";
import { copyOut } from "@tandem/server/slices/lab/copy-out";
import { loadHistory, loadSignals, type LoadedHistory } from "@tandem/server/slices/lab/load-history";
import { refreshHistory } from "@tandem/server/slices/lab/refresh-history";
import { rmSync } from "node:fs";
import pg from "pg";
import { dataSet } from "./data-set.ts";
import { benchAgreement, labHistory } from "./lab-arrays.ts";
import { fillSql, replayBySql } from "./lab-sql.ts";
import { compare, interleave, median, rounds, type Line, type Size } from "./rounds.ts";
import { makeDataDir, startProduct, type Product } from "./server.ts";

/** What of the lab meets Postgres: the same question in SQL, everything from cold, and a refresh. */
export async function measureStoredLab(size: Size, wanted: ReadonlySet<string>): Promise<Line[]> {
  const lines: Line[] = [];
  if (wanted.has("replay-vs-sql")) lines.push(await vsSql(size));
  if (!wanted.has("replay-cold") && !wanted.has("lab-refresh")) return lines;
  const product = await startProduct(await dataSet(size));
  try {
    if (wanted.has("replay-cold")) lines.push(await withClient(product, cold));
    if (wanted.has("lab-refresh")) lines.push(await withClient(product, refresh));
  } finally {
    await product.stop();
  }
  return lines;
}

async function withClient<T>({ database }: Product, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...database, options: "-c search_path=tandem,public -c timezone=UTC" });
  await client.connect();
  return work(client).finally(() => client.end());
}

async function timed<T>(work: () => Promise<T> | T): Promise<{ readonly ms: number; readonly result: T }> {
  const started = performance.now();
  const result = await work();
  return { ms: performance.now() - started, result };
}

/** SQL takes minutes for a million, so both answer for the same part of the people; per person neither gains by more of them. */
const sqlContacts: Record<Size, number> = { small: 2_000, full: 5_000 };

async function vsSql(size: Size): Promise<Line> {
  const history = labHistory(sqlContacts[size], 10);
  const dataDir = makeDataDir();
  const product = await startProduct(dataDir);
  try {
    return await withClient(product, async (client) => {
      await fillSql(client, history);
      const span = { from: 0, to: history.lastDay };
      const ours = (): { crossings: number; crossingDays: number } => {
        const replay = prepareReplay(history, benchAgreement());
        sweep(history, replay.plan, replay.steps);
        const found = findCrossings(history, replay, span);
        return { crossings: found.day.length, crossingDays: found.day.reduce((sum, day) => sum + day, 0) };
      };
      const measured = await interleave(() => timed(ours), () => timed(() => replayBySql(client, history.lastDay)), false);
      for (const [i, { result }] of measured.ours.entries()) if (JSON.stringify(result) !== JSON.stringify(measured.limit[i]!.result)) throw new Error(`The replay and SQL differ: ${JSON.stringify(result)} and ${JSON.stringify(measured.limit[i]!.result)}`);
      const c = compare(measured.limit.map(({ ms }) => ms), measured.ours.map(({ ms }) => ms));
      return { name: "replay-vs-sql", value: c.limit, unit: `ms, ${history.contacts.toLocaleString("en")} people`, against: `Postgres ${Math.round(c.ours).toLocaleString("en")} ms for the same crossings: ${JSON.stringify(measured.ours[0]!.result)}`, ratio: c.ratio, rounds, bound: "at least 15 times faster", kept: c.ratio >= 15 };
    });
  } finally {
    await product.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const refs = ["contact.country", "company.industry", "contact.seniority", "contact.job_function", "contact.email_kind", "company.employees", "company.country"] as const;

interface Setting {
  readonly options: Parameters<typeof loadHistory>[1];
  readonly compiled: CompiledAgreement;
  readonly codeOf: (history: LabHistory) => (key: string) => number | undefined;
}

async function settingOf(client: pg.Client): Promise<Setting> {
  const { rows } = await client.query<{ document: unknown; revisions: Record<string, number> }>("select document, (select jsonb_object_agg(key, id) from signal_revision) as revisions from agreement_version order by version desc limit 1");
  const agreement = agreementShape.parse(rows[0]!.document);
  const now = Date.now();
  return {
    options: { zone: agreement.timeZone, today: Math.floor(now / 86_400_000), now, refs },
    compiled: compileAgreement(agreement),
    codeOf: (history) => (key) => {
      const at = history.signals.indexOf(String(rows[0]!.revisions[key]));
      return at < 0 ? undefined : at;
    },
  };
}

function replayed(loaded: LoadedHistory, { compiled, codeOf }: Setting): { readonly engagement: Int32Array; readonly mqls: number } {
  const { history } = loaded;
  const replay = prepareReplay(history, compiled, { codeOf: codeOf(history) });
  sweep(history, replay.plan, replay.steps);
  const { all } = handOver(history, replay, { from: 0, to: history.lastDay }, emptyHandovers(history.contacts), "recorded");
  return { engagement: replay.steps.highest, mqls: all.reduce((sum, n) => sum + n, 0) };
}

const mostWritten = 100_000;

/** Changed scores back into a table of scores: set-based, sorted by key. */
async function writeBack(client: pg.Client, index: LoadedHistory["index"], engagement: Int32Array): Promise<void> {
  const length = Math.min(mostWritten, engagement.length);
  const ids = Array.from({ length }, (_, c) => index.textOf(c)).sort();
  await client.query("begin; create temp table if not exists score_back (id uuid primary key, engagement int) on commit drop");
  await client.query("insert into score_back select * from unnest($1::uuid[], $2::int[]) on conflict (id) do update set engagement = excluded.engagement", [ids, [...engagement.subarray(0, length)].map((points) => Math.max(0, points))]);
  await client.query("commit");
}

/** Read, index, replay, write: as the lab does them one into the other, against each of the four by itself. */
async function cold(client: pg.Client): Promise<Line> {
  const setting = await settingOf(client);
  const whole = async (): Promise<number> => {
    const loaded = await loadHistory(client, setting.options);
    const { engagement, mqls } = replayed(loaded, setting);
    await writeBack(client, loaded.index, engagement);
    return mqls;
  };
  const loaded = await loadHistory(client, setting.options);
  const firstDay = loaded.history.firstDay;
  const rows = await loadSignals(client, { index: loaded.index, revisions: loaded.history.signals.map(Number), firstDay });
  const parts = async (): Promise<{ ms: number; result: number }> => {
    const read = await timed(() => readBare(client));
    const index = await timed(() => indexVisits(loaded.index.size, indexSignals(loaded.index.size, rows, loaded.history.signals.length), loaded.history.people));
    const replay = await timed(() => replayed(loaded, setting));
    const write = await timed(() => writeBack(client, loaded.index, replay.result.engagement));
    return { ms: read.ms + index.ms + replay.ms + write.ms, result: replay.result.mqls };
  };
  const { ours, limit } = await interleave(() => timed(whole), parts, false);
  for (const [i, { result }] of ours.entries()) if (result !== limit[i]!.result) throw new Error(`From cold ${result} MQLs, in parts ${limit[i]!.result}.`);
  const c = compare(ours.map(({ ms }) => ms), limit.map(({ ms }) => ms));
  return { name: "replay-cold", value: c.ours, unit: `ms, ${loaded.occurrences.toLocaleString("en")} signals of ${loaded.index.size.toLocaleString("en")} people`, against: `the four bare: ${Math.round(c.limit)} ms`, ratio: c.ratio, rounds, bound: "at most 1.4 times the four", kept: c.ratio <= 1.4 };
}

/** The same rows over the wire by binary COPY, looked at and let go. */
async function readBare(client: pg.Client): Promise<void> {
  const fields = refs.map((ref) => `to_jsonb(${ref.replace("contact.", "c.").replace("company.", "y.")})::text`).join(", ");
  for (const select of [
    `select c.id, c.identified_at, ${fields} from contact c left join company y on y.id = c.company_id where c.survivor_id = c.id and c.identified_at is not null order by c.id`,
    "select a.subject_id, c.survivor_id, a.from_at, a.to_at from assignment a join contact c on c.id = a.contact_id where a.retracted is null",
    "select s.subject_id, s.revision_id, s.day, s.occurred_at from signal s where s.quarantined is null",
    "select s.id, h.opened_at, h.closed_at, h.state, h.reason from handoff h join contact c on c.id = h.contact_id join contact s on c.survivor_id = s.id order by h.opened_at",
    "select c.id, 'contact' as entity, g.field, g.old::text, g.happened_at, g.id from change g join contact c on c.id = g.entity_id where g.entity_kind = 'contact' and g.field = any('{country,seniority,job_function,email_kind}') and c.survivor_id = c.id and c.identified_at < g.happened_at order by 5 desc, 6 desc",
    "select s.id, o.state, coalesce(o.amount_company, -1)::int8, oc.main::int4 from opportunity_contact oc join opportunity o on o.id = oc.opportunity_id join contact c on c.id = oc.contact_id join contact s on c.survivor_id = s.id",
    "select s.id, min(e.entered_at) from episode e join contact c on c.id = e.contact_id join contact s on c.survivor_id = s.id where e.stage in ('sal', 'sql', 'opportunity', 'customer', 'advocate', 'lost', 'churned', 'disqualified') group by s.id",
  ])
    await copyOut(client, select, () => false);
}

/** News about a thousand people, against reading everybody again. */
async function refresh(client: pg.Client): Promise<Line> {
  const setting = await settingOf(client);
  let loaded = await loadHistory(client, setting.options);
  const whole = await timed(() => loadHistory(client, setting.options));
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const { rows } = await client.query<{ n: number }>(
      `with applied as (select nextval('applied_seq') as n),
       chosen as (select s.subject_id, s.revision_id from signal s where s.quarantined is null limit 1000 offset ${round * 1_000}),
       added as (insert into signal (subject_id, event_id, revision_id, occurred_at, day, applied) select subject_id, gen_random_uuid(), revision_id, now(), current_date, (select n from applied) from chosen returning 1)
       select count(*)::int as n from added`,
    );
    const before = loaded.occurrences;
    const { ms, result } = await timed(() => refreshHistory(client, loaded, { ...setting.options, now: Date.now() }));
    loaded = result;
    if (loaded.occurrences < before) throw new Error("A refresh lost signals.");
    times.push(ms);
    if (rows[0]!.n === 0) throw new Error("Nothing new was there to read.");
  }
  const again = await loadHistory(client, setting.options);
  if (again.occurrences !== loaded.occurrences) throw new Error(`After refreshes there are ${loaded.occurrences} signals, read whole ${again.occurrences}.`);
  return { name: "lab-refresh", value: median(times), unit: "ms after a thousand new signals", against: `everything again: ${Math.round(whole.ms)} ms`, ratio: median(times) / whole.ms, rounds, bound: "reads only what is new", kept: median(times) < whole.ms };
}
