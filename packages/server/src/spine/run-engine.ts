import type { App } from "../platform/app.ts";
import { onAccepted } from "./wake.ts";
import { workIntake } from "./engine.ts";

/** How long the engine sleeps when nothing wakes it: what another process accepted is found at the next look. */
const lookMs = 250;

/** Subjects remembered until the next look at most: with more, each batch brings so much that a round trip is nothing. */
const mostExpected = 100;

/** Works the intake until stopped. Trouble with the database is waited out; a batch is never half done. */
export async function runEngine(app: App): Promise<{ stop(): Promise<void> }> {
  let running = true;
  let wake: () => void = () => {};
  let woken = false;
  let expected = new Set<string>();
  onAccepted(app, (subjects) => {
    woken = true;
    for (const subject of subjects) if (expected.size < mostExpected) expected.add(subject);
    wake();
  });
  const loop = (async () => {
    while (running) {
      woken = false;
      let worked = 0;
      const coming = [...expected];
      expected = new Set();
      try {
        worked = await workIntake(app, coming);
      } catch (error) {
        app.log.warn({ error: String(error) }, "the engine will try again");
        await sleep(500);
      }
      if (worked === 0 && running && !woken) await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, lookMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();
  return {
    async stop() {
      running = false;
      wake();
      await loop;
    },
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
