import type { Severally } from "@tandem/contract/handoff/acts";
import type { InboxRow } from "@tandem/contract/handoff/inbox";

type Lead = Pick<InboxRow, "id" | "contact">;

/** "3 leads", "1 lead". */
export function leadsCount(count: number): string {
  return `${count} ${count === 1 ? "lead" : "leads"}`;
}

/** "Anna Lead, Bert Lead and 3 more". */
export function leadNames(leads: readonly Lead[], most = 3): string {
  const names = leads.slice(0, most).map((lead) => lead.contact.name);
  const more = leads.length - names.length;
  if (more > 0) return `${names.join(", ")} and ${more} more`;
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** What was kept from happening, each reason once with whom it met: "Not Anna Lead: Needs 5 attempts on 2 channels, 0 so far." Empty when nothing was. */
export function failedWords({ failed }: Severally, leads: readonly Lead[]): string {
  const reasons = new Map<string, Lead[]>();
  for (const { id, detail } of failed) {
    const lead = leads.find((one) => one.id === id);
    if (lead) reasons.set(detail, [...(reasons.get(detail) ?? []), lead]);
  }
  return [...reasons].map(([detail, about]) => `Not ${leadNames(about)}: ${detail}`).join(" ");
}
