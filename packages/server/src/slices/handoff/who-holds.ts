import { whoHolds, type Holding } from "@tandem/contract/handoff/who-holds";
import { bound } from "../../platform/bound.ts";
import { handle } from "../../platform/http/route.ts";
import { handoffScope } from "../../spine/row-scope.ts";
import { wireTime } from "./handoff-store.ts";
import { linkSql } from "./words.ts";

/** The open handoff of a person or of anyone merged into them, else the last one. Contacts are everybody's to see; of the handoff this is all that is. */
export const whoHoldsRoute = handle(whoHolds, async ({ app, principal }, { params }) => {
  const b = bound();
  const contact = b.bind(params.contactId);
  const handoff = await app.db.find<Holding & object>(
    `select h.id, h.state, ${linkSql("u")} as assignee, ${linkSql("t")} as team, ${wireTime("h.opened_at")} as "openedAt", ${wireTime("h.accepted_at")} as "acceptedAt", ${wireTime("h.closed_at")} as "closedAt", (${handoffScope(principal, b)}) as "mayOpen"
     from contact asked join contact c on c.survivor_id = asked.survivor_id join handoff h on h.contact_id = c.id join team t on t.id = h.team_id left join app_user u on u.id = h.assignee_id
     where asked.id = ${contact} and h.state <> 'merged' order by h.closed_at is not null, h.opened_at desc limit 1`,
    b.params,
  );
  return { handoff };
});
