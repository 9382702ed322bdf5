/** What other slices may ask of people: reads only. */
export { contactDialect } from "./criteria-dialect.ts";
export { loadConsents, type StandingConsent } from "./consents.ts";
export { findContactGroup, type ContactGroup } from "./contact-group.ts";
export { contactRowsById, nameOf } from "./contact-list.ts";
export { csvOf } from "./csv-cell.ts";
