import { z } from "zod";
import { operation, pageOf } from "../operation.ts";
import { id, instant } from "./words.ts";

/** A record a line speaks of, as it is called now; `about` is the record on whose page it is found. */
export const auditRecord = z.object({ id, kind: z.string(), name: z.string(), about: z.object({ kind: z.string(), id }).nullable() });
export type AuditRecord = z.infer<typeof auditRecord>;

export const auditLine = z.object({
  id: z.string(),
  at: instant,
  actor: z.object({ kind: z.enum(["user", "engine", "import", "api-key", "form"]), id: id.nullable(), name: z.string().nullable() }),
  act: z.string(),
  entity: z.object({ kind: z.string(), id: id.nullable() }),
  /** Ids, codes and digests; what a person typed lives in the erasable tables. */
  summary: z.record(z.string(), z.unknown()),
  /** Every record of the line that is still here and that the caller's role may see, the one it is about among them. */
  records: z.array(auditRecord),
});
export type AuditLine = z.infer<typeof auditLine>;

export const listAudit = operation({
  name: "access.list-audit",
  method: "GET",
  path: "/access/audit",
  summary: "Who changed what, newest first.",
  who: ["administrator", "revops"],
  query: z.strictObject({
    /** A kind of record: contact, company, handoff, user, … */
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
