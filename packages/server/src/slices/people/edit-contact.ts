import { editContact } from "@tandem/contract/people/contacts";
import { changedMeanwhile, noSuchCompany, noSuchContact } from "@tandem/contract/people/parts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { deriveFields } from "../../spine/apply-events.ts";
import { evaluateContacts } from "../../spine/evaluate-contacts.ts";
import { loadCompanies, lockContacts } from "../../spine/lock-contacts.ts";
import { setFields } from "../../spine/set-fields.ts";
import { settle } from "../../spine/settle.ts";
import type { ContactState } from "../../spine/states.ts";
import { beginWork, tell, type Work } from "../../spine/work.ts";
import { proposeDuplicates } from "./duplicates.ts";
import { valuesOf } from "./get-contact.ts";
import { readValues } from "./read-values.ts";

export const editContactRoute = handle(editContact, ({ app, principal }, { params, body }) =>
  app.db.transaction(async (tx) => {
    const work = await beginWork(app, tx, { at: app.clock.now(), actor: actorOf(principal) });
    const [contact] = await lockContacts(work, [params.contactId]);
    if (!contact) throw new Refusal(noSuchContact);
    if (contact.version !== body.version) throw new Refusal(changedMeanwhile, undefined, { version: contact.version, values: valuesOf(contact) });
    const values = readValues(work.inForce, "contact", body.values);
    const changed = setFields(work, { entity: "contact", id: contact.id, values, source: "person" });
    deriveFields(work, contact, changed, work.at);
    if (body.companyId !== undefined) changed.push(...(await moveToCompany(work, contact, body.companyId)));
    if (changed.length === 0) return { version: contact.version };
    work.audit.push({ at: work.at, actor: work.actor, act: "contact.edited", entityKind: "contact", entityId: contact.id, summary: { fields: changed } });
    tell(work, ["everyone"], "contact.changed", contact.id);
    await evaluateContacts(work, [contact.id]);
    await settle(work);
    await proposeDuplicates(app, tx, [contact.id], work.at);
    return tx.one<{ version: number }>("select version from contact where id = $1", [contact.id]);
  }),
);

/** Links a contact to a company, or to none; the link is history like any field. */
export async function moveToCompany(work: Work, contact: ContactState, companyId: string | null): Promise<string[]> {
  if (contact.companyId === companyId) return [];
  await loadCompanies(work.tx, work.companies, [companyId]);
  if (companyId !== null && !work.companies.has(companyId)) throw new Refusal(noSuchCompany);
  work.changes.push({ entityKind: "contact", entityId: contact.id, field: "company_id", old: contact.companyId, new: companyId, happenedAt: work.at });
  Object.assign(contact, { companyId, isDirty: true });
  contact.fieldSource["company_id"] = ["person", work.at.toISOString()];
  return ["company_id"];
}
