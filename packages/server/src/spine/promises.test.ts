import { expect, test } from "vitest";
import { testApp } from "../test/app.ts";
import { agreementInForce } from "./agreement-in-force.ts";
import { ensureFoundingAgreement } from "./founding.ts";
import { readPromises } from "./promises.ts";

test("a version that was not read, or that there is none of, promises nothing: it is never taken for the one in force", async () => {
  const { app } = await testApp();
  await ensureFoundingAgreement(app);
  const inForce = await agreementInForce(app.db, app.clock.now());
  const newer = { version: 2, agreement: { ...inForce.agreement, sla: { ...inForce.agreement.sla, sales: [] } } };
  const promises = await readPromises(app.db, newer, [1, 7]);
  expect(promises(1)).toEqual(inForce.agreement.sla);
  expect(promises(2).sales).toEqual([]);
  expect(() => promises(7)).toThrow("version 7");
  const unread = await readPromises(app.db, newer, []);
  expect(() => unread(1)).toThrow("version 1");
});
