import { assignCompany, createCompany, editCompany } from "@tandem/contract/people/companies";
import { changedMeanwhile, noSuchCompany } from "@tandem/contract/people/parts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { evaluateContacts } from "../../spine/evaluate-contacts.ts";
import { lockCompanies } from "../../spine/lock-contacts.ts";
import { newCompany } from "../../spine/new-contact.ts";
import { setFields } from "../../spine/set-fields.ts";
import { settle } from "../../spine/settle.ts";
import type { CompanyState } from "../../spine/states.ts";
import { beginWork, type Work } from "../../spine/work.ts";
import { valuesOf } from "./get-contact.ts";
import { lockCompaniesWithPeople } from "./lock-companies-with-people.ts";
import { requireOwner } from "./owner.ts";
import { readValues } from "./read-values.ts";

const [companyExists, nameless] = createCompany.refusals as [never, never];

export const createCompanyRoute = handle(createCompany, ({ app, principal }, { body }) =>
  app.db.transaction(async (tx) => {
    const work = await beginWork(app, tx, { at: app.clock.now(), actor: actorOf(principal) });
    const { name, domain = null, ...values } = readValues(work.inForce, "company", body.values);
    if (typeof name !== "string") throw new Refusal(nameless);
    const company = newCompany(work, { name, domain: domain as string | null });
    await requireFreeDomain(work, company.id, company.domainFolded);
    for (const key of ["name", "domain"]) company.fieldSource[key] = ["person", work.at.toISOString()];
    setFields(work, { entity: "company", id: company.id, values, source: "person" });
    work.audit.push({ at: work.at, actor: work.actor, act: "company.created", entityKind: "company", entityId: company.id });
    await settle(work);
    return { id: company.id };
  }),
);

/** A company's fields score its people, so all of them are looked at again in the same transaction. */
export const editCompanyRoute = handle(editCompany, ({ app, principal }, { params, body }) =>
  app.db.transaction(async (tx) => {
    const work = await beginWork(app, tx, { at: app.clock.now(), actor: actorOf(principal) });
    const people = await lockCompaniesWithPeople(work, [params.companyId]);
    const company = companyOf(work, params.companyId);
    if (company.version !== body.version) throw new Refusal(changedMeanwhile, undefined, { version: company.version, values: valuesOf(company) });
    const values = readValues(work.inForce, "company", body.values);
    if (values["name"] === null) throw new Refusal(nameless);
    const changed = setFields(work, { entity: "company", id: company.id, values, source: "person" });
    if (changed.length === 0) return { version: company.version };
    if (changed.includes("domain")) {
      company.domainFolded = (company.values["domain"] as string | undefined) ?? null;
      await requireFreeDomain(work, company.id, company.domainFolded);
    }
    // People are found by the name of their company too.
    if (changed.includes("name")) for (const id of people) work.contacts.get(id)!.isDirty = true;
    work.audit.push({ at: work.at, actor: work.actor, act: "company.edited", entityKind: "company", entityId: company.id, summary: { fields: changed } });
    await evaluateContacts(work, people);
    await settle(work);
    return { version: body.version + 1 };
  }),
);

export const assignCompanyRoute = handle(assignCompany, ({ app, principal }, { params, body }) =>
  app.db.transaction(async (tx) => {
    const work = await beginWork(app, tx, { at: app.clock.now(), actor: actorOf(principal) });
    await lockCompanies(work, [params.companyId]);
    const company = companyOf(work, params.companyId);
    if (company.version !== body.version) throw new Refusal(changedMeanwhile, undefined, { version: company.version, ownerId: company.ownerId });
    await requireOwner(tx, body.ownerId);
    if (company.ownerId === body.ownerId) return { version: company.version };
    work.changes.push({ entityKind: "company", entityId: company.id, field: "owner_id", old: company.ownerId, new: body.ownerId, happenedAt: work.at });
    work.audit.push({ at: work.at, actor: work.actor, act: "company.assigned", entityKind: "company", entityId: company.id, summary: { from: company.ownerId, to: body.ownerId } });
    Object.assign(company, { ownerId: body.ownerId, isDirty: true });
    await settle(work);
    return { version: body.version + 1 };
  }),
);

function companyOf(work: Work, companyId: string): CompanyState {
  const company = work.companies.get(companyId);
  if (!company) throw new Refusal(noSuchCompany);
  return company;
}

async function requireFreeDomain(work: Work, companyId: string, domain: string | null): Promise<void> {
  if (domain === null) return;
  const other = await work.tx.find<{ id: string; name: string }>("select id, name from company where domain_folded = $1 and id <> $2", [domain, companyId]);
  if (other) throw new Refusal(companyExists, undefined, other);
}
