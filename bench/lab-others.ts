import { dataSet } from "./data-set.ts";
import { compare, percentile, rounds, sleep, type Line, type Size } from "./rounds.ts";
import { startProduct } from "./server.ts";
import { openWire, requestBytes, sendWell } from "./wire.ts";
import { call, repEmail, signIn } from "./workspace.ts";

/** What others feel of a replay: a rep's list of people, asked for idle and while the lab loads and replays, in turn. */
export async function measureOthers(size: Size): Promise<Line[]> {
  const product = await startProduct(await dataSet(size));
  try {
    const [rep, marketing] = [await signIn(product.url, repEmail), await signIn(product.url, "mia@bench.example")];
    const wire = openWire(product.url);
    const bytes = requestBytes("GET", "/api/v1/contacts?sort=created&limit=50", { cookie: rep });
    const page = async (): Promise<number> => {
      const started = performance.now();
      await sendWell(wire, bytes);
      return performance.now() - started;
    };
    const read = async (path: string): Promise<unknown> => (await call(product.url, "GET", path, marketing)).body;
    /** Ten pages, a breath, a look at the lab, and again as long as that says so: the same whether the lab works or not. */
    const pagesWhile = async (goesOn: (asked: number) => Promise<boolean>): Promise<number> => {
      const times: number[] = [];
      do {
        for (let i = 0; i < 10; i++) times.push(await page());
        await sleep(5);
      } while (await goesOn(times.length));
      return percentile(times, 95);
    };
    const idleFor = (): Promise<number> => pagesWhile(async (asked) => (await read("/lab/history")) !== null && asked < 300);
    const busyFor = async (): Promise<number> => {
      const { body } = await call(product.url, "POST", "/lab/replays", marketing, { draft: { version: 1 } });
      const { id } = body as { id: string };
      return pagesWhile(async () => ((await read(`/lab/replays/${id}`)) as { state: string }).state === "running");
    };
    await idleFor();
    const [idle, busy]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      idle.push(await idleFor());
      busy.push(await busyFor());
    }
    wire.close();
    const c = compare(busy, idle);
    return [{ name: "others-during-replay", value: c.ours, unit: "ms, 95th percentile", against: `idle: ${c.limit.toFixed(1)} ms`, ratio: c.ratio, rounds, bound: "under 2 times idle", kept: c.ratio < 2 }];
  } finally {
    await product.stop();
  }
}
