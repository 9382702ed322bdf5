import type { App } from "../platform/app.ts";
import { workComing, workIntake } from "./engine.ts";
import { onAccepted, type Coming } from "./wake.ts";

/** How long the engine sleeps when nothing wakes it: what another process accepted is found at the next look. */
const lookMs = 250;

/** Works the intake until stopped. Trouble with the database is waited out; a batch is never half done. */
export async function runEngine(app: App): Promise<{ stop(): Promise<void> }> {
  let running = true;
  let wake: () => void = () => {};
  let woken = false;
  let resting = false;
  let coming: Coming | null = null;
  onAccepted(app, (offer) => {
    // Whoever is at work finds it in the intake: it is told again once it is stored.
    if (offer !== null && (!resting || woken || coming !== null)) return;
    if (offer === null) woken = true;
    else coming = offer();
    wake();
  });
  const loop = (async () => {
    while (running) {
      woken = false;
      let worked = 0;
      const next = coming;
      coming = null;
      try {
        worked = next === null ? await workIntake(app) : await workComing(app, next);
      } catch (error) {
        app.log.warn({ error: String(error) }, "the engine will try again");
        await sleep(500);
      }
      if (worked === 0 && running && !woken) {
        resting = true;
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, lookMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        resting = false;
      }
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
