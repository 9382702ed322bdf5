import { randomBytes } from "node:crypto";
import { foundingAgreement } from "@tandem/domain/agreement/founding-agreement";
import type { Agreement } from "@tandem/domain/agreement/agreement";
import { fold } from "@tandem/domain/people/fold";
import type { App } from "../platform/app.ts";
import type { Principal } from "../platform/http/principal.ts";
import { hashPassword } from "../slices/access/password.ts";
import { hashKey } from "../slices/capture/sources.ts";
import { agreementHash } from "../spine/agreement-hash.ts";
import { agreementInForce } from "../spine/agreement-in-force.ts";
import { saveVersion } from "../spine/founding.ts";
import { campaigns } from "./campaign-plan.ts";
import { people, teams, workspaceName } from "./cast.ts";

/** The password of everybody in the demo; printed at start, worth nothing outside it. */
export const demoPassword = "tandem-demo";

export interface DemoCompany {
  readonly people: ReadonlyMap<string, Principal>;
  readonly sourceId: number;
  readonly agreement: Agreement;
}

const week = Object.fromEntries([1, 2, 3, 4, 5].map((day) => [day, [{ start: "09:00", end: "12:30" }, { start: "13:00", end: "17:30" }]]));
const day = 86_400_000;

/** What exists on the demo's first day: people, teams, the signed agreement, a website, forms, campaigns. History comes after. */
export async function foundCompany(app: App, firstDay: number, until: number): Promise<DemoCompany> {
  const at = app.clock.now();
  const password = await hashPassword(demoPassword);
  const agreement = agreementOf(until);
  return app.db.transaction(async (tx) => {
    await tx.query("insert into workspace (id, name, demo, created_at) values (1, $1, true, $2)", [workspaceName, at]);
    const teamIds = new Map<string, string>();
    for (const team of teams) {
      const id = app.ids.next();
      teamIds.set(team.key, id);
      await tx.query("insert into team (id, key, name, side, time_zone, week, holiday_country, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)", [id, team.key, team.name, team.side, team.timeZone, JSON.stringify(week), team.country, at]);
    }
    const principals = new Map<string, Principal>();
    for (const person of people) {
      const id = app.ids.next();
      const email = `${person.key}@northwind-robotics.example`;
      await tx.query(
        `insert into app_user (id, name, email, email_folded, password_hash, role, job_title, time_zone, week, holiday_country, signs_for, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
        [id, person.name, email, fold(email), password, person.role, person.jobTitle, person.timeZone, JSON.stringify(week), person.country, person.signsFor ?? null, at],
      );
      const memberOf = [...(person.team ? [person.team] : []), ...(person.manages ?? [])];
      for (const key of new Set(memberOf))
        await tx.query("insert into team_member (team_id, user_id, manages, receives, weight, capacity) values ($1, $2, $3, $4, $5, $6)", [teamIds.get(key), id, person.manages?.includes(key) ?? false, person.role === "sales-rep", person.weight ?? 1, person.capacity ?? null]);
      principals.set(person.key, { userId: id, name: person.name, role: person.role, teamIds: memberOf.map((key) => teamIds.get(key)!), managedTeamIds: (person.manages ?? []).map((key) => teamIds.get(key)!), via: "session" });
    }
    await saveVersion(tx, { version: 1, agreement, founding: true, effectiveFrom: new Date(0), at, createdBy: principals.get("jonas")!.userId });
    for (const key of ["priya", "tomas"]) {
      const side = people.find((p) => p.key === key)!.signsFor!;
      await tx.query("insert into signature (version, side, user_id, hash, signed_at) values (1, $1, $2, $3, $4)", [side, principals.get(key)!.userId, agreementHash(agreement), at]);
    }
    const key = "demo-website";
    const { id: sourceId } = await tx.one<{ id: number }>("insert into source (name, kind, write_key_hash, public_key, created_at) values ('Website', 'browser', $1, $2, $3) returning id", [hashKey(key), key, at]);
    const { id: formSource } = await tx.one<{ id: number }>("insert into source (name, kind, write_key_hash, created_at) values ('Form: Book a demo', 'form', $1, $2) returning id", [hashKey(randomBytes(24).toString("base64url")), at]);
    await tx.query("insert into form (id, key, title, fields, submit_label, thanks, source_id, created_at) values ($1, 'demo', 'Book a demo', $2, 'Book a demo', 'Thank you. We will be in touch today.', $3, $4)", [app.ids.next(), JSON.stringify(demoForm), formSource, at]);
    // A shorter demo ends before some of the year's campaigns begin.
    for (const campaign of campaigns.filter(({ from }) => firstDay + from * day < until)) {
      const id = app.ids.next();
      const [from, to] = [firstDay + campaign.from * day, Math.min(until, firstDay + campaign.to * day)];
      await tx.query("insert into campaign (id, name, name_folded, channel, goal, starts_on, ends_on, budget, created_by, created_at) values ($1, $2, $3, $4, '', $5, $6, $7, $8, $9)", [id, campaign.name, fold(campaign.name), campaign.channel, isoDay(from), isoDay(to), campaign.budget * 100, principals.get("noor")!.userId, at]);
      await tx.query("insert into campaign_utm (utm_folded, utm, campaign_id) values ($1, $2, $3)", [fold(campaign.utm.campaign), campaign.utm.campaign, id]);
    }
    return { people: principals, sourceId, agreement };
  });
}

/** The company as it stands, for going on with its history. */
export async function findCompany(app: App): Promise<DemoCompany> {
  const rows = await app.db.query<{ id: string; name: string; role: Principal["role"]; email: string; teams: string[] | null; managed: string[] | null }>(
    `select u.id, u.name, u.role, u.email_folded as email, array_agg(m.team_id) filter (where m.team_id is not null) as teams, array_agg(m.team_id) filter (where m.manages) as managed
     from app_user u left join team_member m on m.user_id = u.id group by u.id`,
  );
  const principals = new Map<string, Principal>(
    rows.map((row) => [row.email.split("@")[0]!, { userId: row.id, name: row.name, role: row.role, teamIds: row.teams ?? [], managedTeamIds: row.managed ?? [], via: "session" }]),
  );
  const { id: sourceId } = await app.db.one<{ id: number }>("select id from source where kind = 'browser' order by id limit 1");
  const { agreement } = await agreementInForce(app.db, app.clock.now());
  return { people: principals, sourceId, agreement };
}

const demoForm = [
  { name: "firstName", label: "First name", type: "text", required: true },
  { name: "lastName", label: "Last name", type: "text", required: true },
  { name: "email", label: "Work e-mail", type: "email", required: true },
  { name: "title", label: "Job title", type: "text", required: false },
];

export function isoDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** The founding agreement with the demo's territories and targets: leads go to the team of their country. */
function agreementOf(until: number): Agreement {
  const year = new Date(until).getUTCFullYear();
  const quarters = [year - 1, year].flatMap((y) => [1, 2, 3, 4].map((q) => `${y}-Q${q}` as const));
  const ofCountries = (list: readonly string[]) => ({ any: [{ field: "contact.country", isAnyOf: [...list] }, { field: "company.country", isAnyOf: [...list] }] });
  return {
    ...foundingAgreement,
    name: "Revenue agreement",
    mql: { ...foundingAgreement.mql, grid: { A: 70, B: 95, C: 130, D: null } },
    routing: {
      rules: teams.filter((t) => t.countries.length > 0).map((t) => ({ key: t.key, name: t.name, when: ofCountries(t.countries), to: { team: t.key, by: "weighted" as const } })),
      fallbackTeam: "dach",
    },
    targets: quarters.map((quarter, i) => ({ quarter, mqls: 300 + i * 35, pipeline: 4_200_000 + i * 150_000, revenue: 1_100_000 + i * 60_000 })),
  };
}
