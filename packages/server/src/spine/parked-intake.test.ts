import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { pageView, testWorld, type World } from "../test/world.ts";
import { workIntake } from "./engine.ts";

let world: World;
beforeAll(async () => {
  world = await testWorld();
  // A fault of the database's own for events of one page: what it raises is set by each test.
  await world.asSuperuser("create table public.fault (code text)");
  await world.asSuperuser("grant select on public.fault to public");
  await world.asSuperuser(`create function public.stumble() returns trigger language plpgsql as $$ declare fault text := (select code from public.fault); begin
    if fault is not null and (select payload::text like '%/case-studies/stumble%' from tandem.event where id = new.event_id) then raise exception 'stumbled' using errcode = fault; end if; return new; end $$`);
  await world.asSuperuser("create trigger stumble before insert on tandem.signal for each row execute function public.stumble()");
});
afterAll(() => world.close());
beforeEach(() => world.asSuperuser("delete from public.fault"));

const raise = (code: string) => world.asSuperuser("insert into public.fault values ($1)", [code]);
const standing = () => world.db.one<{ waiting: number; parked: number }>("select (select count(*)::int from intake) as waiting, (select count(*)::int from parked_intake) as parked");
const signalsOf = async (key: string) => (await world.db.one<{ count: number }>("select count(*)::int as count from signal s join subject u on u.id = s.subject_id where u.key = $1", [key])).count;

it("a commit that can't be worked is parked with its reason, and those beside it are worked", async () => {
  await raise("XX001");
  await world.accept(pageView("one", "/case-studies/acme"));
  await world.accept(pageView("two", "/case-studies/stumble"));
  await world.accept(pageView("three", "/case-studies/acme"));
  await world.work();
  expect(await standing()).toEqual({ waiting: 0, parked: 1 });
  expect((await world.db.one<{ reason: string }>("select reason from parked_intake")).reason).toContain("stumbled");
  expect([await signalsOf("one"), await signalsOf("two"), await signalsOf("three")].map((count) => count > 0)).toEqual([true, false, true]);
});

it("a commit whose statements take too long is tried again, but not for ever", async () => {
  await raise("57014");
  await world.accept(pageView("slow", "/case-studies/stumble"));
  let tries = 0;
  while ((await standing()).waiting > 0 && tries < 20) {
    tries += 1;
    await workIntake(world.app).catch(() => {});
  }
  expect(tries).toBeGreaterThan(2);
  expect(await standing()).toEqual({ waiting: 0, parked: 2 });
});

it("trouble that passes parks nothing", async () => {
  await raise("40001");
  await world.accept(pageView("later", "/case-studies/stumble"));
  for (let tries = 0; tries < 10; tries++) await expect(workIntake(world.app)).rejects.toThrow("stumbled");
  await world.asSuperuser("delete from public.fault");
  await world.work();
  expect(await standing()).toEqual({ waiting: 0, parked: 2 });
  expect(await signalsOf("later")).toBeGreaterThan(0);
});

it("a commit whose events are gone is parked, and says which they were", async () => {
  await world.accept(pageView("gone", "/pricing"));
  await world.accept(pageView("there", "/case-studies/acme"));
  const { event_ids } = await world.db.one<{ event_ids: string[] }>("select event_ids from intake order by id limit 1");
  await world.asSuperuser("delete from tandem.event_key where event_id = any($1)", [event_ids]);
  await world.asSuperuser("delete from tandem.event where id = any($1)", [event_ids]);
  await world.work();
  expect(await world.db.one("select reason, event_ids from parked_intake order by id desc limit 1")).toEqual({ reason: expect.stringContaining("not stored"), event_ids });
  expect(await signalsOf("there")).toBeGreaterThan(0);
  // A lost event breaks an invariant, which is what tells administrators; here it was taken on purpose.
  await world.asSuperuser("delete from tandem.parked_intake where event_ids = $1::uuid[]", [event_ids]);
});
