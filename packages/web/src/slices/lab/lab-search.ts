import type { SegmentKind } from "@tandem/contract/lab/replay";

/** What the lab keeps in its address, read without trust: what is not understood is left out. */

export const spans = ["13", "26", "52"] as const;
export type Span = (typeof spans)[number];
export const whichPeople = ["gained", "lost", "both", "in-force", "draft"] as const;
export type WhichPeople = (typeof whichPeople)[number];
export const endings = ["won", "opportunity", "sql", "open", "rejected", "lost", "unknown"] as const;
export type Ending = (typeof endings)[number];

export const segmentKinds = ["grade", "country", "channel", "industry"] as const satisfies readonly SegmentKind[];
export const segmentNames: Record<SegmentKind, string> = { grade: "Grade", country: "Country", channel: "Channel", industry: "Industry" };

export interface LabSearch {
  /** The number people say, or the id, of a draft; a version as `v7`. Null is the version in force. */
  readonly draft: string | null;
  readonly view: "replay" | "person";
  /** How many weeks back. */
  readonly span: Span;
  readonly people: WhichPeople | null;
  /** The Monday of a week, to narrow the people. */
  readonly week: string | null;
  readonly ended: Ending | null;
  /** To narrow the people: those whose grade, country, … is `value`, or has none where it is null. */
  readonly segment: { readonly kind: SegmentKind; readonly value: string | null } | null;
  readonly contact: string | null;
  readonly on: string | null;
}

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

export function readLabSearch(raw: Readonly<Record<string, unknown>>): LabSearch {
  const text = (key: string) => (raw[key] === undefined || raw[key] === null ? "" : String(raw[key]));
  const one = <Choice extends string>(key: string, choices: readonly Choice[]) => choices.find((choice) => choice === text(key)) ?? null;
  const draft = text("draft");
  return {
    draft: /^v?\d{1,6}$/.test(draft) || isId(draft) ? draft : null,
    view: one("view", ["replay", "person"] as const) ?? "replay",
    span: one("span", spans) ?? "52",
    people: one("people", whichPeople),
    week: isDay(text("week")) ? text("week") : null,
    ended: one("ended", endings),
    segment: readSegment(text("segment")),
    contact: isId(text("contact")) ? text("contact") : null,
    on: isDay(text("on")) ? text("on") : null,
  };
}

/** `country:DE`; `country` alone are those without one. */
function readSegment(text: string): LabSearch["segment"] {
  const [kind, ...value] = text.split(":");
  const known = segmentKinds.find((one) => one === kind);
  return known ? { kind: known, value: value.length === 0 ? null : value.join(":") } : null;
}

export function segmentText(kind: SegmentKind, value: string | null): string {
  return value === null ? kind : `${kind}:${value}`;
}

/** The company day of a moment, `YYYY-MM-DD`. */
export function companyDay(now: number, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(now);
}

/** The same calendar shifted by days. */
export function shiftDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Whole weeks back from a day, both ends included; twelve months are what the server takes by itself. */
export function periodOf(span: Span, today: string): { from: string; to: string } {
  return { from: shiftDay(today, 1 - Number(span) * 7), to: today };
}
