import { mostAtOnce, notInBulk, startBulkEdit, type BulkChange, type BulkTarget } from "@tandem/contract/people/bulk-edits";
import { unknownField } from "@tandem/contract/people/parts";
import type { KeptList } from "@tandem/contract/people/views";
import type { App } from "../../platform/app.ts";
import type { Sql } from "../../platform/sql.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { Refusal } from "../../platform/refusal.ts";
import { agreementInForce } from "../../spine/agreement-in-force.ts";
import { listCompanyRows } from "./company-list.ts";
import { askingOf } from "./contact-filter.ts";
import { listContactRows } from "./contact-list.ts";
import { requireOwner } from "./owner.ts";
import { readValues } from "./read-values.ts";

/** What a change of many records is, once it is known that the caller may and that it can be. */
export interface BulkPlan {
  readonly list: KeptList;
  readonly entity: "contact" | "company";
  /** With the value as its field keeps it. */
  readonly change: BulkChange;
  /** Records that stand, in the order of the list. */
  readonly ids: readonly string[];
  readonly missing: number;
}

const [tooMany, nothingChosen, notYours, noSuchCampaign, contactsOnly] = startBulkEdit.refusals as [never, never, never, never, never];

/** The same rights as for one record: owners are given by managers and RevOps, campaigns are Marketing's. */
const may: Readonly<Record<BulkChange["kind"], readonly Principal["role"][]>> = {
  owner: ["sales-manager", "revops"],
  field: ["marketing", "sales-rep", "sales-manager", "revops"],
  campaign: ["marketing", "revops"],
};

export async function planBulkEdit(app: App, principal: Principal, asked: { target: BulkTarget; change: BulkChange }): Promise<BulkPlan> {
  const { target } = asked;
  const entity = target.list === "contacts" ? "contact" : "company";
  if (!may[asked.change.kind].includes(principal.role)) throw new Refusal(notYours);
  const change = await checked(app, entity, asked.change);
  const found = await idsOf(app, principal, target);
  if (found.length > mostAtOnce) throw new Refusal(tooMany);
  const ids = await standing(app.db, entity, found);
  if (ids.length === 0) throw new Refusal(nothingChosen);
  return { list: target.list, entity, change, ids, missing: found.length - ids.length };
}

async function checked(app: App, entity: "contact" | "company", change: BulkChange): Promise<BulkChange> {
  switch (change.kind) {
    case "owner":
      await requireOwner(app.db, change.ownerId);
      return change;
    case "field": {
      if (notInBulk.includes(change.field)) throw new Refusal(unknownField, "What tells one record from another is not given to many.", { field: change.field });
      const inForce = await agreementInForce(app.db, app.clock.now());
      return { ...change, value: (readValues(inForce, entity, { [change.field]: change.value })[change.field] ?? null) as typeof change.value };
    }
    case "campaign":
      if (entity === "company") throw new Refusal(contactsOnly);
      if (!(await app.db.find("select from campaign where id = $1 and archived_at is null", [change.campaignId]))) throw new Refusal(noSuchCampaign);
      return change;
  }
}

/** One more than may be, so that too many are known as such. */
async function idsOf(app: App, principal: Principal, target: BulkTarget): Promise<string[]> {
  if ("ids" in target) return [...new Set(target.ids)];
  const limit = mostAtOnce + 1;
  const { rows } =
    target.list === "contacts"
      ? await listContactRows(app.db, await askingOf(app, principal, target.filter), { filter: target.filter, sort: "created", limit })
      : await listCompanyRows(app.db, principal, { filter: target.filter, sort: "created", limit });
  return rows.map((row) => row.id);
}

/** Contacts that were merged meanwhile are changed as the one that answers for them, once. */
async function standing(sql: Sql, entity: "contact" | "company", ids: readonly string[]): Promise<string[]> {
  const rows =
    entity === "contact"
      ? await sql.query<{ id: string }>("select s.id from unnest($1::uuid[]) with ordinality r(id, place) join contact c on c.id = r.id join contact s on s.id = c.survivor_id and s.identified_at is not null group by s.id order by min(r.place)", [ids])
      : await sql.query<{ id: string }>("select y.id from unnest($1::uuid[]) with ordinality r(id, place) join company y on y.id = r.id order by r.place", [ids]);
  return rows.map((row) => row.id);
}

/** How many of them are not so already. */
export async function countChanges(sql: Sql, { entity, change, ids }: BulkPlan): Promise<number> {
  const count = async (condition: string, ...values: unknown[]) => (await sql.one<{ n: number }>(`select count(*)::int as n from ${entity} r where r.id = any($1::uuid[]) and ${condition}`, [ids, ...values])).n;
  switch (change.kind) {
    case "owner":
      return count("r.owner_id is distinct from $2::uuid", change.ownerId);
    case "field": {
      const held = change.field.startsWith("custom.") ? "r.custom -> $2::text" : "to_jsonb(r) -> $2::text";
      return count(`coalesce(${held}, 'null') is distinct from $3::jsonb`, change.field.replace(/^custom\./, ""), JSON.stringify(change.value));
    }
    case "campaign":
      return count("not exists (select from campaign_member m where m.campaign_id = $2 and m.contact_id = r.id)", change.campaignId);
  }
}
