import type { FieldValue } from "@tandem/domain/criteria/criteria";
import { forwardRank, type Stage } from "@tandem/domain/lifecycle/stage";
import { contactColumns, type ContactState, type FieldSources, type TouchSummary } from "../../spine/states.ts";

/** What a merge decides, without touching anything: which way round it may go and which values the survivor takes over. */

export interface MergingContact {
  readonly id: string;
  readonly stage: Stage;
  readonly openHandoff: { readonly id: string; readonly openedAt: Date } | null;
}

/**
 * Who must survive, or null where either may. Of two open handoffs the later closes, so the one who holds the earlier
 * stays. A single open handoff must not be left behind, unless Sales is at work with the other contact already; else the
 * one further along the forward path stays.
 */
export function requiredSurvivor(a: MergingContact, b: MergingContact): string | null {
  if (a.openHandoff && b.openHandoff) return isLater(a.openHandoff, b.openHandoff) ? b.id : a.id;
  const [rankA, rankB] = [forwardRank(a.stage), forwardRank(b.stage)];
  const handedOver = forwardRank("mql");
  if (a.openHandoff || b.openHandoff) {
    const [holder, other] = a.openHandoff ? [a, b] : [b, a];
    return forwardRank(other.stage) > Math.max(forwardRank(holder.stage), handedOver) ? other.id : holder.id;
  }
  if (Math.max(rankA, rankB) < handedOver || rankA === rankB) return null;
  return rankA > rankB ? a.id : b.id;
}

type OpenHandoff = NonNullable<MergingContact["openHandoff"]>;

function isLater(a: OpenHandoff, b: OpenHandoff): boolean {
  return (a.openedAt.getTime() - b.openedAt.getTime() || (a.id < b.id ? -1 : 1)) > 0;
}

/** What the survivor took over and had before, so that un-merge puts back exactly that and nothing newer. */
export interface Standing {
  readonly fields: readonly { readonly key: string; readonly value: FieldValue; readonly source: FieldSources[string] | null; readonly sourceBefore: FieldSources[string] | null }[];
  readonly links: Partial<Record<Link, { readonly before: unknown; readonly after: unknown }>>;
  readonly survivor: { readonly fit: number; readonly grade: string; readonly engagement: number };
  readonly other: { readonly fit: number; readonly grade: string; readonly engagement: number; readonly scoreChangesOn: number | null };
  readonly closedHandoff: { readonly id: string; readonly state: "open" | "accepted"; readonly clockIds: readonly string[] } | null;
}
export const links = ["companyId", "ownerId", "firstTouch", "lastTouch", "lastSeenAt", "identifiedAt"] as const;
export type Link = (typeof links)[number];

/** Fields the survivor lacks and the other has, standard fields first. */
export function missingFields(survivor: ContactState, other: ContactState): { key: string; value: FieldValue }[] {
  const standard = contactColumns.map((key) => ({ key: key as string, mine: survivor.values[key] ?? null, value: other.values[key] ?? null }));
  const custom = Object.keys(other.custom).sort().map((key) => ({ key: `custom.${key}`, mine: survivor.custom[key] ?? null, value: other.custom[key] ?? null }));
  // The kind of an e-mail belongs to its e-mail.
  const takesEmail = (survivor.values["email"] ?? null) === null;
  return [...standard, ...custom].filter(({ key, mine, value }) => mine === null && value !== null && (key !== "email_kind" || takesEmail)).map(({ key, value }) => ({ key, value }));
}

/** Fields in which both have a value and differ: the survivor's stays. */
export function differingFields(survivor: ContactState, other: ContactState): { key: string; survivor: FieldValue; other: FieldValue }[] {
  const keys = [...contactColumns.filter((key) => key !== "email_kind"), ...Object.keys(other.custom).map((key) => `custom.${key}`)];
  const of = (state: ContactState, key: string) => (key.startsWith("custom.") ? state.custom[key.slice(7)] : state.values[key]) ?? null;
  return keys
    .map((key) => ({ key, survivor: of(survivor, key), other: of(other, key) }))
    .filter((field) => field.survivor !== null && field.other !== null && JSON.stringify(field.survivor) !== JSON.stringify(field.other));
}

/** Company, owner and what was first and last seen: completed where empty, or the earlier and later of the two. */
export function joinedLinks(survivor: ContactState, other: ContactState): Record<Link, unknown> {
  return {
    companyId: survivor.companyId ?? other.companyId,
    ownerId: survivor.ownerId ?? other.ownerId,
    firstTouch: pick(survivor.firstTouch, other.firstTouch, (a, b) => a.at <= b.at),
    lastTouch: pick(survivor.lastTouch, other.lastTouch, (a, b) => a.at >= b.at),
    lastSeenAt: pick(survivor.lastSeenAt, other.lastSeenAt, (a, b) => a >= b),
    identifiedAt: pick(survivor.identifiedAt, other.identifiedAt, (a, b) => a <= b),
  };
}

function pick<T extends TouchSummary | Date>(mine: T | null, other: T | null, keepMine: (mine: T, other: T) => boolean): T | null {
  if (mine === null || other === null) return mine ?? other;
  return keepMine(mine, other) ? mine : other;
}

/** Values compared as they are stored: dates and objects by their JSON. */
export function sameStored(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (part && typeof part === "object" && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part)) ?? "null";
}
