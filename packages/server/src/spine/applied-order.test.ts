import { createContact } from "@tandem/contract/people/contacts";
import { expect, it } from "vitest";
import { accessApp, addPerson, setUp } from "../slices/access/access.fixture.ts";
import { access } from "../slices/access/slice.ts";
import { people } from "../slices/people/slice.ts";
import { engine } from "./actor.ts";
import { lockContacts } from "./lock-contacts.ts";
import { beginWork } from "./work.ts";

it("who waited for a contact is numbered after whoever held it, though it began before", async () => {
  const t = await accessApp({ slices: [access, people] });
  const marketing = await addPerson(t, await setUp(t), "marketing", "Mia Marketing");
  const made = await Promise.all(["a", "b"].map((name) => t.call(createContact, { body: { values: { email: `${name}@acme.example` } } }, marketing)));
  const ids = made.map(({ body }) => body.id).toSorted();
  const [begun, held] = [gate(), gate()];
  const order: string[] = [];
  const waits = t.db.transaction(async (tx) => {
    const work = await beginWork(t.app, tx, { at: t.app.clock.now(), actor: engine });
    begun.open();
    await held.opened;
    await lockContacts(work, ids);
    order.push("waited");
    return work.applied;
  });
  const holds = t.db.transaction(async (tx) => {
    await begun.opened;
    const work = await beginWork(t.app, tx, { at: t.app.clock.now(), actor: engine });
    // The last of them: whoever waits for it has locked the first already.
    await lockContacts(work, ids.slice(1));
    held.open();
    while (!(await t.db.find("select from pg_locks where not granted and locktype in ('transactionid', 'tuple')"))) await new Promise((done) => setTimeout(done, 5));
    order.push("held");
    return work.applied;
  });
  const [first, second] = await Promise.all([holds, waits]);
  expect(order).toEqual(["held", "waited"]);
  expect(second).toBeGreaterThan(first);
});

function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => {};
  const opened = new Promise<void>((done) => (open = done));
  return { opened, open };
}
