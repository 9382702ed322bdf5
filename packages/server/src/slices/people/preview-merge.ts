import { previewMerge } from "@tandem/contract/people/merges";
import { noSuchContact } from "@tandem/contract/people/parts";
import type { FieldRef, FieldValue } from "@tandem/domain/criteria/criteria";
import type { Sql } from "../../platform/sql.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { agreementInForce } from "../../spine/agreement-in-force.ts";
import { loadContacts } from "../../spine/lock-contacts.ts";
import type { ContactState } from "../../spine/states.ts";
import { loadConsents } from "./consents.ts";
import { findContactGroup } from "./contact-group.ts";
import { differingFields, missingFields, requiredSurvivor, type MergingContact } from "./merge-plan.ts";
import { mergeSidesById } from "./merge-sides.ts";

/** The same decision the merge makes, without its writes. */
export const previewMergeRoute = handle(previewMerge, async ({ app }, { params, query }) => {
  const inForce = await agreementInForce(app.db, app.clock.now());
  const ids = [params.contactId, query.other];
  const [{ contacts }, sides, handoffs] = await Promise.all([loadContacts(app.db, inForce, ids), mergeSidesById(app.db, ids), openHandoffs(app.db, ids)]);
  const survivor = contacts.find((contact) => contact.id === params.contactId);
  const other = contacts.find((contact) => contact.id === query.other);
  if (!survivor || !other) throw new Refusal(noSuchContact);
  const nameOf = (key: string) => inForce.fields.get(`contact.${key}` as FieldRef)?.name ?? key;
  const list = (value: FieldValue) => (Array.isArray(value) ? [...(value as readonly string[])] : (value as Exclude<FieldValue, readonly string[]>));
  const [a, b] = [mergingOf(survivor, handoffs), mergingOf(other, handoffs)];
  return {
    survivor: sides.get(survivor.id)!,
    other: sides.get(other.id)!,
    refusal: refusalOf(survivor, other, requiredSurvivor(a, b)),
    completed: missingFields(survivor, other).map(({ key, value }) => ({ field: key, name: nameOf(key), value: list(value) })),
    kept: differingFields(survivor, other).map((field) => ({ field: field.key, name: nameOf(field.key), survivor: list(field.survivor), other: list(field.other) })),
    closesHandoff: b.openHandoff ? { id: b.openHandoff.id, openedAt: b.openHandoff.openedAt.toISOString() } : null,
    withdraws: await withdrawnBy(app.db, survivor.id, other.id),
  };
});

function refusalOf(survivor: ContactState, other: ContactState, required: string | null): "same-contact" | "already-merged" | "survivor-behind" | null {
  if (survivor.id === other.id) return "same-contact";
  if (survivor.survivorId !== survivor.id || other.survivorId !== other.id) return "already-merged";
  return required !== null && required !== survivor.id ? "survivor-behind" : null;
}

async function openHandoffs(sql: Sql, contactIds: readonly string[]): Promise<Map<string, { id: string; openedAt: Date }>> {
  const rows = await sql.query<{ id: string; contact_id: string; opened_at: Date }>("select id, contact_id, opened_at from handoff where contact_id = any($1) and closed_at is null", [contactIds]);
  return new Map(rows.map((row) => [row.contact_id, { id: row.id, openedAt: row.opened_at }]));
}

function mergingOf(contact: ContactState, handoffs: ReadonlyMap<string, { id: string; openedAt: Date }>): MergingContact {
  return { id: contact.id, stage: contact.stage, openHandoff: handoffs.get(contact.id) ?? null };
}

/** Purposes to which the survivor consents now and the other has withdrawn. */
async function withdrawnBy(sql: Sql, survivorId: string, otherId: string): Promise<string[]> {
  const [survivor, other] = await Promise.all([survivorId, otherId].map(async (id) => loadConsents(sql, (await findContactGroup(sql, id))?.memberIds ?? [id])));
  const withdrawn = new Set(other!.filter((consent) => !consent.given).map((consent) => consent.purpose));
  return survivor!.filter((consent) => consent.given && withdrawn.has(consent.purpose)).map((consent) => consent.purpose);
}
