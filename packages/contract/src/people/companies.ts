import { z } from "zod";
import { badCursor, operation, pageOf } from "../operation.ts";
import { contactRow } from "./contacts.ts";
import { assigners, changedMeanwhile, companyLink, cursor, editors, fieldValues, id, limit, listOf, noSuchCompany, noSuchUser, person, readers, unknownField, wrongValue } from "./parts.ts";

export const companyRow = companyLink.extend({
  industry: z.string().nullable(),
  employees: z.number().int().nullable(),
  country: z.string().nullable(),
  owner: person.nullable(),
  createdAt: z.string(),
  /** People known there, counted up to 1,000. */
  people: z.number().int(),
  openOpportunities: z.number().int(),
  /** The highest engagement of anyone there; milli-points. */
  engagement: z.number().int(),
});
export type CompanyRow = z.infer<typeof companyRow>;

export const companySorts = ["created", "name", "employees"] as const;
export type CompanySort = (typeof companySorts)[number];

export const companyFilter = {
  q: z.string().trim().max(200).optional(),
  owner: listOf(z.union([id, z.literal("none"), z.literal("me")])).optional(),
  country: listOf(z.string().max(60)).optional(),
  industry: listOf(z.string().max(200)).optional(),
  employeesAtLeast: z.coerce.number().int().min(0).optional(),
  employeesAtMost: z.coerce.number().int().min(0).optional(),
};
const filterShape = z.strictObject(companyFilter);
export type CompanyFilter = z.output<typeof filterShape>;

export const listCompanies = operation({
  name: "people.list-companies",
  method: "GET",
  path: "/companies",
  summary: "Lists companies that match a search and a filter.",
  who: readers,
  query: z.strictObject({ ...companyFilter, sort: z.enum(companySorts).default("name"), cursor: cursor.optional(), limit }),
  response: pageOf(companyRow),
  refusals: [badCursor],
});

export const companyPage = z.object({
  id,
  name: z.string(),
  values: fieldValues,
  sources: z.record(z.string(), z.object({ source: z.string(), at: z.string() })),
  version: z.number().int(),
  createdAt: z.string(),
  owner: person.nullable(),
  /** Most engaged first, at most 50. */
  people: z.array(contactRow),
  peopleCount: z.object({ value: z.number().int(), capped: z.boolean() }),
  opportunities: z.array(
    z.object({ id, name: z.string(), stageName: z.string(), position: z.number().int(), stages: z.number().int(), state: z.enum(["open", "won", "lost"]), amount: z.number().int().nullable(), currency: z.string(), stageSince: z.string(), closeOn: z.string().nullable(), owner: person.nullable() }),
  ),
  /** Touches of everyone there in the last 90 days, by channel, most first. */
  touches: z.array(z.object({ channel: z.string(), count: z.number().int() })),
  firstTouchAt: z.string().nullable(),
});
export type CompanyPage = z.infer<typeof companyPage>;

export const getCompany = operation({
  name: "people.get-company",
  method: "GET",
  path: "/companies/:companyId",
  summary: "A company's page: its fields, people, open deals, owner and touches.",
  who: readers,
  params: z.object({ companyId: id }),
  response: companyPage,
  refusals: [noSuchCompany],
});

export const createCompany = operation({
  name: "people.create-company",
  method: "POST",
  path: "/companies",
  summary: "Makes a company by hand. A domain that is known already is refused, with the company that has it.",
  who: editors,
  body: z.strictObject({ values: fieldValues }),
  response: z.object({ id }),
  refusals: [
    { code: "company-exists", status: 409, title: "A company with this domain exists already. Open it instead of making a second one." },
    { code: "nameless", status: 422, title: "A company needs a name. Give one." },
    unknownField, wrongValue,
  ],
});

export const editCompany = operation({
  name: "people.edit-company",
  method: "PATCH",
  path: "/companies/:companyId",
  summary: "Changes fields of a company; the scores of its people follow at once.",
  who: editors,
  params: z.object({ companyId: id }),
  body: z.strictObject({ version: z.number().int(), values: fieldValues }),
  response: z.object({ version: z.number().int() }),
  refusals: [
    noSuchCompany, changedMeanwhile, unknownField, wrongValue,
    { code: "company-exists", status: 409, title: "A company with this domain exists already. Open it instead of making a second one." },
  ],
});

export const assignCompany = operation({
  name: "people.assign-company",
  method: "PUT",
  path: "/companies/:companyId/owner",
  summary: "Gives a company an owner. Routing asks them for leads of this company whose contact has no owner.",
  who: assigners,
  params: z.object({ companyId: id }),
  body: z.strictObject({ ownerId: id.nullable(), version: z.number().int() }),
  response: z.object({ version: z.number().int() }),
  refusals: [noSuchCompany, noSuchUser, changedMeanwhile],
});
