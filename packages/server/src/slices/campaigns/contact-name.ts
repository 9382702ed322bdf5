/** What a person is called in a list; `c` is the alias of `contact`. */
export function contactName(c: string): string {
  return `coalesce(nullif(concat_ws(' ', ${c}.first_name, ${c}.last_name), ''), ${c}.email, 'Not named')`;
}
