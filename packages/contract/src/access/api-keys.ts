import { z } from "zod";
import { operation } from "../operation.ts";
import { id, instant, notFound, passwordNeeded } from "./words.ts";

/** A key acts with the rights of the person it was made for, never more; the key itself is shown once. */
export const apiKey = z.object({
  id,
  name: z.string(),
  /** The first characters, to tell keys apart. */
  prefix: z.string(),
  userId: id,
  userName: z.string(),
  readOnly: z.boolean(),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
});
export type ApiKey = z.infer<typeof apiKey>;

export const listApiKeys = operation({
  name: "access.list-api-keys",
  method: "GET",
  path: "/access/api-keys",
  summary: "One's own API keys; an administrator sees everybody's.",
  who: "signed-in",
  response: z.object({ rows: z.array(apiKey) }),
});

export const createApiKey = operation({
  name: "access.create-api-key",
  method: "POST",
  path: "/access/api-keys",
  summary: "Makes an API key for oneself. It is shown in this answer only.",
  who: "signed-in",
  body: z.strictObject({ name: z.string().trim().min(1).max(120), readOnly: z.boolean().default(true) }),
  response: z.object({ key: z.string(), apiKey }),
  refusals: [passwordNeeded],
});

export const revokeApiKey = operation({
  name: "access.revoke-api-key",
  method: "POST",
  path: "/access/api-keys/:id/revocation",
  summary: "Ends a key at once: one's own, or anybody's for an administrator.",
  who: "signed-in",
  params: z.strictObject({ id }),
  refusals: [notFound],
});
