import type { BulkChange } from "@tandem/contract/people/bulk-edits";
import type { FieldValue } from "@tandem/domain/criteria/criteria";
import { deriveFields } from "../../spine/apply-events.ts";
import { evaluateContacts } from "../../spine/evaluate-contacts.ts";
import { lockContacts } from "../../spine/lock-contacts.ts";
import { setFields } from "../../spine/set-fields.ts";
import { settle } from "../../spine/settle.ts";
import type { CompanyState, ContactState, FieldSource } from "../../spine/states.ts";
import type { Work } from "../../spine/work.ts";
import { lockCompaniesWithPeople } from "./lock-companies-with-people.ts";

/** What a record was before it was changed, so that it can be that again. */
export type Before = { readonly owner: string | null } | { readonly value: FieldValue; readonly source: readonly [FieldSource, string] | null } | { readonly member: true };

export interface Batch {
  readonly bulkEditId: string;
  readonly entity: "contact" | "company";
  readonly ids: readonly string[];
  readonly change: BulkChange;
}

type State = ContactState | CompanyState;

/** Makes the change on a batch of records; answers what those that changed were before. */
export async function applyBatch(work: Work, batch: Batch): Promise<Map<string, Before>> {
  const { change } = batch;
  if (change.kind === "campaign") return joinCampaign(work, batch, change);
  const { states, people } = await lockBatch(work, batch);
  const before = new Map<string, Before>();
  for (const [id, state] of states) {
    if (change.kind === "owner") {
      if (state.ownerId === change.ownerId) continue;
      before.set(id, { owner: state.ownerId });
      giveOwner(work, batch, state, change.ownerId);
    } else {
      const was: Before = { value: valueOf(state, change.field), source: state.fieldSource[change.field] ?? null };
      const changed = setFields(work, { entity: batch.entity, id: state.id, values: { [change.field]: change.value }, source: "person" });
      if (changed.length === 0) continue;
      before.set(id, was);
      note(work, batch, state.id, "edited", { fields: changed });
      if (batch.entity === "contact") deriveFields(work, state as ContactState, changed, work.at);
    }
  }
  await finish(work, batch, change.kind, people, before.keys());
  return before;
}

/** Takes it back where the record still is as the change left it; answers the ids of those. */
export async function undoBatch(work: Work, batch: Batch, before: ReadonlyMap<string, Before>): Promise<Set<string>> {
  const { change } = batch;
  if (change.kind === "campaign") return leaveCampaign(work, batch, change);
  const { states, people } = await lockBatch(work, batch);
  const undone = new Set<string>();
  for (const [id, state] of states) {
    const was = before.get(id);
    if (!was) continue;
    if (change.kind === "owner" && "owner" in was) {
      if (state.ownerId !== change.ownerId) continue;
      giveOwner(work, batch, state, was.owner);
    } else if (change.kind === "field" && "value" in was) {
      if (JSON.stringify(valueOf(state, change.field)) !== JSON.stringify(change.value)) continue;
      const changed = setFields(work, { entity: batch.entity, id: state.id, values: { [change.field]: was.value }, source: "person" });
      // As before, a stronger or weaker source may speak again.
      if (was.source) state.fieldSource[change.field] = [was.source[0], was.source[1]];
      else delete state.fieldSource[change.field];
      note(work, batch, state.id, "edited", { fields: changed, undone: true });
      if (batch.entity === "contact") deriveFields(work, state as ContactState, changed, work.at);
    }
    undone.add(id);
  }
  await finish(work, batch, change.kind, people, undone);
  return undone;
}

/** Contacts before companies, as everybody locks them; a company's fields score its people. */
async function lockBatch(work: Work, { entity, ids, change }: Batch): Promise<{ states: Map<string, State>; people: string[] }> {
  if (entity === "contact") {
    await lockContacts(work, ids);
    return { states: new Map(ids.flatMap((id) => (work.contacts.has(id) ? [[id, work.contacts.get(id)!] as const] : []))), people: [] };
  }
  const people = await lockCompaniesWithPeople(work, ids, change.kind === "field");
  return { states: new Map(ids.flatMap((id) => (work.companies.has(id) ? [[id, work.companies.get(id)!] as const] : []))), people };
}

function giveOwner(work: Work, batch: Batch, state: State, ownerId: string | null): void {
  work.changes.push({ entityKind: batch.entity, entityId: state.id, field: "owner_id", old: state.ownerId, new: ownerId, happenedAt: work.at });
  note(work, batch, state.id, "assigned", { from: state.ownerId, to: ownerId });
  Object.assign(state, { ownerId, isDirty: true });
}

function valueOf(state: State, field: string): FieldValue {
  return (field.startsWith("custom.") ? state.custom[field.slice(7)] : state.values[field]) ?? null;
}

/** A line for each record, as when it is changed alone: its own trail tells the whole of it. */
function note(work: Work, { entity, bulkEditId }: Batch, id: string, act: string, summary: Record<string, unknown>): void {
  work.audit.push({ at: work.at, actor: work.actor, act: `${entity}.${act}`, entityKind: entity, entityId: id, summary: { ...summary, bulkEditId } });
}

async function finish(work: Work, { entity }: Batch, kind: BulkChange["kind"], people: readonly string[], changed: Iterable<string>): Promise<void> {
  if (kind === "field") await evaluateContacts(work, entity === "contact" ? [...changed] : people);
  await settle(work);
}

async function joinCampaign(work: Work, { ids }: Batch, { campaignId, status }: Extract<BulkChange, { kind: "campaign" }>): Promise<Map<string, Before>> {
  const rows = await work.tx.query<{ contact_id: string }>(
    `insert into campaign_member (campaign_id, contact_id, status, at, added_at) select $1, id, $3, $4, $4 from unnest($2::uuid[]) r(id) order by id
     on conflict (campaign_id, contact_id) do nothing returning contact_id`,
    [campaignId, ids, status, work.at],
  );
  if (rows.length > 0) work.audit.push({ at: work.at, actor: work.actor, act: "campaign.members-added", entityKind: "campaign", entityId: campaignId, summary: { added: rows.length, status } });
  await settle(work);
  return new Map(rows.map((row) => [row.contact_id, { member: true }]));
}

async function leaveCampaign(work: Work, { ids }: Batch, { campaignId, status }: Extract<BulkChange, { kind: "campaign" }>): Promise<Set<string>> {
  const rows = await work.tx.query<{ contact_id: string }>("delete from campaign_member where campaign_id = $1 and contact_id = any($2::uuid[]) and status = $3 returning contact_id", [campaignId, ids, status]);
  if (rows.length > 0) work.audit.push({ at: work.at, actor: work.actor, act: "campaign.members-removed", entityKind: "campaign", entityId: campaignId, summary: { removed: rows.length } });
  await settle(work);
  return new Set(rows.map((row) => row.contact_id));
}
