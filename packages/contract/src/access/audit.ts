import { z } from "zod";
import { operation, pageOf } from "../operation.ts";
import { id, instant } from "./words.ts";

export const auditLine = z.object({
  id: z.string(),
  at: instant,
  actor: z.object({ kind: z.enum(["user", "engine", "import", "api-key", "form"]), id: id.nullable(), name: z.string().nullable() }),
  act: z.string(),
  entity: z.object({ kind: z.string(), id: id.nullable() }),
  /** Ids, codes and digests; what a person typed lives in the erasable tables. */
  summary: z.record(z.string(), z.unknown()),
});
export type AuditLine = z.infer<typeof auditLine>;

export const listAudit = operation({
  name: "access.list-audit",
  method: "GET",
  path: "/access/audit",
  summary: "Who changed what, newest first.",
  who: ["administrator", "revops"],
  query: z.strictObject({
    entityKind: z.string().max(60).optional(),
    entityId: id.optional(),
    actorId: id.optional(),
    /** An act (`access.user-changed`) or the slice it begins with (`access`). */
    act: z.string().max(80).optional(),
    from: instant.optional(),
    to: instant.optional(),
    cursor: z.string().max(60).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: pageOf(auditLine),
});
