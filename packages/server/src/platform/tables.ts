/** The tables as the query builder knows them; written from the migrated schema by `npm run tables`. Do not edit. */
export interface Tables {
  // oxlint-disable-next-line no-explicit-any
  [table: string]: any;
}
