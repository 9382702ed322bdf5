import { z } from "zod";
import { operation } from "../operation.ts";

const id = z.uuid();
const who = ["marketing", "revops", "administrator"] as const;
const text = (most: number) => z.string().trim().min(1).max(most);

export const formFieldTypes = ["text", "email", "tel", "url", "number", "date", "textarea", "select", "radio", "checkbox", "checkboxes", "hidden"] as const;
const field = z.strictObject({ name: z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,62}$/), label: text(200), type: z.enum(formFieldTypes), required: z.boolean(), options: z.array(text(200)).max(100).optional() });

const form = z.object({ id, key: z.string(), title: z.string(), fields: z.array(field), submitLabel: z.string(), thanks: z.string(), createdAt: z.string(), snippet: z.string() });

const body = z.strictObject({ title: text(200), fields: z.array(field).min(1).max(40).refine((fields) => new Set(fields.map((f) => f.name)).size === fields.length, "each field has its own name").refine((fields) => fields.some((f) => f.type === "email"), "a form has an e-mail field, so that people can be answered"), submitLabel: text(60), thanks: text(1_000) });

export const listForms = operation({ name: "capture.list-forms", method: "GET", path: "/capture/forms", summary: "The embeddable forms and the snippet of each.", who, response: z.object({ forms: z.array(form) }) });

export const createForm = operation({
  name: "capture.create-form",
  method: "POST",
  path: "/capture/forms",
  summary: "Makes an embeddable form. Its key is what signals of the agreement recognise it by.",
  who,
  body: body.extend({ key: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "lower-case letters, digits and hyphens") }),
  response: form,
  refusals: [{ code: "form-key-taken", status: 409, title: "There is a form with this key already. Choose another." }],
});

export const changeForm = operation({
  name: "capture.change-form",
  method: "PUT",
  path: "/capture/forms/:id",
  summary: "Changes a form; its key stays.",
  who,
  params: z.object({ id }),
  body,
  response: form,
  refusals: [{ code: "not-found", status: 404, title: "There is no such form." }],
});
