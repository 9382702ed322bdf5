/**
 * The tables as the query builder knows them: any name for now. Once the schema has settled, the types are written
 * from a migrated database with kysely-codegen, and a misspelt column no longer compiles.
 */
export interface Tables {
  // oxlint-disable-next-line no-explicit-any
  [table: string]: any;
}
