import type { App } from "../../platform/app.ts";
import { isTransient } from "../../platform/transient.ts";
import { leaseMs, runBatches, tellProgress } from "./run-batches.ts";
import { onWake } from "./wake.ts";

/** How long the runner sleeps when nothing wakes it: an import of another process, or of one that died, is found then. */
const lookMs = 1_000;

/** Takes the oldest import that waits, or that a dead process left; null when there is none. */
async function claimImport(app: App): Promise<string | null> {
  const now = app.clock.now();
  const row = await app.db.find<{ id: string }>(
    `update import set state = 'running', leased_until = $2 where id = (
       select id from import where state = 'queued' or (state = 'running' and (leased_until is null or leased_until < $1)) order by created_at limit 1 for update skip locked)
     returning id`,
    [now, new Date(now.getTime() + leaseMs)],
  );
  return row?.id ?? null;
}

/** Works one import to its end, or until stopped; answers whether there was one. */
export async function workImport(app: App, stopped: () => boolean = () => false): Promise<boolean> {
  const id = await claimImport(app);
  if (id === null) return false;
  try {
    await runBatches(app, id, { stopped });
    // Stopped in the middle: whoever starts next goes on at once.
    await app.db.query("update import set leased_until = null where id = $1 and state = 'running'", [id]);
  } catch (error) {
    if (isTransient(error)) {
      await app.db.query("update import set leased_until = null where id = $1 and state = 'running'", [id]).catch(() => {});
      throw error;
    }
    app.log.error({ importId: id, error: (error as Error).stack ?? String(error) }, "an import failed");
    await app.db.transaction(async (tx) => {
      await tx.query("update import set state = 'failed', failure = $2, finished_at = $3, leased_until = null where id = $1", [id, "Something unexpected stopped the import. What was imported stays; run it again to go on.", app.clock.now()]);
      tellProgress(app, tx, id);
    });
  }
  return true;
}

/** Works imports one after another until stopped. Trouble with the database is waited out. */
export async function runImports(app: App): Promise<{ stop(): Promise<void> }> {
  let running = true;
  let woken = false;
  let wake: () => void = () => {};
  onWake(app, () => {
    woken = true;
    wake();
  });
  const loop = (async () => {
    while (running) {
      woken = false;
      let worked = false;
      try {
        worked = await workImport(app, () => !running);
      } catch (error) {
        app.log.warn({ error: String(error) }, "an import will be tried again");
      }
      if (!worked && running && !woken)
        await new Promise<void>((resolve) => {
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
