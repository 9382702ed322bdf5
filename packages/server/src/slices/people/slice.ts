import type { Slice } from "../../platform/slice.ts";
import { assignContactRoute } from "./assign-contact.ts";
import { getBulkEditRoute, listBulkEditsRoute, previewBulkEditRoute, startBulkEditRoute, undoBulkEditRoute } from "./bulk-edits.ts";
import { runBulkEdits } from "./bulk-runner.ts";
import { countContactsRoute } from "./count-contacts.ts";
import { createContactRoute } from "./create-contact.ts";
import { assignCompanyRoute, createCompanyRoute, editCompanyRoute } from "./edit-company.ts";
import { editContactRoute } from "./edit-contact.ts";
import { explainSignalRoute } from "./explain-signal.ts";
import { exportContactsRoute } from "./export-contacts.ts";
import { changeFieldRoute, createFieldRoute, listFieldsRoute } from "./fields.ts";
import { getCompanyRoute } from "./get-company.ts";
import { getContactRoute } from "./get-contact.ts";
import { listCompaniesRoute } from "./list-companies.ts";
import { listCompanyTimelineRoute } from "./list-company-timeline.ts";
import { listContactsRoute } from "./list-contacts.ts";
import { dismissDuplicateRoute, listDuplicatesRoute } from "./list-duplicates.ts";
import { listTimelineRoute } from "./list-timeline.ts";
import { mergeContactsRoute } from "./merge-contacts.ts";
import { onContactIdentified, onContactSeemsSame } from "./on-contact-identified.ts";
import { previewMergeRoute } from "./preview-merge.ts";
import { recordConsentRoute } from "./record-consent.ts";
import { searchRoute } from "./search.ts";
import { unmergeContactsRoute } from "./unmerge-contacts.ts";
import { changeViewRoute, listViewsRoute, removeViewRoute, saveViewRoute } from "./views.ts";

export const people: Slice = {
  name: "people",
  routes: [
    listContactsRoute, countContactsRoute, exportContactsRoute, getContactRoute, createContactRoute, editContactRoute, assignContactRoute, recordConsentRoute,
    listTimelineRoute, explainSignalRoute, listCompaniesRoute, getCompanyRoute, createCompanyRoute, editCompanyRoute, assignCompanyRoute, listCompanyTimelineRoute,
    previewMergeRoute, mergeContactsRoute, unmergeContactsRoute, listDuplicatesRoute, dismissDuplicateRoute, listFieldsRoute, createFieldRoute, changeFieldRoute, searchRoute,
    listViewsRoute, saveViewRoute, changeViewRoute, removeViewRoute, previewBulkEditRoute, startBulkEditRoute, getBulkEditRoute, listBulkEditsRoute, undoBulkEditRoute,
  ],
  work: runBulkEdits,
  reactions: [onContactIdentified, onContactSeemsSame],
};
