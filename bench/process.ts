import { rmSync } from "node:fs";
import { batchRequests, siteEvents } from "./events.ts";
import { compare, inLanes, interleave, median, rounds, sleep, type Line, type Size } from "./rounds.ts";
import { makeDataDir, startProduct, withProduct } from "./server.ts";
import { openWire, sendWell } from "./wire.ts";
import { setUpWorkspace } from "./workspace.ts";

/** What the process itself takes: memory at rest and under load, and the time until it answers. */
export async function measureProcess(size: Size, wanted: ReadonlySet<string>): Promise<Line[]> {
  return [...(wanted.has("rss-idle") || wanted.has("rss-load") ? await measureMemory(size) : []), ...(wanted.has("start-cold") || wanted.has("start-warm") ? await measureStarts() : [])];
}

async function measureMemory(size: Size): Promise<Line[]> {
  const restMs = size === "small" ? 1_000 : 10_000;
  const count = size === "small" ? 2_000 : 60_000;
  const [idle, load]: [number[], number[]] = [[], []];
  await withProduct({}, setUpWorkspace, async (product, { writeKey }) => {
    for (let round = 0; round < rounds; round++) {
      if (round === 0) await sleep(restMs);
      idle.push(product.rss());
      let most = 0;
      const watch = setInterval(() => (most = Math.max(most, product.rss())), 50);
      const wires = Array.from({ length: 16 }, () => openWire(product.url));
      const requests = batchRequests(writeKey, siteEvents(count, 20_000));
      await inLanes(wires.length, requests.length, (i, lane) => sendWell(wires[lane]!, requests[i]!));
      clearInterval(watch);
      for (const wire of wires) wire.close();
      load.push(most);
      await sleep(restMs);
    }
  });
  const atRest = "the server's own process, Postgres not counted";
  return [
    // Before anything was asked of it; later rests keep what the load had made it take.
    { name: "rss-idle", value: idle[0]!, unit: "MB after the start", against: `${atRest}; ${median(idle.slice(1)).toFixed(0)} MB at rest after load`, ratio: null, rounds: 1, bound: "", kept: null },
    { name: "rss-load", value: median(load), unit: "MB, highest under load", against: `at rest before: ${idle[0]!.toFixed(0)} MB`, ratio: median(load) / idle[0]!, rounds, bound: "", kept: null },
  ];
}

async function measureStarts(): Promise<Line[]> {
  const cold = async (dataDir: string) => {
    const product = await startProduct(dataDir);
    await product.stop();
    return product.startedIn;
  };
  const dataDir = makeDataDir();
  await cold(dataDir);
  try {
    const { ours, limit } = await interleave(
      async () => {
        const fresh = makeDataDir();
        return cold(fresh).finally(() => rmSync(fresh, { recursive: true, force: true }));
      },
      () => cold(dataDir),
      false,
    );
    const c = compare(ours, limit);
    return [
      { name: "start-cold", value: c.ours, unit: "ms from an empty folder to /readyz", against: `a second start: ${Math.round(c.limit)} ms`, ratio: c.ratio, rounds, bound: "", kept: null },
      { name: "start-warm", value: c.limit, unit: "ms to the first /readyz", against: "its own first start", ratio: 1 / c.ratio, rounds, bound: "about a second", kept: null },
    ];
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
