import { noDay } from "@tandem/domain/lab/columns";
import { textOf, type HeldReplay, type Segment, type Side } from "./laboratory.ts";

export interface PeopleQuery {
  readonly which: "both" | "gained" | "lost" | "in-force" | "draft";
  /** Monday as an epoch day: first handover in that week, under the draft where it hands over and else under the other. */
  readonly week?: number | undefined;
  readonly ended?: number | undefined;
  readonly segment?: { readonly kind: Segment["kind"]; readonly value: string | null } | undefined;
  /** Contacts after this number. */
  readonly after: number;
  readonly limit: number;
}

export interface FoundPerson {
  readonly number: number;
  readonly id: string;
  readonly inForce: FoundSide;
  readonly draft: FoundSide;
  /** Code of the endings, as the reader may know it; 0 of whomever only the draft hands over. */
  readonly ended: number;
  readonly reason: string | null;
}

export interface FoundSide {
  /** Epoch day, or null. */
  readonly on: number | null;
  readonly times: number;
  /** 0 for A. */
  readonly grade: number;
  /** Milli-points. */
  readonly engagement: number;
  readonly lane: string | null;
}

export interface FoundPeople {
  readonly people: readonly FoundPerson[];
  readonly more: boolean;
  /** Up to the most that are counted. */
  readonly count: number;
}

/** A page of people behind a replay, in the order of their numbers, and how many there are up to `mostCounted`. */
export function findPeople(held: HeldReplay, query: PeopleQuery, mostCounted: number): FoundPeople {
  const { loaded, outcomes, inForce, draft } = held;
  const { firstDay, contacts } = loaded.history;
  const inSegment = segmentTest(held, query.segment);
  const people: FoundPerson[] = [];
  let [count, more] = [0, false];
  for (let c = 0; c < contacts && count <= mostCounted; c++) {
    const [a, b] = [inForce.into.firstOn[c]!, draft.into.firstOn[c]!];
    if (!belongs(query.which, a !== noDay, b !== noDay) || !inSegment(c)) continue;
    const ended = a === noDay ? 0 : outcomes.ended[c]!;
    if (query.ended !== undefined && ended !== query.ended) continue;
    if (query.week !== undefined) {
      const on = firstDay + (b !== noDay && query.which !== "in-force" ? b : a);
      if (on < query.week || on >= query.week + 7) continue;
    }
    count++;
    if (c <= query.after) continue;
    if (people.length === query.limit) {
      more = true;
      continue;
    }
    people.push({ number: c, id: loaded.index.textOf(c), inForce: foundOn(held, inForce, c), draft: foundOn(held, draft, c), ended, reason: ended === 6 ? (loaded.reasons[outcomes.reason[c]!] ?? null) : null });
  }
  return { people, more, count };
}

function segmentTest({ segments }: HeldReplay, wanted: PeopleQuery["segment"]): (c: number) => boolean {
  if (wanted === undefined) return () => true;
  const segment = segments.find(({ kind }) => kind === wanted.kind);
  if (!segment) return () => false;
  const inside = segment.values.map((value) => textOf(value) === wanted.value);
  return (c) => inside[segment.codes[c]!]!;
}

function belongs(which: PeopleQuery["which"], inForce: boolean, draft: boolean): boolean {
  switch (which) {
    case "both":
      return inForce && draft;
    case "gained":
      return draft && !inForce;
    case "lost":
      return inForce && !draft;
    case "in-force":
      return inForce;
    case "draft":
      return draft;
  }
}

function foundOn({ loaded }: HeldReplay, { replay, into, replayable }: Side, c: number): FoundSide {
  const on = into.firstOn[c]!;
  const lane = into.lane[c]!;
  if (on !== noDay) return { on: loaded.history.firstDay + on, times: into.times[c]!, grade: into.grade[c]!, engagement: into.engagement[c]!, lane: lane === 0 ? null : (replayable.agreement.mql.fastLanes[lane - 1]?.key ?? null) };
  const fit = replay.fit.fit[replay.fit.start[c + 1]! - 1]!;
  const { A, B, C } = replay.plan.compiled.gradeFrom;
  return { on: null, times: 0, grade: fit >= A ? 0 : fit >= B ? 1 : fit >= C ? 2 : 3, engagement: Math.max(0, replay.steps.highest[c]!), lane: null };
}
