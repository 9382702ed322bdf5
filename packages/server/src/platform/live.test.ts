import { expect, test } from "vitest";
import { testApp } from "../test/app.ts";
import { createLive, type Live } from "./live.ts";
import { silentLog } from "./log.ts";

const { app } = await testApp();

async function listen(live: Live): Promise<string[]> {
  const told: string[] = [];
  await live.start();
  live.subscribe(["everyone"], ({ kind }) => told.push(kind));
  return told;
}

test("what is published twice in one transaction is told once, to this process's browsers and to others'", async () => {
  const other = createLive(app.db, silentLog);
  const [here, there] = [await listen(app.live), await listen(other)];
  const publish = (...kinds: string[]) =>
    app.db.transaction(async (tx) => {
      for (const kind of kinds) app.live.publish(tx, ["everyone"], { kind, data: { id: 1 } });
    });
  await publish("lead.moved", "lead.moved", "lead.closed", "lead.moved");
  await publish("lead.moved");
  expect(here).toEqual(["lead.moved", "lead.closed", "lead.moved"]);
  await expect.poll(() => there).toEqual(here);
  await other.stop();
  await app.live.stop();
});
