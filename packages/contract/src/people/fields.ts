import { z } from "zod";
import { fieldTypes } from "@tandem/domain/criteria/criteria";
import { operation } from "../operation.ts";
import { stewards } from "./parts.ts";

export const fieldEntity = z.enum(["contact", "company"]);
export const fieldFilled = z.enum(["unknown", "before-contact", "after-contact"]);

const options = z.array(z.string().trim().min(1).max(200)).max(500);

export const fieldDefinition = z.object({
  entity: fieldEntity,
  key: z.string(),
  name: z.string(),
  type: z.enum(fieldTypes),
  options: z.array(z.string()).nullable(),
  custom: z.boolean(),
  /** Whether a person may type it in. */
  editable: z.boolean(),
  filled: fieldFilled,
});
export type FieldDefinitionRow = z.infer<typeof fieldDefinition>;

export const listFields = operation({
  name: "people.list-fields",
  method: "GET",
  path: "/fields",
  summary: "Every field of contacts and companies, those that ship with the product first.",
  who: "signed-in",
  response: z.object({ fields: z.array(fieldDefinition) }),
});

export const createField = operation({
  name: "people.create-field",
  method: "POST",
  path: "/fields",
  summary: "Makes a field. Its key and type stay for ever; name, options and when it is filled can change.",
  who: stewards,
  body: z.strictObject({
    entity: fieldEntity,
    key: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, "lower-case letters, digits and underscores, a letter first"),
    name: z.string().trim().min(1).max(100),
    type: z.enum(fieldTypes),
    options: options.optional(),
    filled: fieldFilled.default("unknown"),
  }),
  response: fieldDefinition,
  refusals: [
    { code: "field-exists", status: 409, title: "A field with this key exists already. Choose another key, or rename the existing field." },
    { code: "options-missing", status: 422, title: "A choice needs options. List at least one." },
  ],
});

export const changeField = operation({
  name: "people.change-field",
  method: "PATCH",
  path: "/fields/:entity/:key",
  summary: "Renames a field, changes its options or says when it is filled.",
  who: stewards,
  params: z.object({ entity: fieldEntity, key: z.string().max(63) }),
  body: z.strictObject({ name: z.string().trim().min(1).max(100).optional(), options: options.optional(), filled: fieldFilled.optional() }),
  response: fieldDefinition,
  refusals: [
    { code: "no-such-field", status: 404, title: "There is no such custom field. Fields that ship with the product cannot be changed." },
    { code: "option-in-use", status: 409, title: "Contacts or companies still have an option that would go. Keep the option, or change those values first." },
  ],
});
