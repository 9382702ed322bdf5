import type { BatchCall } from "./batch.ts";
import { readRows } from "./batch.ts";
import { settle } from "../../spine/settle.ts";
import { fold } from "@tandem/domain/people/fold";
import { subjectId } from "../../spine/subject-id.ts";
import { note } from "./outcome.ts";
import { saysNothing } from "./plan.ts";
import { findCompanies, findOwners, saveReferences, type NewReference } from "./resolve.ts";
import { loadTouched } from "./touched.ts";
import { readCompany, writeCompany, type CompanyWriter } from "./write-companies.ts";

/** Rows about companies: found by the other system's id, by domain, or by name. */
export async function importCompanies(call: BatchCall): Promise<Iterable<string>> {
  const { work, plan, result } = call;
  const drafts = readRows(call, (reader) => {
    if (saysNothing(reader, ["company.id", "company.domain", "company.name"])) reader.refuse(null, "no-key", "The row has neither id, domain nor name, so it is about nobody.");
    return { company: readCompany(work, plan, reader, null), owner: reader.text("owner"), createdAt: reader.moment("createdAt") };
  });
  const known = await findCompanies(work, plan.system, drafts.map(({ draft }) => draft.company.keys));
  const owners = await findOwners(work, drafts.map(({ draft }) => draft.owner));
  const dryKey = (draft: (typeof drafts)[number]["draft"]): string => subjectId("record", `${plan.system} company ${JSON.stringify(draft.company.keys)}`);
  const touched = await loadTouched(work.tx, plan.importId, [...work.companies.keys(), ...(call.dryRun ? drafts.map(({ draft }) => dryKey(draft)) : [])]);
  const references: NewReference[] = [];
  const writer: CompanyWriter = { work, plan, known, touched, references, result };
  for (const { reader, draft } of drafts) {
    const { number } = reader.row;
    const before = known.find(draft.company.keys);
    if ((before && touched.has(before.id)) || (call.dryRun && !before && touched.has(dryKey(draft)))) note(result, "repeated");
    const refsBefore = references.length;
    const written = writeCompany(writer, draft.company, work.at)!;
    const { company, created } = written;
    if (created && draft.createdAt !== null) Object.assign(company, { createdAt: new Date(draft.createdAt) });
    const owner = draft.owner === null ? null : (owners.get(fold(draft.owner)) ?? null);
    if (draft.owner !== null && owner === null) note(result, "unknown-owner");
    const owned = owner !== null && company.ownerId === null;
    if (owned) {
      work.changes.push({ entityKind: "company", entityId: company.id, field: "owner_id", old: null, new: owner, happenedAt: work.at });
      Object.assign(company, { ownerId: owner, isDirty: true });
    }
    const repeatedNew = created && call.dryRun && !touched.first(dryKey(draft));
    result.outcomes.set(number, { kind: created && !repeatedNew ? "created" : written.changed || owned || references.length > refsBefore ? "updated" : "unchanged" });
  }
  await settle(work);
  await saveReferences(work, plan.system, references);
  return touched.fresh;
}
