import { contactSorts, type ContactSort } from "@tandem/contract/people/contact-filter";

/** What the address of the people list says: each part is the text the server takes, so that a view can be kept and sent. */
export interface PeopleSearch {
  readonly q?: string | undefined;
  readonly stage?: string | undefined;
  readonly grade?: string | undefined;
  readonly owner?: string | undefined;
  readonly team?: string | undefined;
  readonly country?: string | undefined;
  readonly channel?: string | undefined;
  readonly engagementAtLeast?: string | undefined;
  /** In the last so many days. */
  readonly created?: string | undefined;
  readonly seen?: string | undefined;
  readonly sort?: string | undefined;
  readonly add?: string | undefined;
  /** The saved view it was opened from. */
  readonly view?: string | undefined;
  /** A change of many that is looked at. */
  readonly bulk?: string | undefined;
}

export const filterKeys = ["stage", "grade", "owner", "team", "country", "channel", "engagementAtLeast", "created", "seen"] as const;
export type FilterKey = (typeof filterKeys)[number];

export function sortOf(search: PeopleSearch): ContactSort {
  return contactSorts.find((sort) => sort === search.sort) ?? "seen";
}

/** Days back from the start of today, so that the same view asks the same question all day. */
export function sinceDays(days: string | undefined, now: number): string | undefined {
  const count = Number(days);
  if (!days || !Number.isInteger(count) || count < 1 || count > 3_650) return undefined;
  return new Date(Math.floor(now / 86_400_000) * 86_400_000 - count * 86_400_000).toISOString();
}

/** The filter as the server takes it, without what is empty. */
export function filterOf(search: PeopleSearch, now: number) {
  const { q, stage, grade, owner, team, country, channel, engagementAtLeast, created, seen } = search;
  const given = { q, stage, grade, owner, team, country, channel, engagementAtLeast: engagementAtLeast === undefined || engagementAtLeast === "" ? undefined : Number(engagementAtLeast), createdFrom: sinceDays(created, now), seenFrom: sinceDays(seen, now) };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== "" && !Number.isNaN(value))) as Partial<Record<keyof typeof given, string>>;
}

/** `2,5` in the address is a number there; everything of ours is text. */
export function asText(search: Record<string, unknown>): PeopleSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== null && value !== "").map(([key, value]) => [key, String(value)]));
}
