import { listContacts } from "@tandem/contract/people/contacts";
import { handle } from "../../platform/http/route.ts";
import { listContactRows } from "./contact-list.ts";
import { askingOf } from "./contact-filter.ts";

export const listContactsRoute = handle(listContacts, async ({ app, principal }, { query }) => {
  const { sort, cursor, limit, ...filter } = query;
  return { ...(await listContactRows(app.db, await askingOf(app, principal, filter), { filter, sort, cursor, limit })), count: null };
});
