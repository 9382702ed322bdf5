import { z } from "zod";
import { badCursor, operation, pageOf } from "../operation.ts";
import { companyLink, contactLink, id, instant } from "../people/parts.ts";
import { day, documentRef, grade, grid, labUsers, money, progress, refusals, tooLittle } from "./parts.ts";

/**
 * The lab's replay: a draft beside the version in force, over the company's real history as it is known today. Long work
 * answers at once with where it stands; `lab.changed` on the live channel says that there is more to read.
 */

/** The columnar copy of the history in memory, from which every replay is answered. */
const history = z.object({
  state: z.enum(["none", "loading", "ready", "failed"]),
  progress: progress.nullable(),
  contacts: z.number().int(),
  /** Recognised signals, each occurrence counted. */
  signals: z.number().int(),
  /** First and last company day with a signal; null where there is none. */
  from: day.nullable(),
  to: day.nullable(),
  /** What was committed until then is in it. */
  asOf: instant.nullable(),
  /** Bytes held. */
  memory: z.number().int(),
  tooLittle: tooLittle.nullable(),
  /** Why loading failed, for the person who asked. */
  failure: z.string().nullable(),
});
export type LabHistory = z.infer<typeof history>;

export const readHistory = operation({ name: "lab.read-history", method: "GET", path: "/lab/history", summary: "How much history the lab holds in memory and how current it is.", who: labUsers, response: history });

export const startHistory = operation({
  name: "lab.start-history",
  method: "POST",
  path: "/lab/history",
  summary: "Loads the history, or refreshes it: then only what is new since is read. Answers at once; progress follows live.",
  who: labUsers,
  response: history,
});

export const cancelHistory = operation({ name: "lab.cancel-history", method: "DELETE", path: "/lab/history", summary: "Stops loading. What was loaded before stays.", who: labUsers, response: history });

const segmentKind = z.enum(["grade", "country", "channel", "industry"]);
export type SegmentKind = z.infer<typeof segmentKind>;

/** Whom one version hands over: `people` counts people, `mqls` their MQL episodes. */
const version = z.object({
  /** Null for a draft or a document. */
  version: z.number().int().nullable(),
  name: z.string(),
  /** At least once in the period, and how often in all: re-entry after a cool-off counts again. */
  people: z.number().int(),
  mqls: z.number().int(),
  byFastLane: z.number().int(),
  /** Crossings into the grid without being handed over: cooling off, with Sales already, or not reachable. */
  crossedIn: z.number().int().nullable(),
  crossedOut: z.number().int().nullable(),
});

/** How people ended, as it is recorded; `unknown` is everybody of whom nothing is recorded, or whose handoffs and deals are not all the reader's to see. */
const ended = z.object({
  people: z.number().int(),
  unknown: z.number().int(),
  open: z.number().int(),
  sql: z.number().int(),
  opportunity: z.number().int(),
  won: z.number().int(),
  lost: z.number().int(),
  rejected: z.number().int(),
  reasons: z.array(z.object({ code: z.string(), name: z.string(), people: z.number().int() })),
  revenue: money,
  /** Won deals without a rate into the company's currency: counted apart, never summed. */
  withoutRate: z.number().int(),
});

/**
 * How well being handed over foretells an outcome, over those whose outcome is known. Recall is of all people with that
 * outcome in the period, however they got there. Null where nothing is known.
 */
const foretells = z.object({
  outcome: z.enum(["sql", "won"]),
  known: z.number().int(),
  hits: z.number().int(),
  all: z.number().int(),
  precision: z.number().nullable(),
  precisionLow: z.number().nullable(),
  precisionHigh: z.number().nullable(),
  recall: z.number().nullable(),
});

/** Conversion of a band of engagement at handover against that of all: 1 is no better than any. */
const band = z.object({ from: z.number(), to: z.number().nullable(), people: z.number().int(), known: z.number().int(), sql: z.number().int(), won: z.number().int(), lift: z.number().nullable() });

const side = z.object({ inForce: z.number().int(), draft: z.number().int() });
const busiestDay = z.object({ /** Null where nobody is handed over. */ day: day.nullable(), handoffs: z.number().int() });

export const picture = z.object({
  /** Rises with every move: a picture with a lower number is older than what you have. */
  move: z.number().int(),
  /** Milliseconds the engine took. */
  took: z.number(),
  from: day,
  to: day,
  inForce: version,
  draft: version,
  /** People: by both, only by the draft, only by the version in force. */
  both: z.number().int(),
  gained: z.number().int(),
  lost: z.number().int(),
  /** Of those by both, how much earlier (negative) or later the draft hands them over, in days, in the median. */
  shiftDays: z.number().nullable(),
  /** MQLs by the week of the handover, and people gained and lost by that of their first. */
  weeks: z.array(z.object({ week: day, inForce: z.number().int(), draft: z.number().int(), gained: z.number().int(), lost: z.number().int() })),
  /**
   * Whoever the version in force hands over has a record. Of `lost` it is that record, and what would have become of them
   * under the draft is unknown: they count neither for nor against it. Of `gained` all is unknown.
   */
  ended: z.object({ both: ended, gained: ended, lost: ended }),
  precision: z.object({ inForce: z.array(foretells), draft: z.array(foretells) }),
  bands: z.object({ inForce: z.array(band), draft: z.array(band) }),
  /** Handoffs per seller and working day, against what they can take (open handoffs at once) and the busiest day. */
  load: z.object({
    sellers: z.number().int(),
    /** Sum of capacities; null where no one has one. */
    capacity: z.number().int().nullable(),
    perSellerAndDay: z.object({ inForce: z.number(), draft: z.number() }),
    /** Each version's own. */
    busiestDay: z.object({ inForce: busiestDay, draft: busiestDay }),
    /** How many a seller settled a day in the period, in the median; with it, days on which more came in than could be. */
    settledPerSellerAndDay: z.number().nullable(),
    overloadedDays: side,
    /** First attempts made in time of those decided, met late counting as missed, of the clocks started in the period; percent. Null where none was decided. */
    slaMetPercent: z.number().nullable(),
  }),
  segments: z.array(z.object({ kind: segmentKind, value: z.string().nullable(), inForce: z.number().int(), draft: z.number().int(), gained: z.number().int(), lost: z.number().int() })),
  tooLittle: tooLittle.nullable(),
});
export type Picture = z.infer<typeof picture>;

const replay = z.object({
  id,
  state: z.enum(["running", "ready", "failed", "cancelled"]),
  progress: progress.nullable(),
  /** What was committed until then is replayed, as known today. */
  asOf: instant.nullable(),
  /** What is assumed, in sentences to be shown beside the charts. */
  says: z.array(z.string()),
  picture: picture.nullable(),
  failure: z.string().nullable(),
});
export type LabReplay = z.infer<typeof replay>;

const replayParams = z.object({ id: z.guid() });

export const startReplay = operation({
  name: "lab.start-replay",
  method: "POST",
  path: "/lab/replays",
  summary: "Replays a draft, version or document beside the version in force. Signals it defines anew are recognised over the raw past first. Answers at once; loads the history where it is not there.",
  who: labUsers,
  body: z.strictObject({
    draft: documentRef,
    /** What it is held against; the version in force when left out. */
    against: documentRef.optional(),
    /** Company days, both included; the last twelve months when left out. */
    from: day.optional(),
    to: day.optional(),
  }),
  response: replay,
  refusals: [refusals.badDocument, refusals.noSuchDocument],
});

export const readReplay = operation({ name: "lab.read-replay", method: "GET", path: "/lab/replays/:id", summary: "Where a replay stands and, once it is ready, its picture.", who: labUsers, params: replayParams, response: replay, refusals: [refusals.noReplay] });

export const cancelReplay = operation({ name: "lab.cancel-replay", method: "DELETE", path: "/lab/replays/:id", summary: "Stops a replay and lets go of it.", who: labUsers, params: replayParams, refusals: [refusals.noReplay] });

export const moveReplay = operation({
  name: "lab.move-replay",
  method: "POST",
  path: "/lab/replays/:id/moves",
  summary: "A new picture after moving thresholds or a rule's points, quick enough to follow a drag. Nothing is saved; a later move overtakes an earlier one that still waits.",
  who: labUsers,
  params: replayParams,
  body: z.strictObject({
    /** Engagement from which each grade qualifies. */
    grid: grid.optional(),
    /** Fit points from which a grade is given. */
    gradeFrom: z.strictObject({ A: z.number(), B: z.number(), C: z.number() }).optional(),
    /** Points by rule key, engagement and fit alike; rules not named stay as they were moved last. */
    points: z.record(z.string().max(63), z.number().min(-1_000).max(1_000)).optional(),
  }),
  response: picture,
  refusals: [refusals.noReplay, refusals.notReady, refusals.noSuchRule, refusals.superseded],
});

/** Which people behind a picture. `ended` narrows to those who ended so, where that is known; `segment` to those whose grade, country, … is `segmentValue`, or has none where that is left out. */
const peopleQuery = z.strictObject({
  which: z.enum(["both", "gained", "lost", "in-force", "draft"]),
  week: day.optional(),
  ended: z.enum(["unknown", "open", "sql", "opportunity", "won", "lost", "rejected"]).optional(),
  segment: segmentKind.optional(),
  segmentValue: z.string().max(1_000).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const replayedPerson = z.object({
  contact: contactLink,
  company: companyLink.nullable(),
  /** First handover under each version in the period; null: not at all. */
  inForceOn: day.nullable(),
  draftOn: day.nullable(),
  /** How often in the period. */
  inForceTimes: z.number().int(),
  draftTimes: z.number().int(),
  grade: z.object({ inForce: grade, draft: grade }),
  /** Points of engagement on the day of the first handover; where there was none, the highest in the period. */
  engagement: z.object({ inForce: z.number(), draft: z.number() }),
  /** Key of the fast lane that handed them over, if one did. */
  lane: z.object({ inForce: z.string().nullable(), draft: z.string().nullable() }),
  /** As it is recorded; unknown of whomever only the draft hands over. */
  ended: z.enum(["unknown", "open", "sql", "opportunity", "won", "lost", "rejected"]),
  /** Of a rejection, by its name. */
  reason: z.string().nullable(),
});
export type ReplayedPerson = z.infer<typeof replayedPerson>;

export const listReplayPeople = operation({
  name: "lab.list-people",
  method: "GET",
  path: "/lab/replays/:id/people",
  summary: "The people behind a picture: gained, lost or both, by week, by how they ended and by segment. Outcomes of handoffs that are not yours to see are unknown to you.",
  who: labUsers,
  params: replayParams,
  query: peopleQuery,
  response: pageOf(replayedPerson),
  refusals: [refusals.noReplay, refusals.notReady, badCursor],
});

const fitLine = z.object({ kind: z.literal("rule"), rule: z.string(), name: z.string(), points: z.number().int() });
const groupLine = z.object({ kind: z.literal("group-cap"), group: z.string(), name: z.string(), points: z.number().int() });
const engagementLine = z.object({
  kind: z.literal("rule"),
  rule: z.string(),
  name: z.string(),
  signal: z.string(),
  points: z.number().int(),
  days: z.array(z.object({ day, count: z.number().int(), counted: z.number().int(), worth: z.number().int(), points: z.number().int() })),
  takenByCap: z.number().int(),
});

/** A score opened to its points; milli-points. */
const explained = z.object({
  name: z.string(),
  version: z.number().int().nullable(),
  fit: z.number().int(),
  grade,
  engagement: z.number().int(),
  qualifies: z.boolean(),
  by: z.enum(["fast-lane", "grid"]).nullable(),
  never: z.boolean(),
  /** Engagement the grade needs, in milli-points; null is never. */
  needs: z.number().int().nullable(),
  fitLines: z.array(z.union([fitLine, groupLine])),
  engagementLines: z.array(z.union([engagementLine, groupLine])),
});

export const testPerson = operation({
  name: "lab.test-person",
  method: "POST",
  path: "/lab/person",
  summary: "Any contact on any day, point by point, under the version in force and a draft side by side, as known today. Needs no loaded history.",
  who: labUsers,
  body: z.strictObject({ contactId: z.guid(), on: day, draft: documentRef, against: documentRef.optional() }),
  response: z.object({
    contact: contactLink,
    on: day,
    stage: z.string(),
    inForce: explained,
    draft: explained,
    /** Signals that the draft defines anew are recognised over this contact's raw events for it. */
    says: z.array(z.string()),
  }),
  refusals: [refusals.noSuchContact, refusals.badDocument, refusals.noSuchDocument],
});
