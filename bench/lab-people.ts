import { bytes, shorts } from "@tandem/domain/lab/columns";
import { plainPeople, type FieldColumn, type People } from "@tandem/domain/lab/history";
import { dice } from "./lab-arrays.ts";

const pools = {
  "company.employees": [null, 10, 50, 150, 250, 900, 5_000],
  "contact.country": [null, "DE", "AT", "CH", "US", "FR", "GB"],
  "contact.seniority": [null, "head", "director", "manager", "c-level", "staff"],
  "contact.email_kind": [null, "business", "business", "business", "free", "disposable"],
} as const;

/** Who the bench's people are: four fields each, reachable from a day of the first half of the year on. */
export function profilePeople(contacts: number, fields: FieldColumn[] = []): People {
  const roll = dice(11);
  const from = shorts(contacts);
  for (let c = 0; c < contacts; c++) from[c] = Math.floor(roll() * 180);
  for (const [ref, values] of Object.entries(pools)) {
    const codes = bytes(contacts);
    for (let c = 0; c < contacts; c++) codes[c] = Math.floor(roll() * values.length);
    fields.push({ ref: ref as FieldColumn["ref"], codes, values });
  }
  return { ...plainPeople(contacts), from, fields };
}
