import { firstSteps, readFirstSteps } from "@tandem/contract/access/first-steps";
import { handle } from "../../platform/http/route.ts";

export const readFirstStepsRoute = handle(readFirstSteps, async ({ app }) => {
  const done = await app.db.one<Record<(typeof firstSteps)[number], boolean>>(
    `select exists (select from source where last_event_at is not null and kind <> 'import') as website,
            exists (select from app_user where active and role = 'marketing') and exists (select from app_user where active and role in ('sales-rep', 'sales-manager')) as people,
            exists (select from team_member m join team t on t.id = m.team_id join app_user u on u.id = m.user_id where t.side = 'sales' and m.receives and u.active) as receivers,
            -- The exception of the founding version ends when both sides have signed it.
            coalesce((select not v.founding or (select count(*) from signature s where s.version = v.version) >= 2 from agreement_version v where v.effective_from <= $1 order by v.version desc limit 1), false) as signatures,
            exists (select from import where state = 'finished' and not dry_run) as history`,
    [app.clock.now()],
  );
  return { steps: firstSteps.map((step) => ({ step, done: done[step], optional: step === "history" })) };
});
