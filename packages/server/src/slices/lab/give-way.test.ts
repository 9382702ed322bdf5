import { expect, it } from "vitest";
import { testApp } from "../../test/app.ts";
import { pacedBy, watchTraffic } from "./give-way.ts";

/** The share of half a second in which whoever works at this pace does work. */
function shareWorked(pace: () => void): number {
  const begun = performance.now();
  let waited = 0;
  while (performance.now() - begun < 500) {
    const until = performance.now() + 0.3;
    while (performance.now() < until);
    const asked = performance.now();
    pace();
    waited += performance.now() - asked;
  }
  return 1 - waited / (performance.now() - begun);
}

it("works all the time while nobody asks, and steps back while somebody does, without stopping", async () => {
  const { db } = await testApp();
  const { traffic, stop } = watchTraffic(db.pool);
  const pace = pacedBy(traffic);
  expect(shareWorked(pace)).toBeGreaterThan(0.9);
  await db.transaction(async (tx) => {
    await tx.query("select 1");
    const share = shareWorked(pace);
    expect(share).toBeLessThan(0.4);
    expect(share).toBeGreaterThan(0.02);
  });
  expect(traffic[0]).toBe(0);
  // Between two statements a request goes on: a moment later it is over.
  await new Promise((done) => setTimeout(done, 10));
  expect(shareWorked(pace)).toBeGreaterThan(0.9);
  stop();
  await db.transaction(async (tx) => {
    await tx.query("select 1");
    expect(traffic[0]).toBe(0);
  });
});
