import { z } from "zod";
import { operation, type RefusalKind } from "../operation.ts";
import { memberStatus } from "../campaigns/parts.ts";
import { companyFilter } from "./companies.ts";
import { contactFilter } from "./contact-filter.ts";
import { editors, fieldValue, id, noSuchUser, unknownField, wrongValue } from "./parts.ts";
import { keptList } from "./views.ts";

/** Many records changed at once: previewed by count, worked through in the background, taken back where nobody went on. */

/** Records in one change at most. */
export const mostAtOnce = 10_000;
/** What tells one record from another is nothing to give to many. */
export const notInBulk: readonly string[] = ["email", "first_name", "last_name", "phone", "name", "domain"];

/** Which records: by id, or every one that a filter finds. */
const ids = z.array(id).min(1).max(mostAtOnce);
const target = z.union([
  z.strictObject({ list: z.literal("contacts"), ids }),
  z.strictObject({ list: z.literal("companies"), ids }),
  z.strictObject({ list: z.literal("contacts"), filter: z.strictObject(contactFilter) }),
  z.strictObject({ list: z.literal("companies"), filter: z.strictObject(companyFilter) }),
]);
export type BulkTarget = z.output<typeof target>;

export const bulkChange = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("owner"), ownerId: id.nullable() }),
  z.strictObject({ kind: z.literal("field"), field: z.string().regex(/^(custom\.)?[a-z][a-z0-9_]{0,62}$/), value: fieldValue }),
  /** Contacts only; who is on the campaign's list already keeps their status. */
  z.strictObject({ kind: z.literal("campaign"), campaignId: id, status: memberStatus }),
]);
export type BulkChange = z.output<typeof bulkChange>;

const asked = z.strictObject({ target, change: bulkChange });

export const bulkEdit = z.object({
  id,
  list: keptList,
  change: bulkChange,
  state: z.enum(["running", "finished", "undoing", "undone"]),
  total: z.number().int(),
  /** Records worked through, of the change or of its undoing. */
  done: z.number().int(),
  changed: z.number().int(),
  /** Could not be changed and were left as they were. */
  failed: z.number().int(),
  /** Were changed by somebody since and kept that when the rest was taken back. */
  kept: z.number().int(),
  createdAt: z.string(),
});
export type BulkEdit = z.infer<typeof bulkEdit>;

const tooMany: RefusalKind = { code: "too-many-records", status: 422, title: "At most 10,000 records are changed at once. Filter the list further and go on in parts." };
const nothingChosen: RefusalKind = { code: "nothing-chosen", status: 422, title: "No record is chosen any more. Choose some, or change the filter." };
const notYours: RefusalKind = { code: "change-not-allowed", status: 403, title: "Your role may not change this for many at once." };
const noSuchCampaign: RefusalKind = { code: "no-such-campaign", status: 422, title: "There is no such campaign, or it is archived. Choose another." };
const contactsOnly: RefusalKind = { code: "contacts-only", status: 422, title: "Only people are put on a campaign's list. Choose people." };
const noSuchEdit: RefusalKind = { code: "no-such-bulk-edit", status: 404, title: "There is no such change of yours." };
const asking = [tooMany, nothingChosen, notYours, noSuchCampaign, contactsOnly, noSuchUser, unknownField, wrongValue] as const;

export const previewBulkEdit = operation({
  name: "people.preview-bulk-edit",
  method: "POST",
  path: "/bulk-edits/preview",
  summary: "Counts what a change of many records would do. Changes nothing.",
  who: editors,
  body: asked,
  response: z.object({ total: z.number().int(), changes: z.number().int(), unchanged: z.number().int(), /** Ids that are no record any more. */ missing: z.number().int() }),
  refusals: [...asking],
});

export const startBulkEdit = operation({
  name: "people.start-bulk-edit",
  method: "POST",
  path: "/bulk-edits",
  summary: "Changes many records at once, in the background; the rows are those the filter finds now. Each change stands in the audit trail.",
  who: editors,
  body: asked,
  response: bulkEdit,
  refusals: [...asking],
});

export const getBulkEdit = operation({
  name: "people.get-bulk-edit",
  method: "GET",
  path: "/bulk-edits/:bulkEditId",
  summary: "How far a change of many records is. One's own; anybody's for RevOps.",
  who: editors,
  params: z.object({ bulkEditId: id }),
  response: bulkEdit,
  refusals: [noSuchEdit],
});

export const listBulkEdits = operation({
  name: "people.list-bulk-edits",
  method: "GET",
  path: "/bulk-edits",
  summary: "One's last twenty changes of many records, the newest first.",
  who: editors,
  query: z.strictObject({ list: keptList }),
  response: z.object({ rows: z.array(bulkEdit) }),
});

export const undoBulkEdit = operation({
  name: "people.undo-bulk-edit",
  method: "POST",
  path: "/bulk-edits/:bulkEditId/undo",
  summary: "Takes a change back, record by record; one that somebody changed since keeps that.",
  who: editors,
  params: z.object({ bulkEditId: id }),
  response: bulkEdit,
  refusals: [noSuchEdit, { code: "still-running", status: 409, title: "The change is still being made. Wait until it has finished, then take it back." }, { code: "undone-already", status: 409, title: "This change was taken back already." }],
});
