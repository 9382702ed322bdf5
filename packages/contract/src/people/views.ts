import { z } from "zod";
import { operation, type RefusalKind } from "../operation.ts";
import { changedMeanwhile, id, person, readers } from "./parts.ts";

/** Lists that can be kept as views and changed many rows at once. */
export const keptLists = ["contacts", "companies"] as const;
export const keptList = z.enum(keptLists);
export type KeptList = z.infer<typeof keptList>;

const name = z.string().trim().min(1).max(80);
/** The list's address, part by part: filters, search and order. */
const query = z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,40}$/), z.string().max(4_000)).refine((parts) => Object.keys(parts).length <= 40, "at most 40 parts");
const columns = z.array(z.string().max(63)).min(1).max(30).nullable();

export const savedView = z.object({
  id,
  list: keptList,
  name: z.string(),
  shared: z.boolean(),
  owner: person,
  /** Made by the caller. */
  mine: z.boolean(),
  /** The caller may change or delete it. */
  editable: z.boolean(),
  query: z.record(z.string(), z.string()),
  /** Columns by key in their order; null is the reader's own choice. */
  columns: z.array(z.string()).nullable(),
  version: z.number().int(),
});
export type SavedView = z.infer<typeof savedView>;

const noSuchView: RefusalKind = { code: "no-such-view", status: 404, title: "There is no such view any more. Choose another, or save the list anew." };
const nameTaken: RefusalKind = { code: "name-taken", status: 409, title: "You have a view of this name already. Choose another name, or change that view." };
const notToShare: RefusalKind = { code: "not-to-share", status: 403, title: "Your role keeps views for itself. Ask somebody who works with the list to share it." };

export const listViews = operation({
  name: "people.list-views",
  method: "GET",
  path: "/views",
  summary: "Saved views of a list: one's own and those shared with everybody, by name.",
  who: readers,
  query: z.strictObject({ list: keptList }),
  response: z.object({ rows: z.array(savedView) }),
});

export const saveView = operation({
  name: "people.save-view",
  method: "POST",
  path: "/views",
  summary: "Keeps a list as it is now: filters, order and columns. For oneself, or shared. It holds the question, not the rows: everybody sees their own answer.",
  who: readers,
  body: z.strictObject({ list: keptList, name, shared: z.boolean().default(false), query, columns: columns.default(null) }),
  response: savedView,
  refusals: [nameTaken, notToShare],
});

export const changeView = operation({
  name: "people.change-view",
  method: "PATCH",
  path: "/views/:viewId",
  summary: "Renames a view, shares it or puts the present list into it; one's own, or a shared one for RevOps.",
  who: readers,
  params: z.object({ viewId: id }),
  body: z.strictObject({ name, shared: z.boolean(), query, columns, version: z.number().int() }).partial().required({ version: true }),
  response: savedView,
  refusals: [noSuchView, nameTaken, notToShare, changedMeanwhile],
});

export const removeView = operation({
  name: "people.remove-view",
  method: "DELETE",
  path: "/views/:viewId",
  summary: "Forgets a view; one's own, or a shared one for RevOps.",
  who: readers,
  params: z.object({ viewId: id }),
  refusals: [noSuchView],
});
