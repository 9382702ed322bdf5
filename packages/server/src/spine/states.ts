import type { Grade } from "@tandem/domain/agreement/agreement";
import type { FieldRef, FieldValue } from "@tandem/domain/criteria/criteria";
import type { DayCount, MemberKind } from "@tandem/domain/criteria/subject";
import type { EpochDay } from "@tandem/domain/kit/epoch-day";
import type { Stage } from "@tandem/domain/lifecycle/stage";
import type { ScoreSubject } from "@tandem/domain/scoring/score";

/** Where a value came from, strongest first; an equal or stronger source overwrites, a weaker one fills what is empty. */
export const fieldSources = ["person", "import", "form", "traits", "derived"] as const;
export type FieldSource = (typeof fieldSources)[number];

/** Per field: its source and the instant (ISO) it was set. */
export type FieldSources = Record<string, readonly [FieldSource, string]>;

/** The columns of `contact` that are fields (domain/people/fields.ts), in table order. */
export const contactColumns = ["email", "email_kind", "first_name", "last_name", "title", "seniority", "job_function", "phone", "country", "city", "language", "source"] as const;
export const companyColumns = ["name", "domain", "industry", "employees", "annual_revenue", "country", "city"] as const;

interface EntityState {
  readonly id: string;
  readonly createdAt: Date;
  /** Values by column key. */
  readonly values: Record<string, FieldValue>;
  readonly custom: Record<string, FieldValue>;
  readonly fieldSource: FieldSources;
  ownerId: string | null;
  version: number;
  isNew: boolean;
  /** Somebody would want to know before overwriting it: the row's version moves on. */
  isDirty: boolean;
}

export interface CompanyState extends EntityState {
  domainFolded: string | null;
}

/** First and last touch as kept on the contact: what a list or a report shows without a join. */
export interface TouchSummary {
  readonly at: string;
  readonly channel: string;
  readonly source: string | null;
  readonly medium: string | null;
  readonly campaign: string | null;
  readonly referrer: string | null;
  readonly landingPage: string | null;
}

export interface ContactState extends EntityState {
  /** Itself, or the contact that answers for it since a merge. */
  survivorId: string;
  identifiedAt: Date | null;
  lastSeenAt: Date | null;
  companyId: string | null;
  stage: Stage;
  stageSince: Date;
  episodeId: string | null;
  /** Milli-points. */
  fit: number;
  grade: Grade;
  /** Milli-points. */
  engagement: number;
  scoredOn: EpochDay | null;
  scoreChangesOn: EpochDay | null;
  /** The falls ahead are on record, for the signals there were: an evaluation takes them away. */
  isForeseen: boolean;
  agreementVersion: number | null;
  coolOffUntil: EpochDay | null;
  firstTouch: TouchSummary | null;
  lastTouch: TouchSummary | null;
  flags: string[];
  /** Signal days by key; null until somebody asks (`ensureSignals`). */
  signals: Map<string, DayCount[]> | null;
  members: ReadonlySet<string>;
  openHandoffId: string | null;
  /** Seen again or scored anew: saved, but no edit of a person is out of date because of it. */
  isTouched: boolean;
  /** Its first or last touch is another than the one stored. */
  isBrought: boolean;
}

/** The contact as criteria and scoring ask about it. */
export function subjectOf(contact: ContactState, company: CompanyState | null): ScoreSubject {
  return {
    stage: contact.stage,
    field: (ref: FieldRef) => fieldOf(contact, company, ref),
    signalDays(key) {
      if (contact.signals === null) throw new Error("The contact's signals were not read.");
      return contact.signals.get(key) ?? noDays;
    },
    isMember: (kind: MemberKind, key) => contact.members.has(`${kind} ${key}`),
  };
}

const noDays: readonly DayCount[] = [];

/** A field's value by its reference; absent is null. */
export function fieldOf(contact: ContactState, company: CompanyState | null, ref: FieldRef): FieldValue {
  const [entity, first, second] = ref.split(".") as [string, string, string | undefined];
  const state = entity === "contact" ? contact : company;
  if (!state) return null;
  return (second === undefined ? state.values[first] : state.custom[second]) ?? null;
}
