import { startBare } from "./bare.ts";
import { compare, interleave, percentile, rounds, sleep, type Line, type Size } from "./rounds.ts";
import { withProduct } from "./server.ts";
import { openStream, openWire, requestBytes, sendWell } from "./wire.ts";
import { setUpWorkspace } from "./workspace.ts";

const pauseMs = 25;

/** From the post of a form to the event in the rep's open browser, one lead after the other. */
async function times(options: { url: string; post: (i: number) => Buffer; stream: string; cookie?: string; kind: string; count: number }): Promise<number[]> {
  let arrived: () => void = () => {};
  const stream = await openStream(options.url, options.stream, options.cookie ? { cookie: options.cookie } : {}, (kind) => kind === options.kind && arrived());
  const wire = openWire(options.url);
  const measured: number[] = [];
  for (let i = 0; i < options.count; i++) {
    const request = options.post(i);
    const event = new Promise<void>((done, fail) => {
      const late = setTimeout(() => fail(new Error(`No ${options.kind} arrived within ten seconds.`)), 10_000);
      arrived = () => (clearTimeout(late), done());
    });
    const started = performance.now();
    const [, at] = await Promise.all([sendWell(wire, request), event.then(() => performance.now())]);
    measured.push(at - started);
    // Leads come one by one: what follows a hand-off (rollups, proposals) must not be counted into the next.
    await sleep(pauseMs);
  }
  wire.close();
  stream.close();
  return measured;
}

let leads = 0;
function submission(): string {
  const number = leads++;
  const page = { path: "/demo", url: "https://www.example.com/demo?utm_source=search&utm_campaign=autumn", title: "Ask for a demo", referrer: "https://www.google.com/" };
  return JSON.stringify({
    messageId: `bench-lead-${process.pid}-${number}`, anonymousId: `bench-lead-${process.pid}-${number}`, startedAt: Date.now() - 60_000, trap: "",
    values: { email: `lead.${number}@firm-${number % 300}.example`, name: `Lena Lead ${number}`, title: "Head of Operations" },
    context: { page, locale: "de-DE", userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0" },
  });
}

export async function measureLive(size: Size): Promise<Line[]> {
  const count = size === "small" ? 20 : 300;
  const lines: Line[] = [];
  await withProduct({}, setUpWorkspace, async (product, { reps }) => {
    const bare = await startBare(product);
    const pool = product.connect(1);
    try {
      const { ours, limit } = await interleave(
        () => times({ url: product.url, post: () => requestBytes("POST", "/forms/demo", {}, submission()), stream: "/api/v1/live", cookie: reps[0]!, kind: "handoff.changed", count }),
        () => times({ url: bare.url, post: () => requestBytes("POST", "/lead", {}, submission()), stream: "/live", kind: "lead", count }),
      );
      const { rows } = await pool.query<{ handoffs: string; clocks: string }>("select (select count(*) from handoff where assignee_id is not null) as handoffs, (select count(distinct handoff_id) from clock) as clocks");
      if (Number(rows[0]!.handoffs) !== 6 * count || Number(rows[0]!.clocks) !== 6 * count) throw new Error(`${6 * count} leads were posted; ${rows[0]!.handoffs} are with the rep, ${rows[0]!.clocks} have clocks.`);
      for (const [name, share, most] of [["live-median", 50, 5], ["live-p99", 99, 8]] as const) {
        const c = compare(ours.map((values) => percentile(values, share)), limit.map((values) => percentile(values, share)));
        lines.push({ name, value: c.ours, unit: "ms from form post to browser", against: `bare insert + NOTIFY + server-sent event: ${c.limit.toFixed(2)} ms`, ratio: c.ratio, rounds, bound: `≤ ${most}`, kept: c.ratio <= most });
      }
    } finally {
      await pool.end();
      await bare.stop();
    }
  });
  return lines;
}
