import { createContact } from "@tandem/contract/people/contacts";
import { companyDomainOf, normaliseEmail } from "@tandem/domain/capture/email";
import { fold } from "@tandem/domain/people/fold";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { deriveFields } from "../../spine/apply-events.ts";
import { evaluateContacts } from "../../spine/evaluate-contacts.ts";
import { newContact } from "../../spine/new-contact.ts";
import { setFields } from "../../spine/set-fields.ts";
import { settle } from "../../spine/settle.ts";
import type { ContactState } from "../../spine/states.ts";
import { subjectId } from "../../spine/subject-id.ts";
import { beginWork, type Work } from "../../spine/work.ts";
import { nameOf } from "./contact-list.ts";
import { proposeDuplicates } from "./duplicates.ts";
import { moveToCompany } from "./edit-contact.ts";
import { requireOwner } from "./owner.ts";
import { readValues } from "./read-values.ts";

const [contactExists, nameless] = createContact.refusals as [never, never];

export const createContactRoute = handle(createContact, ({ app, principal }, { body }) =>
  app.db.transaction(async (tx) => {
    const work = await beginWork(app, tx, { at: app.clock.now(), actor: actorOf(principal) });
    const values = readValues(work.inForce, "contact", body.values);
    const text = (key: string) => (typeof values[key] === "string" ? values[key] : null);
    if (text("email") === null && text("first_name") === null && text("last_name") === null) throw new Refusal(nameless);
    const email = text("email") === null ? null : normaliseEmail(text("email")!);
    if (email !== null) await requireNewEmail(work, email, text("email")!);
    await requireOwner(tx, body.ownerId);
    const contact = newContact(work, work.at);
    Object.assign(contact, { identifiedAt: work.at, ownerId: body.ownerId ?? null });
    const changed = setFields(work, { entity: "contact", id: contact.id, values: { source: "by-hand", ...values }, source: "person" });
    deriveFields(work, contact, changed, work.at);
    await moveToCompany(work, contact, body.companyId !== undefined ? body.companyId : await companyOf(work, email));
    work.facts.push({ kind: "contact.identified", at: work.at, subject: { kind: "contact", id: contact.id } });
    work.audit.push({ at: work.at, actor: work.actor, act: "contact.created", entityKind: "contact", entityId: contact.id });
    await evaluateContacts(work, [contact.id]);
    await settle(work);
    if (email !== null) await claimEmail(work, contact, email);
    await proposeDuplicates(app, tx, [contact.id], work.at);
    return { id: contact.id };
  }),
);

/** Two people typing the same address at once wait for each other here; the second is offered the first's contact. */
async function requireNewEmail(work: Work, email: string, typed: string): Promise<void> {
  await work.tx.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`contact e-mail ${email}`]);
  const known = await work.tx.find<{ id: string; first_name: string | null; last_name: string | null; email: string | null }>(
    `select s.id, s.first_name, s.last_name, s.email from contact s where s.id in (
       select survivor_id from contact where email_folded = any($1)
       union all select c.survivor_id from assignment a join contact c on c.id = a.contact_id where a.subject_id = $2 and a.retracted is null)
     order by s.id limit 1`,
    [[...new Set([email, fold(typed)])], subjectId("email", email)],
  );
  if (known) throw new Refusal(contactExists, undefined, { id: known.id, name: nameOf(known) });
}

async function companyOf(work: Work, email: string | null): Promise<string | null> {
  const domain = email === null ? null : companyDomainOf(email);
  if (domain === null) return null;
  return (await work.tx.find<{ id: string }>("select id from company where domain_folded = $1", [domain]))?.id ?? null;
}

/** What arrives under this address later is this person's. */
async function claimEmail(work: Work, contact: ContactState, email: string): Promise<void> {
  const subject = subjectId("email", email);
  await work.tx.query("insert into subject (id, kind, key, first_seen_at) values ($1, 'email', $2, $3) on conflict do nothing", [subject, email, work.at]);
  await work.tx.query(
    `insert into assignment (id, subject_id, contact_id, from_at, to_at, reason, applied, applied_at)
     values ($1, $2, $3, '-infinity', 'infinity', 'typed-in', $4, $5) on conflict do nothing`,
    [work.app.ids.next(), subject, contact.id, work.applied, work.at],
  );
}
