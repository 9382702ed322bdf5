/** How rows of other tables are named in an answer, as SQL that makes the JSON of the wire. */

/** What a contact is called: first and last name, else the address. `c` is the alias of `contact`. */
export function contactName(c: string): string {
  return `coalesce(nullif(trim(coalesce(${c}.first_name, '') || ' ' || coalesce(${c}.last_name, '')), ''), ${c}.email, 'Unnamed contact')`;
}
export function contactJson(c: string): string {
  return `case when ${c}.id is null then null else jsonb_build_object('id', ${c}.id, 'name', ${contactName(c)}) end`;
}
/** Anything with an id and a name: people, teams, companies, deals. */
export function linkJson(alias: string): string {
  return `case when ${alias}.id is null then null else jsonb_build_object('id', ${alias}.id, 'name', ${alias}.name) end`;
}
/** An instant as the wire writes it; null stays null. */
export function wireTime(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
