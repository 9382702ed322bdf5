import type { channels } from "@tandem/domain/capture/touch";
import { countryName as nameOfCode } from "../../ui/country-name.ts";

/** How codes are called on the pages of people. */
export const channelNames: Record<string, string> = {
  "paid-search": "Paid search", "organic-search": "Organic search", "paid-social": "Paid social", social: "Social", email: "E-mail", referral: "Referral", display: "Display", event: "Event", direct: "Direct", other: "Other",
} satisfies Record<(typeof channels)[number], string>;

export function channelName(channel: string | null | undefined): string | undefined {
  return channel === null || channel === undefined ? undefined : (channelNames[channel] ?? channel);
}

const codes =
  "AD AE AR AT AU BE BG BR CA CH CL CN CO CY CZ DE DK EE EG ES FI FR GB GR HK HR HU ID IE IL IN IS IT JP KE KR LI LT LU LV MA MC MT MX MY NG NL NO NZ PE PH PL PT RO RS SA SE SG SI SK TH TN TR TW UA US VN ZA".split(" ");

/** A country by its code, else as it is written; none where there is none. */
export function countryName(code: string | null | undefined): string | undefined {
  return code ? nameOfCode(code) : undefined;
}

const languages = new Intl.DisplayNames(["en"], { type: "language" });
/** A language by its code, else as it is written. */
export function languageName(code: string): string {
  return /^[a-z]{2}(-[A-Za-z]{2,4})?$/.test(code) ? (languages.of(code) ?? code) : code;
}

export function countryChoices(): { value: string; label: string }[] {
  return codes.map((value) => ({ value, label: countryName(value)! })).sort((a, b) => a.label.localeCompare(b.label));
}

const sources: Record<string, string> = { person: "Typed in", import: "Imported", form: "From a form", traits: "Sent by your systems", derived: "Worked out" };
/** Where a value came from. */
export function sourceName(source: string): string {
  return sources[source] ?? source;
}

const optionNames: Record<string, string> = { "c-level": "C-level", vp: "VP", it: "IT" };
/** An option of a field that ships with the product. */
export function optionName(option: string): string {
  return optionNames[option] ?? sentence(option);
}

const spelled: Record<string, string> = { "rejected-nurture": "rejected to nurture", "rejected-unqualified": "rejected as unqualified" };
/** `no-answer` → "No answer", `qualified-sql` → "Qualified SQL": codes that are words already. */
export function sentence(code: string): string {
  const text = (spelled[code] ?? code).replaceAll("-", " ").replaceAll(/\b(mql|sal|sql|sla)\b/g, (stage) => stage.toUpperCase());
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Whose a contact is: their owner, else who works on the handoff that is open. */
export function ownerWords({ owner, holder }: { owner: { name: string } | null; holder: { name: string } | null }): string {
  return owner?.name ?? (holder ? `with ${holder.name}` : "Nobody");
}

/** A contact that is named beside another: with its e-mail, else with when it was made. Two people may share a name. */
export function nameBeside(contact: { name: string; email?: string | null; createdAt?: string | undefined }, date: (at: string) => string): string {
  if (contact.email && contact.email !== contact.name) return `${contact.name} (${contact.email})`;
  return contact.createdAt ? `${contact.name} (made ${date(contact.createdAt)})` : contact.name;
}

/** A field as its own record calls it: on a company's page its country is "Country". */
export function ownFieldName(name: string): string {
  const own = /^Company (\p{L}.*)$/u.exec(name)?.[1];
  return own === undefined ? name : own.charAt(0).toUpperCase() + own.slice(1);
}

/** A tier by its key, as it stands in the Inbox: "T1". */
export const tierLabel = (key: string): string => key.toUpperCase();
