import type pg from "pg";
import { compare, interleave, rateOf, rounds, sleep, type Line, type Size } from "./rounds.ts";
import { withProduct, type Product } from "./server.ts";
import { call, setUpWorkspace } from "./workspace.ts";

/** A clean file of contacts: keys, names, companies, dates, an owner nobody has to guess. */
function contactsFile(rows: number): string {
  const lines = ["id,email,first_name,last_name,title,phone,country,company,domain,created_at"];
  for (let i = 1; i <= rows; i++) {
    const company = i % Math.ceil(rows / 5);
    lines.push(`C-${i},person.${i}@firm-${company}.example,Kim,Person ${i},Head of Operations,+49 30 ${100_000 + i},DE,Firm ${company},firm-${company}.example,2026-0${1 + (i % 9)}-1${i % 10}`);
  }
  return `${lines.join("\n")}\n`;
}

const chunk = 384 * 1024;

interface ImportDetail {
  readonly id: string;
  readonly state: string;
  readonly created: number;
  readonly refused: number;
  readonly failure: string | null;
}

/** The whole way through the API: upload, mapping as proposed, run; answers when the last row is committed. */
async function importFile({ url }: Product, cookie: string, text: string, expected: number): Promise<void> {
  const bytes = Buffer.from(text);
  const { id } = (await call(url, "POST", "/imports", cookie, { kind: "contacts", fileName: "contacts.csv", fileSize: bytes.length })).body as ImportDetail;
  for (let offset = 0; offset < bytes.length; offset += chunk) await call(url, "POST", `/imports/${id}/chunks`, cookie, { offset, base64: bytes.subarray(offset, offset + chunk).toString("base64") });
  const look = (await call(url, "GET", `/imports/${id}/inspection`, cookie)).body as { encoding: string; delimiter: string; headerRow: boolean; dateOrder: string; decimal: string; columns: { suggestion: { to: string | null } }[] };
  if (look.columns.some((column) => column.suggestion.to === null)) throw new Error(`A column of the file found no place: ${JSON.stringify(look.columns.map((column) => column.suggestion))}`);
  const options = { encoding: look.encoding, delimiter: look.delimiter, headerRow: look.headerRow, dateOrder: look.dateOrder, decimal: look.decimal, system: "bench" };
  await call(url, "PUT", `/imports/${id}/mapping`, cookie, { columns: look.columns.map((column) => column.suggestion), options });
  await call(url, "POST", `/imports/${id}/run`, cookie, { dryRun: false });
  for (;;) {
    const now = (await call(url, "GET", `/imports/${id}`, cookie)).body as ImportDetail;
    if (now.state === "finished") {
      if (now.created !== expected || now.refused !== 0) throw new Error(`${expected} contacts were in the file; ${now.created} were created, ${now.refused} refused.`);
      return;
    }
    if (now.state === "failed") throw new Error(`The import failed: ${now.failure}`);
    await sleep(20);
  }
}

/** A table with the rows the import wrote there, as columns of text; what the database makes itself is left to it. */
interface Written {
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly values: readonly (readonly (string | null)[])[];
}

/** Kept by triggers or belonging to the file itself: not written by the limit. */
const notWritten = ["journey", "passage", "lead_tally", "contact_search", "import", "import_chunk", "import_key", "import_refusal", "migration"];

async function countRows(pool: pg.Pool): Promise<Map<string, number>> {
  const { rows: tables } = await pool.query<{ name: string }>("select relname as name from pg_class where relnamespace = 'tandem'::regnamespace and relkind in ('r', 'p') and not relispartition");
  const counts = new Map<string, number>();
  for (const { name } of tables) counts.set(name, Number((await pool.query<{ n: string }>(`select count(*) as n from ${name}`)).rows[0]!.n));
  return counts;
}

async function readWritten(pool: pg.Pool, table: string): Promise<Written> {
  const { rows: columns } = await pool.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = '' and attname <> 'xid' order by attnum`,
    [`tandem.${table}`],
  );
  const { rows } = await pool.query<(string | null)[]>({ text: `select ${columns.map((column) => `"${column.name}"::text`).join(", ")} from ${table}`, rowMode: "array" });
  return { table, columns, values: columns.map((_, i) => rows.map((row) => row[i]!)) };
}

/** The same rows into the same tables by `unnest`, a thousand contacts with all that belongs to them in one durable commit. */
async function insertWritten(pool: pg.Pool, written: readonly Written[], commits: number): Promise<void> {
  const client = await pool.connect();
  try {
    for (let i = 0; i < commits; i++) {
      await client.query("begin");
      for (const { table, columns, values } of written) {
        const size = values[0]!.length;
        const part = values.map((column) => column.slice(Math.floor((size * i) / commits), Math.floor((size * (i + 1)) / commits)));
        const list = (kind: (type: string) => boolean) => (type: string) => (kind(type) ? "text" : type);
        const typeOf = list((type) => type.endsWith("[]"));
        await client.query({
          name: `bench-${table}`,
          text: `insert into ${table} (${columns.map((column) => `"${column.name}"`).join(", ")}) select ${columns.map((column, at) => `c${at}::${column.type}`).join(", ")} from unnest(${columns.map((column, at) => `$${at + 1}::${typeOf(column.type)}[]`).join(", ")}) r(${columns.map((_, at) => `c${at}`).join(", ")})`,
          values: part,
        });
      }
      await client.query("commit");
    }
  } finally {
    client.release();
  }
}

export async function measureImport(size: Size): Promise<Line[]> {
  const rows = size === "small" ? 2_000 : 20_000;
  const lines: Line[] = [];
  await withProduct({}, setUpWorkspace, async (product, { marketing }) => {
    const pool = product.connect(2);
    const file = contactsFile(rows);
    const before = await countRows(pool);
    await importFile(product, marketing, file, rows);
    await sleep(1_500);
    const after = await countRows(pool);
    const grown = [...after.keys()].filter((table) => !notWritten.includes(table) && after.get(table)! - before.get(table)! >= rows / 10);
    if (!grown.includes("contact")) throw new Error("The import wrote no contacts.");
    const written = await Promise.all(grown.filter((table) => before.get(table)! < 50).map((table) => readWritten(pool, table)));
    const clear = async () => {
      await sleep(1_000);
      await pool.query(`truncate ${[...new Set([...grown, "journey", "passage", "lead_tally", "contact_search"])].join(", ")} cascade`);
    };
    const { ours, limit } = await interleave(
      async () => (await clear(), rateOf(rows, () => importFile(product, marketing, file, rows))),
      async () => (await clear(), rateOf(rows, () => insertWritten(pool, written, Math.ceil(rows / 1_000)))),
    );
    const c = compare(ours, limit);
    lines.push({ name: "import", value: c.ours, unit: "rows/s, upload included", against: `unnest of the same rows (${written.map((one) => one.table).join(", ")}): ${Math.round(c.limit)} rows/s`, ratio: c.ratio, rounds, bound: "≥ 0.25", kept: c.ratio >= 0.25 });
    await pool.end();
  });
  return lines;
}
