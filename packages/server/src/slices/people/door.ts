/** What other slices may ask of people: reads only. */
export { contactDialect } from "./criteria-dialect.ts";
export { nameOf } from "./contact-list.ts";
