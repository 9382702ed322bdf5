import { createCompany, listCompanies } from "@tandem/contract/people/companies";
import { createContact, listContacts } from "@tandem/contract/people/contacts";
import { createField } from "@tandem/contract/people/fields";
import { listDuplicates } from "@tandem/contract/people/merges";
import { searchEverything } from "@tandem/contract/people/search";
import { call } from "../../app/api.ts";
import type { Slice } from "../../app/slices.ts";
import { ColumnsIcon, CompanyIcon, PeopleIcon, PersonAddIcon, PipelineIcon } from "../../ui/icons.ts";

/** Contacts and companies: lists, pages, duplicates, fields, and what the palette finds of them. */
export const slice: Slice = {
  name: "people",
  pages: [
    { path: "/people", title: "People", load: () => import("./people-page.tsx"), needs: listContacts },
    { path: "/people/duplicates", title: "Duplicates", load: () => import("./duplicates-page.tsx"), needs: listDuplicates },
    { path: "/people/$contactId", title: "Contact", load: () => import("./contact-page.tsx"), needs: listContacts },
    { path: "/companies", title: "Companies", load: () => import("./companies-page.tsx"), needs: listCompanies },
    { path: "/companies/$companyId", title: "Company", load: () => import("./company-page.tsx"), needs: listCompanies },
    { path: "/settings/fields", title: "Fields", load: () => import("./fields-page.tsx"), needs: createField },
  ],
  navigation: [
    { section: "shared", order: 30, label: "People", to: "/people", icon: PeopleIcon, needs: listContacts, phone: true },
    { section: "shared", order: 31, label: "Companies", to: "/companies", icon: CompanyIcon, needs: listCompanies },
    { section: "settings", order: 40, label: "Fields", detail: "What is known about people and companies", to: "/settings/fields", icon: ColumnsIcon, needs: createField },
  ],
  commands: [
    { id: "people.add-contact", label: "Add contact…", keywords: "new person lead create", icon: PersonAddIcon, needs: createContact, run: ({ go }) => go("/people?add=yes") },
    { id: "people.add-company", label: "Add company…", keywords: "new account create", icon: CompanyIcon, needs: createCompany, run: ({ go }) => go("/companies?add=yes") },
    { id: "people.duplicates", label: "Look at duplicates", keywords: "merge same person", icon: PeopleIcon, needs: listDuplicates, run: ({ go }) => go("/people/duplicates") },
  ],
  search: [
    {
      name: "People", icon: PeopleIcon, needs: searchEverything,
      search: async (q, signal) => (await find(q, signal)).contacts.map((one) => ({ id: one.id, label: one.name, detail: [one.title, one.company ?? one.email].filter(Boolean).join(", "), to: `/people/${one.id}` })),
    },
    {
      name: "Companies", icon: CompanyIcon, needs: searchEverything,
      search: async (q, signal) => (await find(q, signal)).companies.map((one) => ({ id: one.id, label: one.name, detail: one.domain ?? undefined, to: `/companies/${one.id}` })),
    },
    {
      name: "Opportunities", icon: PipelineIcon, needs: searchEverything,
      search: async (q, signal) => (await find(q, signal)).opportunities.map((one) => ({ id: one.id, label: one.name, detail: one.company ?? undefined, to: `/pipeline/${one.id}` })),
    },
  ],
};

type Found = Awaited<ReturnType<typeof call<typeof searchEverything>>>;
let asked: { q: string; signal: AbortSignal; answer: Promise<Found> } | undefined;

/** The palette asks its providers one by one; they share one question. */
function find(q: string, signal: AbortSignal): Promise<Found> {
  if (q.trim() === "") return Promise.resolve({ contacts: [], companies: [], opportunities: [] });
  if (asked?.q !== q || asked.signal !== signal) asked = { q, signal, answer: call(searchEverything, { query: { q } }, signal) };
  return asked.answer;
}
