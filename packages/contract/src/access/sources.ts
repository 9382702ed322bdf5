import { z } from "zod";
import { operation } from "../operation.ts";
import { instant, notFound, passwordNeeded } from "./words.ts";

/** A place events come from. A browser's write key is public by nature and shown again; a server's is shown once. */
export const source = z.object({
  id: z.number().int(),
  name: z.string(),
  kind: z.enum(["browser", "server", "form", "import"]),
  /** The key of a browser source; null where the key is secret. */
  writeKey: z.string().nullable(),
  /** The tag to put on every page; null where the key is secret. */
  snippet: z.string().nullable(),
  createdAt: instant,
  revokedAt: instant.nullable(),
  lastEventAt: instant.nullable(),
});
export type Source = z.infer<typeof source>;

/** The one answer that shows the key of a new source. */
export const sourceWithSnippet = source.extend({ writeKey: z.string() });

const who = ["marketing", "revops", "administrator"] as const;
const params = z.strictObject({ id: z.coerce.number().int().positive().max(2_147_483_647) });

export const listSources = operation({
  name: "access.list-sources",
  method: "GET",
  path: "/access/sources",
  summary: "The sources events come from, with the tag of each website and when it was last heard.",
  who,
  response: z.object({ rows: z.array(source) }),
});

export const createSource = operation({
  name: "access.create-source",
  method: "POST",
  path: "/access/sources",
  summary: "Makes a source and its write key. A server's key is shown in this answer only.",
  who: ["revops", "administrator"],
  body: z.strictObject({ name: z.string().trim().min(1).max(120), kind: z.enum(["browser", "server"]) }),
  response: sourceWithSnippet,
  refusals: [passwordNeeded],
});

export const revokeSource = operation({
  name: "access.revoke-source",
  method: "POST",
  path: "/access/sources/:id/revocation",
  summary: "Events with this write key are refused from now on; what it sent stays.",
  who: ["revops", "administrator"],
  params,
  refusals: [notFound],
});
