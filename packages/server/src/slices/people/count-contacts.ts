import { countContacts } from "@tandem/contract/people/contacts";
import { handle } from "../../platform/http/route.ts";
import { countContactRows } from "./contact-list.ts";
import { askingOf } from "./contact-filter.ts";

/** Apart from the list, so that counting ten thousand rows never holds up the first fifty. */
export const countContactsRoute = handle(countContacts, async ({ app, principal }, { query }) => countContactRows(app.db, await askingOf(app, principal, query), query));
