import { startBare } from "./bare.ts";
import type { BareQuery } from "./bare-queries.ts";
import { dataSet } from "./data-set.ts";
import { compare, interleave, percentile, rounds, type Line, type Size } from "./rounds.ts";
import { startProduct } from "./server.ts";
import { openWire, requestBytes, sendWell, type Wire } from "./wire.ts";
import { repEmail, signIn } from "./workspace.ts";

/** One thing a rep does: the calls a screen makes at once, to the product and to the bare server. */
interface Screen {
  readonly name: string;
  readonly ours: (i: number) => readonly string[];
  readonly bare: (i: number) => readonly (readonly [BareQuery, readonly unknown[]])[];
  /** Milliseconds the 95th percentile may take. */
  readonly most: number;
  /** Held to four times the limit; the dashboard is only held to its time. */
  readonly fourTimes: boolean;
}

const api = "/api/v1";
const stages = ["lead", "nurture", "sql", "opportunity", "customer", "mql"];
const countries = ["DE", "AT", "CH", "NL", "GB", "US", "FR"];
/** Rare, middling and common substrings. */
const searches = ["meyersen", "hafenwerk", "anna.beck", "brück", "neuthal", "silberstahl", "zimmhausek", "firm-123", "lanhorsts", "schröhaus", "hoffdorf", "wolfkampi"];

export async function measureLists(size: Size, wanted: ReadonlySet<string>): Promise<Line[]> {
  const product = await startProduct(await dataSet(size));
  const bare = await startBare(product).catch(async (error) => (await product.stop(), Promise.reject(error)));
  const pool = product.connect(2);
  try {
    const cookie = await signIn(product.url, repEmail);
    const { rows: reps } = await pool.query<{ id: string; team_id: string }>("select u.id, m.team_id from app_user u join team_member m on m.user_id = u.id where u.email_folded = $1", [repEmail]);
    const rep = reps[0]!;
    // People worth opening: some with long stories, some with deals of this rep's team.
    const { rows: people } = await pool.query<{ id: string }>("(select id from bench.life where n % 2000 = 7 limit 20) union all (select id from bench.life where path = 'customer' and team_id = $1 limit 40) union all (select id from bench.life where n between 1000 and 1039)", [rep.team_id]);
    const wire = openWire(product.url);
    const bareWire = openWire(bare.url);
    const get = (path: string) => requestBytes("GET", path, { cookie });
    const deep = wanted.has("list-page-1000") ? await reachPages(wire, get, size === "small" ? 20 : 1_000) : [];
    const since = new Date();
    since.setUTCMonth(Math.floor(since.getUTCMonth() / 3) * 3, 1);
    const all: readonly Screen[] = [
      { name: "list-newest", ours: () => [`${api}/contacts?sort=created&limit=50`], bare: () => [["newest", []]], most: 100, fourTimes: true },
      {
        name: "list-filter-sort",
        ours: (i) => [`${api}/contacts?stage=${stages[i % 6]}&country=${countries[i % 7]}&sort=engagement&limit=50`],
        bare: (i) => [["filter", [stages[i % 6], countries[i % 7]]]],
        most: 100,
        fourTimes: true,
      },
      { name: "list-page-1000", ours: (i) => [`${api}/contacts?sort=created&limit=50&cursor=${encodeURIComponent(deep[i % deep.length]!.cursor)}`], bare: (i) => [["page-1000", deep[i % deep.length]!.place]], most: 100, fourTimes: true },
      {
        name: "search",
        ours: (i) => [`${api}/contacts?sort=created&limit=50&q=${encodeURIComponent(searches[i % searches.length]!)}`, `${api}/contacts/count?q=${encodeURIComponent(searches[i % searches.length]!)}`],
        bare: (i) => [["search", [`%${searches[i % searches.length]}%`]], ["search-count", [`%${searches[i % searches.length]}%`]]],
        most: 100,
        fourTimes: true,
      },
      {
        name: "contact-page",
        ours: (i) => [`${api}/contacts/${people[i % people.length]!.id}`, `${api}/contacts/${people[i % people.length]!.id}/timeline?limit=50`],
        bare: (i) => [["contact", [people[i % people.length]!.id, rep.id, rep.team_id]], ["timeline", [people[i % people.length]!.id, rep.id, rep.team_id]]],
        most: 100,
        fourTimes: true,
      },
      { name: "dashboard", ours: () => [`${api}/insights/dashboard`], bare: () => [["dashboard", [since]]], most: 150, fourTimes: false },
    ];
    const wires = { ours: [wire, openWire(product.url)], bare: [bareWire, openWire(bare.url)] };
    const lines: Line[] = [];
    for (const screen of all) {
      if (!wanted.has(screen.name)) continue;
      const count = (size === "small" ? 24 : 120) / (screen.name === "dashboard" ? 4 : 1);
      const { ours, limit } = await interleave(
        () => walk(wires.ours, count, (i) => screen.ours(i).map(get)),
        () => walk(wires.bare, count, (i) => screen.bare(i).map(([query, values]) => requestBytes("GET", `/${query}?values=${encodeURIComponent(JSON.stringify(values))}`))),
      );
      const c = compare(ours, limit);
      const kept = c.ours < screen.most && (!screen.fourTimes || c.ratio <= 4);
      lines.push({ name: screen.name, value: c.ours, unit: "ms, 95th percentile", against: `bare SQL over HTTP: ${c.limit.toFixed(1)} ms`, ratio: c.ratio, rounds, bound: `${screen.fourTimes ? "≤ 4, " : ""}< ${screen.most} ms`, kept });
    }
    for (const one of [...wires.ours, ...wires.bare]) one.close();
    return lines;
  } finally {
    await pool.end();
    await bare.stop();
    await product.stop();
  }
}

/** Opens a screen again and again, its calls at once; answers the 95th percentile in milliseconds. */
async function walk(wires: readonly Wire[], count: number, calls: (i: number) => readonly Buffer[]): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const requests = calls(i);
    const started = performance.now();
    await Promise.all(requests.map((request, lane) => sendWell(wires[lane]!, request)));
    times.push(performance.now() - started);
  }
  return percentile(times, 95);
}

/** Follows cursors page by page; answers where the last few pages begin. */
async function reachPages(wire: Wire, get: (path: string) => Buffer, pages: number): Promise<{ cursor: string; place: readonly [string, string] }[]> {
  const reached: { cursor: string; place: readonly [string, string] }[] = [];
  let cursor: string | null = null;
  for (let page = 1; page < pages; page++) {
    const answer = JSON.parse((await sendWell(wire, get(`${api}/contacts?sort=created&limit=50${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`))).toString()) as { rows: { id: string; createdAt: string }[]; next: string | null };
    if (answer.next === null) throw new Error(`The list ended at page ${page}.`);
    cursor = answer.next;
    const last = answer.rows.at(-1)!;
    if (page >= pages - 10) reached.push({ cursor, place: [last.createdAt, last.id] });
  }
  return reached;
}
