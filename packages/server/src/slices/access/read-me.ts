import { readMe, usualPreferences, type Me, type Preferences } from "@tandem/contract/access/me";
import { handle } from "../../platform/http/route.ts";
import { agreementInForce } from "../../spine/agreement-in-force.ts";
import { permissionsOf } from "./permissions.ts";

interface MeRow {
  person: Me["user"];
  teams: Me["teams"];
  preferences: Partial<Preferences>;
  workspace_name: string;
  demo: boolean;
  demo_until: Date | null;
}

export const readMeRoute = handle(readMe, async ({ app, principal }) => {
  const [row, { agreement }] = await Promise.all([
    app.db.one<MeRow>(
      `select jsonb_build_object('id', u.id, 'name', u.name, 'email', u.email, 'role', u.role, 'jobTitle', u.job_title, 'signsFor', u.signs_for, 'timeZone', u.time_zone,
                'week', u.week, 'holidayCountry', u.holiday_country, 'holidayRegion', u.holiday_region, 'version', u.version) as person,
              u.preferences, w.name as workspace_name, w.demo, w.demo_until,
              coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'key', t.key, 'name', t.name, 'side', t.side, 'manages', m.manages) order by t.name, t.id)
                        from team_member m join team t on t.id = m.team_id where m.user_id = u.id), '[]') as teams
       from app_user u cross join workspace w where u.id = $1`,
      [principal.userId],
    ),
    agreementInForce(app.db, app.clock.now()),
  ]);
  return {
    user: row.person,
    teams: row.teams,
    workspace: { name: row.workspace_name, demo: row.demo, demoUntil: row.demo_until?.toISOString() ?? null },
    agreement: { currency: agreement.currency, timeZone: agreement.timeZone },
    permissions: permissionsOf(principal.role),
    preferences: { ...usualPreferences, ...row.preferences },
    via: principal.via,
  };
});
