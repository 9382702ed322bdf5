import { z } from "zod";
import { operation, type RefusalKind } from "../operation.ts";
import { id, instant, notFound } from "./words.ts";

export const absence = z.object({
  id,
  userId: id,
  userName: z.string(),
  from: instant,
  to: instant,
  why: z.string(),
  /** Whether the one who asks may change it. */
  mine: z.boolean(),
});
export type Absence = z.infer<typeof absence>;

export const absenceOverlaps: RefusalKind = { code: "absence-overlaps", status: 409, title: "There is an absence in that time already. Remove it first, or choose other days." };

export const listAbsences = operation({
  name: "access.list-absences",
  method: "GET",
  path: "/access/absences",
  summary: "Who is away, from now on or in a span of time.",
  who: "signed-in",
  query: z.strictObject({ userId: id.optional(), from: instant.optional(), to: instant.optional() }),
  response: z.object({ rows: z.array(absence) }),
});

export const createAbsence = operation({
  name: "access.create-absence",
  method: "POST",
  path: "/access/absences",
  summary: "Records an absence: one's own, or that of a member of a team one manages. Routing skips the person; clocks stand still.",
  who: "signed-in",
  body: z
    .strictObject({ userId: id, from: instant, to: instant, why: z.string().trim().max(200).default("") })
    .refine((b) => b.from < b.to, { path: ["to"], message: "ends after it starts" }),
  response: absence,
  refusals: [notFound, absenceOverlaps],
});

export const removeAbsence = operation({
  name: "access.remove-absence",
  method: "DELETE",
  path: "/access/absences/:id",
  summary: "Takes an absence back.",
  who: "signed-in",
  params: z.strictObject({ id }),
  refusals: [notFound],
});

const day = z.iso.date();
export const closure = z.object({ day, name: z.string() });

export const listClosures = operation({
  name: "access.list-closures",
  method: "GET",
  path: "/access/closures",
  summary: "Days on which the whole company is closed, beside public holidays.",
  who: "signed-in",
  response: z.object({ rows: z.array(closure) }),
});

export const saveClosure = operation({
  name: "access.save-closure",
  method: "PUT",
  path: "/access/closures/:day",
  summary: "Closes the company on a day.",
  who: ["revops", "administrator"],
  params: z.strictObject({ day }),
  body: z.strictObject({ name: z.string().trim().min(1).max(120) }),
  response: closure,
});

export const removeClosure = operation({
  name: "access.remove-closure",
  method: "DELETE",
  path: "/access/closures/:day",
  summary: "Opens the company again on a day.",
  who: ["revops", "administrator"],
  params: z.strictObject({ day }),
  refusals: [notFound],
});
