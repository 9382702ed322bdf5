import { expect, test } from "vitest";
import { labApp } from "./lab.fixture.ts";

const threads = () => process.getActiveResourcesInfo().filter((kind) => kind === "MessagePort").length;

test("a server that stops ends the lab's thread: nothing keeps its process alive", async () => {
  const t = await labApp();
  const before = threads();
  await t.send({ type: "identify", userId: "ann@acme.example", traits: { email: "ann@acme.example" } });
  await t.replay({ draft: { version: 1 } });
  expect(threads()).toBeGreaterThan(before);
  await t.server.close();
  expect(threads()).toBe(before);
});
