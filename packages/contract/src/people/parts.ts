import { z } from "zod";
import { grades } from "@tandem/domain/agreement/agreement";
import { stages } from "@tandem/domain/lifecycle/stage";
import type { Policy, RefusalKind } from "../operation.ts";

/** Shapes and refusals that several operations of people share. Points are integer milli-points, instants ISO 8601. */

/** Everyone who works with people; administrators see users and configuration, not contacts. */
export const readers = ["marketing", "sales-rep", "sales-manager", "revops", "executive"] as const satisfies Policy;
export const editors = ["marketing", "sales-rep", "sales-manager", "revops"] as const satisfies Policy;
/** Who may decide that two contacts are one person, and what fields there are. */
export const stewards = ["revops"] as const satisfies Policy;
/** Who may give a contact or a company another owner. */
export const assigners = ["sales-manager", "revops"] as const satisfies Policy;

export const id = z.guid();
export const instant = z.iso.datetime({ offset: true });

export const person = z.object({ id, name: z.string() });
export const contactLink = z.object({ id, name: z.string(), email: z.string().nullable() });
/** A contact beside another of perhaps the same name: told apart by e-mail, else by when it was made. */
export const contactBeside = contactLink.extend({ createdAt: z.string() });
export const companyLink = z.object({ id, name: z.string(), domain: z.string().nullable() });
export const score = z.object({ fit: z.number().int(), grade: z.enum(grades), engagement: z.number().int() });
export const stage = z.enum(stages);

/** The value of a field: text, number, yes or no, several choices, or nothing. */
export const fieldValue = z.union([z.string().max(4_000), z.number(), z.boolean(), z.array(z.string().max(400)).max(200), z.null()]);
/** Values by column key (`title`), custom fields as `custom.<key>`. */
export const fieldValues = z.record(z.string().regex(/^(custom\.)?[a-z][a-z0-9_]{0,62}$/), fieldValue);
export type FieldValues = z.infer<typeof fieldValues>;

export const touch = z.object({
  at: z.string(),
  channel: z.string(),
  source: z.string().nullable(),
  medium: z.string().nullable(),
  campaign: z.string().nullable(),
  referrer: z.string().nullable(),
  landingPage: z.string().nullable(),
});

/** Choices of a list, written in a query as `a,b,c`. */
export function listOf<Item extends z.ZodType<unknown, string>>(item: Item) {
  return z
    .string()
    .max(4_000)
    .transform((text) => text.split(",").filter((part) => part !== ""))
    .pipe(z.array(item).min(1).max(100));
}

export const limit = z.coerce.number().int().min(1).max(200).default(50);
export const cursor = z.string().max(1_000);

export const noSuchContact: RefusalKind = { code: "no-such-contact", status: 404, title: "There is no such contact. It may have been erased; search for the person by name or e-mail." };
export const noSuchCompany: RefusalKind = { code: "no-such-company", status: 404, title: "There is no such company. Search for it by name or domain." };
export const changedMeanwhile: RefusalKind = { code: "changed-meanwhile", status: 409, title: "Someone changed this meanwhile. Look at what is there now, then save again." };
export const unknownField: RefusalKind = { code: "unknown-field", status: 422, title: "There is no such field, or it cannot be typed in. Make the field first under Settings, Fields." };
export const wrongValue: RefusalKind = { code: "wrong-value", status: 422, title: "The value does not suit its field. Correct it and save again." };
export const noSuchUser: RefusalKind = { code: "no-such-user", status: 422, title: "The new owner is not an active user. Choose someone else." };
