import type { Agreement } from "@tandem/domain/agreement/agreement";
import type { TouchSummary } from "../../spine/states.ts";

/** Short texts that several answers of this slice show alike. */

/** "T1: grade A" is "T1" where there is little room. */
export function tierOf(agreement: Pick<Agreement, "tiers">, key: string): { key: string; name: string; short: string } {
  const name = agreement.tiers.find((tier) => tier.key === key)?.name ?? key;
  const colon = name.indexOf(":");
  return { key, name, short: colon > 0 && colon <= 12 ? name.slice(0, colon) : key.toUpperCase() };
}

const channelNames: Readonly<Record<string, string>> = {
  direct: "Direct", "organic-search": "Organic search", "paid-search": "Paid search", "organic-social": "Social", "paid-social": "Paid social", social: "Social", search: "Search",
  email: "E-mail", referral: "Referral", display: "Display", event: "Event", partner: "Partner", webinar: "Webinar", other: "Other",
};

/** "organic-search" → "Organic search"; what a company names itself is shown as it is. */
export function channelName(channel: string): string {
  const known = channelNames[channel];
  if (known) return known;
  const text = channel.replaceAll(/[-_]+/g, " ");
  return text === "" ? "Unknown" : text[0]!.toUpperCase() + text.slice(1);
}

/** Where a lead came from in two lines: the fast lane, else the last touch with its campaign. */
export function sourceOf(agreement: Pick<Agreement, "mql">, lane: string | null, touch: Pick<TouchSummary, "channel" | "source" | "campaign"> | null, source: string | null): { name: string; detail: string | null } {
  const fast = lane === null ? null : (agreement.mql.fastLanes.find((one) => one.key === lane)?.name ?? lane);
  if (fast !== null) return { name: fast, detail: "Fast lane" };
  if (touch) return { name: channelName(touch.channel), detail: touch.campaign ?? touch.source };
  return { name: source === null ? "Unknown" : channelName(source), detail: null };
}

export function reasonName(agreement: Pick<Agreement, "rejectionReasons">, code: string | null): string | null {
  if (code === null) return null;
  return agreement.rejectionReasons.find((reason) => reason.code === code)?.name ?? code;
}

/** "Needs 5 attempts on 2 channels, 1 so far". */
export function attemptsMissing(clause: { attempts: number; channels: number } | null, sofar: { done: number; channels: number }): string | null {
  if (!clause || (sofar.done >= clause.attempts && sofar.channels >= clause.channels)) return null;
  const needs = `Needs ${clause.attempts} ${clause.attempts === 1 ? "attempt" : "attempts"} on ${clause.channels} ${clause.channels === 1 ? "channel" : "channels"}`;
  if (sofar.done >= clause.attempts) return `${needs}, ${sofar.done} on ${sofar.channels} so far`;
  return `${needs}, ${sofar.done} so far`;
}

/** The SQL name of a contact under its alias. */
export const nameSql = (c: string): string => `coalesce(nullif(trim(coalesce(${c}.first_name, '') || ' ' || coalesce(${c}.last_name, '')), ''), ${c}.email, 'Unnamed lead')`;
export const linkSql = (alias: string): string => `case when ${alias}.id is null then null else jsonb_build_object('id', ${alias}.id, 'name', ${alias}.name) end`;
/** What proves a try: not a note, nothing automatic, nothing that bounced or was taken back. */
export const countsSql = (a: string): string => `(${a}.kind <> 'note' and not ${a}.automatic and ${a}.removed_at is null and ${a}.outcome is distinct from 'bounced')`;
