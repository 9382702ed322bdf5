import { z } from "zod";
import { operation } from "../operation.ts";
import { companyLink, contactLink, id, readers, stage } from "./parts.ts";

export const searchEverything = operation({
  name: "people.search",
  method: "GET",
  path: "/search",
  summary: "Finds people, companies and opportunities by part of a name, e-mail or domain: the best eight of each.",
  who: readers,
  query: z.strictObject({ q: z.string().trim().min(1).max(200) }),
  response: z.object({
    contacts: z.array(contactLink.extend({ title: z.string().nullable(), company: z.string().nullable(), stage })),
    companies: z.array(companyLink),
    opportunities: z.array(z.object({ id, name: z.string(), company: z.string().nullable(), state: z.string() })),
  }),
});
