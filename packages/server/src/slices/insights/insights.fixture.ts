import { steeredClock } from "../../platform/clock.ts";
import type { Slice } from "../../platform/slice.ts";
import { ensureFoundingAgreement } from "../../spine/founding.ts";
import { accessApp, addPerson, setUp, type AccessApp, type Caller, type Workspace } from "../access/access.fixture.ts";
import { access } from "../access/slice.ts";
import { start, type BusinessApp } from "./business.fixture.ts";
import { insights } from "./slice.ts";

/** A workspace in which a year of invented business has happened, the same for the same seed. */
export interface InsightsApp extends AccessApp, BusinessApp {
  readonly workspace: Workspace;
  readonly as: Record<"marketing" | "rep" | "executive", Caller & { readonly id: string }>;
  readonly otherTeam: string;
  /** Numbers from 0 to 1. */
  readonly dice: () => number;
}

export async function insightsApp(options: { seed?: number; slices?: readonly Slice[] } = {}): Promise<InsightsApp> {
  const t = await accessApp({ slices: [access, insights, ...(options.slices ?? [])], start });
  // Founded before the year it tells of.
  await ensureFoundingAgreement({ ...t.app, clock: steeredClock(new Date("2025-10-01T08:00:00Z")) });
  const workspace = await setUp(t);
  const person = async (role: Parameters<typeof addPerson>[2], name: string, teams: string[] = []) => addPerson(t, workspace, role, name, teams);
  const as = { marketing: await person("marketing", "Mia Marketing"), rep: await person("sales-rep", "Rex Rep", [workspace.teams.sales]), executive: await person("executive", "Eve Executive") };
  const otherTeam = t.app.ids.next();
  await t.db.query("insert into team (id, key, name, side, time_zone, week, created_at) values ($1, 'dach', 'DACH', 'sales', 'Europe/Vienna', '{}', $2)", [otherTeam, start]);
  // The bucket that slows a caller refills with the clock.
  const call: AccessApp["call"] = (...asked) => (t.clock.advance(100), t.call(...asked));
  return { ...t, call, workspace, as, otherTeam, dice: dice(options.seed ?? 7) };
}

/** A small congruential generator: a failing seed fails again. */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}
