import { companyDomainOf, normaliseDomain } from "@tandem/domain/capture/email";
import type { FieldValue } from "@tandem/domain/criteria/criteria";
import { nameOfDomain } from "../../spine/link-companies.ts";
import { newCompany } from "../../spine/new-contact.ts";
import { setFields } from "../../spine/set-fields.ts";
import type { CompanyState, ContactState } from "../../spine/states.ts";
import type { Work } from "../../spine/work.ts";
import { note, type BatchResult } from "./outcome.ts";
import { fieldValues, keyText, type Plan, type RowReader } from "./plan.ts";
import type { CompanyKeys, KnownCompanies, NewReference } from "./resolve.ts";
import type { Touched } from "./touched.ts";

/** What a row says of a company. */
export interface CompanyDraft {
  readonly keys: CompanyKeys;
  readonly values: Record<string, FieldValue>;
}

export function readCompany(work: Work, plan: Plan, reader: RowReader, email: string | null): CompanyDraft {
  const site = reader.text("company.domain");
  const domain = site === null ? null : normaliseDomain(site.replace(/^https?:\/\//i, "").replace(/^www\./i, "").split(/[/?#:]/)[0]!);
  if (site !== null && domain === null) reader.refuse("company.domain", "bad-domain", `“${site.slice(0, 60)}” is no domain or web address.`);
  const { name = null, domain: _, ...values } = fieldValues(plan, reader, "company", work.inForce.fields);
  return {
    keys: { externalId: keyText(reader, "company.id"), domain, mailDomain: email === null ? null : companyDomainOf(email), name: typeof name === "string" ? name : null },
    values: { ...(name !== null && { name }), ...values },
  };
}

export interface CompanyWriter {
  readonly work: Work;
  readonly plan: Plan;
  readonly known: KnownCompanies;
  readonly touched: Touched;
  readonly references: NewReference[];
  readonly result: BatchResult;
}

/** Finds or makes the company of a row and takes over what is said of it. Null where the row names none. */
export function writeCompany(writer: CompanyWriter, draft: CompanyDraft, happenedAt: Date): { company: CompanyState; created: boolean; changed: boolean } | null {
  const { work, known, touched, references, result } = writer;
  const { keys } = draft;
  let company = known.find(keys);
  const domain = keys.domain ?? keys.mailDomain;
  if (!company && keys.externalId === null && domain === null && keys.name === null) return null;
  const created = company === null;
  if (!company) {
    company = newCompany(work, { name: keys.name ?? (domain === null ? keys.externalId! : nameOfDomain(domain)), domain });
    const source = ["import", happenedAt.toISOString()] as const;
    if (keys.name !== null) company.fieldSource["name"] = source;
    if (keys.domain !== null) company.fieldSource["domain"] = source;
  }
  if (keys.externalId !== null && known.find({ externalId: keys.externalId, domain: null, mailDomain: null, name: null }) === null) references.push({ kind: "company", externalId: keys.externalId, entityId: company.id });
  const values = keepEdits(writer, company, draft.values);
  const changed = setFields(work, { entity: "company", id: company.id, values, source: "import", happenedAt, onlyEmpty: Object.keys(values).length === 0 || !touched.first(company.id) });
  noteKept(result, company, values);
  known.add(keys, company);
  return { company, created, changed: changed.length > 0 };
}

/** Leaves out what a person typed in, or forgets that they did where the import may overwrite it. */
export function keepEdits({ plan, result }: Pick<CompanyWriter, "plan" | "result">, state: CompanyState | ContactState, values: Record<string, FieldValue>): Record<string, FieldValue> {
  const kept: Record<string, FieldValue> = {};
  for (const [key, value] of Object.entries(values)) {
    if (state.fieldSource[key]?.[0] === "person" && differs(state, key, value)) {
      if (!plan.mapping.options.overwriteEdits) {
        note(result, "kept-edit");
        continue;
      }
      delete state.fieldSource[key];
    }
    kept[key] = value;
  }
  return kept;
}

/** Counts the values of a row that were not taken because another one stands; edits of people are counted by `keepEdits`. */
export function noteKept(result: BatchResult, state: CompanyState | ContactState, values: Record<string, FieldValue>): void {
  for (const [key, value] of Object.entries(values)) if (state.fieldSource[key]?.[0] !== "person" && differs(state, key, value)) note(result, "kept-value");
}

function differs(state: CompanyState | ContactState, key: string, value: FieldValue): boolean {
  const held = key.startsWith("custom.") ? state.custom[key.slice(7)] : state.values[key];
  return JSON.stringify(held ?? null) !== JSON.stringify(value);
}
