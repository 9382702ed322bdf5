import type { App } from "../platform/app.ts";
import { onAccepted } from "./wake.ts";
import { workIntake } from "./engine.ts";

/** How long the engine sleeps when nothing wakes it: what another process accepted is found at the next look. */
const lookMs = 250;

/** Works the intake until stopped. Trouble with the database is waited out; a batch is never half done. */
export async function runEngine(app: App): Promise<{ stop(): Promise<void> }> {
  let running = true;
  let wake: () => void = () => {};
  let woken = false;
  onAccepted(app, () => {
    woken = true;
    wake();
  });
  const loop = (async () => {
    while (running) {
      woken = false;
      let worked = 0;
      try {
        worked = await workIntake(app);
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
