import type { Agreement } from "@tandem/domain/agreement/agreement";
import { payloadOf } from "../slices/capture/read-request.ts";
import { readEvent } from "@tandem/domain/capture/event";
import { captureOf } from "../slices/capture/capture-of.ts";
import { hashKey } from "../slices/capture/sources.ts";
import { workIntake } from "../spine/engine.ts";
import { ensureFoundingAgreement } from "../spine/founding.ts";
import { runDueTimers } from "../platform/timers.ts";
import { ringClocks } from "../spine/ring-clocks.ts";
import { turnCompanyDay } from "../spine/turn-company-day.ts";
import { testApp, type TestApp } from "./app.ts";

/** A small company for tests: one Sales team with reps, one source, the founding agreement. */
export interface World extends TestApp {
  readonly teamId: string;
  readonly reps: readonly { id: string; name: string }[];
  readonly sourceId: number;
  /** Accepts raw Segment events as the tracking API would, and works them. */
  send(...events: Record<string, unknown>[]): Promise<void>;
  /** Accepts without working. */
  accept(...events: Record<string, unknown>[]): Promise<void>;
  work(): Promise<void>;
  timers(): Promise<number>;
}

export const officeHours = Object.fromEntries([1, 2, 3, 4, 5].map((day) => [day, [{ start: "09:00", end: "17:00" }]]));

export async function testWorld(options: { start?: Date; reps?: number; agreement?: Partial<Agreement>; timeZone?: string } = {}): Promise<World> {
  const t = await testApp(options.start ? { start: options.start } : {});
  const { app } = t;
  const at = app.clock.now();
  const zone = options.timeZone ?? "Europe/Berlin";
  await ensureFoundingAgreement(app, options.agreement);
  const teamId = app.ids.next();
  await app.db.query("insert into workspace (name, created_at) values ('Test company', $1)", [at]);
  await app.db.query("insert into team (id, key, name, side, time_zone, week, created_at) values ($1, 'sales', 'Sales', 'sales', $2, $3, $4)", [teamId, zone, JSON.stringify(officeHours), at]);
  const reps = Array.from({ length: options.reps ?? 3 }, (_, i) => ({ id: app.ids.next(), name: `Rep ${i + 1}` }));
  for (const [i, rep] of reps.entries()) {
    await app.db.query("insert into app_user (id, name, email, email_folded, role, time_zone, week, created_at) values ($1, $2, $3, $3, 'sales-rep', $4, $5, $6)", [rep.id, rep.name, `rep${i + 1}@tandem.example`, zone, JSON.stringify(officeHours), at]);
    await app.db.query("insert into team_member (team_id, user_id) values ($1, $2)", [teamId, rep.id]);
  }
  const { id: sourceId } = await app.db.one<{ id: number }>("insert into source (name, kind, write_key_hash, public_key, created_at) values ('Website', 'browser', $1, 'test-key', $2) returning id", [hashKey("test-key"), at]);
  const { acceptor } = captureOf(app);
  let count = 0;
  const accept = async (...events: Record<string, unknown>[]): Promise<void> => {
    const receivedAt = app.clock.now();
    const read = events.map((raw) => {
      const reading = readEvent(raw, { receivedAt: receivedAt.getTime(), messageId: `m${(count += 1)}` });
      if ("refused" in reading) throw new Error(`The test sent a bad event: ${reading.refused.words}`);
      return { sourceId, receivedAt, event: reading.ok, payload: payloadOf(reading.ok) };
    });
    await acceptor.accept(read);
  };
  const work = async (): Promise<void> => {
    while ((await workIntake(app)) > 0);
  };
  return {
    ...t,
    teamId,
    reps,
    sourceId,
    accept,
    work,
    send: async (...events) => {
      await accept(...events);
      await work();
    },
    timers: () => runDueTimers(app, [ringClocks, turnCompanyDay]),
  };
}

/** A page view as the browser sends it; `query` holds the campaign marks of the address. */
export function pageView(anonymousId: string, path: string, extra: Record<string, unknown> & { query?: string } = {}): Record<string, unknown> {
  const { query = "", ...rest } = extra;
  return { type: "page", anonymousId, name: path, properties: { path, url: `https://www.example.com${path}${query}` }, ...rest };
}
