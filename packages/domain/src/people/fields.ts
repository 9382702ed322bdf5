import type { FieldType } from "../criteria/criteria.ts";

/** A field of a contact or company: one that ships with the product, or one a company made. */
export interface FieldDefinition {
  readonly entity: "contact" | "company";
  /** Column name, or the key inside `custom`. */
  readonly key: string;
  readonly name: string;
  readonly type: FieldType;
  /** The choices of a choice or multi-choice field; open where absent. */
  readonly options?: readonly string[];
  readonly custom: boolean;
}

const contact = (key: string, name: string, type: FieldType, options?: readonly string[]): FieldDefinition => ({ entity: "contact", key, name, type, custom: false, ...(options && { options }) });
const company = (key: string, name: string, type: FieldType, options?: readonly string[]): FieldDefinition => ({ entity: "company", key, name, type, custom: false, ...(options && { options }) });

export const seniorities = ["c-level", "vp", "director", "head", "manager", "specialist", "student", "other"] as const;
export const emailKinds = ["business", "free", "disposable"] as const;

/** The most that is kept of a company's numbers (people, minor units a year): what is told beyond it is no fact about one. */
export const mostOfCompany: Readonly<Record<string, number>> = { employees: 2 ** 31 - 1, annual_revenue: Number.MAX_SAFE_INTEGER };

/** The fields that ship with the product. `email_kind` is derived from the e-mail, never typed in. */
export const standardFields: readonly FieldDefinition[] = [
  contact("email", "E-mail", "text"),
  contact("first_name", "First name", "text"),
  contact("last_name", "Last name", "text"),
  contact("title", "Job title", "text"),
  contact("seniority", "Seniority", "choice", seniorities),
  contact("job_function", "Function", "choice", ["operations", "it", "finance", "engineering", "marketing", "sales", "purchasing", "human-resources", "management", "other"]),
  contact("phone", "Phone", "text"),
  contact("country", "Country", "country"),
  contact("city", "City", "text"),
  contact("language", "Language", "text"),
  contact("email_kind", "Kind of e-mail", "choice", emailKinds),
  contact("source", "Source", "text"),
  company("name", "Company name", "text"),
  company("domain", "Domain", "text"),
  company("industry", "Industry", "choice"),
  company("employees", "Employees", "number"),
  company("annual_revenue", "Annual revenue", "money"),
  company("country", "Company country", "country"),
  company("city", "Company city", "text"),
];
