import { fieldRef } from "@tandem/domain/criteria/criteria";
import { z } from "zod";
import { operation, type RefusalKind, type Role } from "../operation.ts";
import { id, instant, person } from "../people/parts.ts";
import { labUsers } from "./parts.ts";

/**
 * Calibration: points suggested from outcomes, for the rules in force or from the fields and signals there are. Shares are
 * 0 to 1, points are points as the agreement writes them, instants ISO. It counts people and names none.
 */

/** Executives look on; whoever may write a draft may have one suggested. */
const proposers: readonly Role[] = ["marketing", "sales-rep", "sales-manager", "revops"];
/** Who knows how a field is filled, and answers for saying so. */
const judges: readonly Role[] = ["marketing", "sales-manager", "revops"];

/** What counts as success: a stage that was reached, or a field that a file brought. */
export const outcomeRef = z.union([
  z.strictObject({ stage: z.enum(["sql", "opportunity", "customer"]) }),
  z.strictObject({ field: fieldRef, is: z.union([z.string().max(400), z.number(), z.boolean()]) }),
]);
export type OutcomeRef = z.infer<typeof outcomeRef>;

export const calibrationAsk = z.strictObject({
  outcome: outcomeRef,
  /** Weigh the rules in force, or look for rules in fields and signals. */
  from: z.enum(["rules", "fields"]),
  /** Share with the outcome that is wanted among those above the threshold. */
  precision: z.number().min(0.05).max(0.99).default(0.5),
  /** People wanted above the threshold, in place of a precision: a share of all, or so many a month where ages are dates. */
  volume: z.union([z.strictObject({ share: z.number().gt(0).lt(1) }), z.strictObject({ aMonth: z.number().min(1).max(1_000_000) })]).nullable().default(null),
  /** What orders people by age: first sight, or a field that numbers them. Null: first sight, or the one such field where a file brought everybody on one day. */
  age: z.union([z.literal("first-seen"), z.strictObject({ field: fieldRef })]).nullable().default(null),
  /** Days within which an outcome counts; younger people are left out. Null: what covers nine of ten outcomes. */
  horizonDays: z.number().int().min(1).max(1_825).nullable().default(null),
});
export type CalibrationAsk = z.output<typeof calibrationAsk>;

const share = z.object({ share: z.number(), low: z.number(), high: z.number() });
const lift = z.object({ lift: z.number(), low: z.number(), high: z.number().nullable() });

/** A field and why it may be known only after the fact. */
const field = z.object({
  ref: z.string(),
  name: z.string(),
  filled: z.enum(["unknown", "before-contact", "after-contact"]),
  verdict: z.object({ leak: z.boolean(), by: person, at: instant, why: z.string() }).nullable(),
  /** Of the field alone; null where it says one thing of everybody. */
  auc: z.number().nullable(),
  filledShare: z.number(),
  suspicions: z.array(z.object({ kind: z.string(), words: z.string() })),
  /** Left out of what is suggested until a person says it is known before Sales talks. */
  suspected: z.boolean(),
});

/** A rule in force, or a found one; `words` says all of it in a sentence. */
const rule = z.object({
  key: z.string(),
  name: z.string(),
  words: z.string(),
  /** Points now; null for a found rule. */
  points: z.number().nullable(),
  /** Suggested points with their interval; null where it could not be weighed. */
  suggested: z.object({ points: z.number(), low: z.number(), high: z.number() }).nullable(),
  people: z.number().int(),
  outcomes: z.number().int(),
  converted: share,
  lift,
  finding: z.enum(["counts", "does-nothing", "leaks", "same-as", "too-few"]),
});

const performance = z.object({
  people: z.number().int(),
  outcomes: z.number().int(),
  auc: z.object({ auc: z.number(), low: z.number(), high: z.number() }).nullable(),
  brier: z.number().nullable(),
  /** Of telling everybody the average: what there is to beat. */
  brierOfAverage: z.number(),
  topTenth: share.extend({ people: z.number().int() }),
  calibration: z.array(share.extend({ people: z.number().int(), told: z.number(), from: z.number(), to: z.number() })),
});

export const calibrationReport = z.object({
  people: z.number().int(),
  outcomes: z.number().int(),
  /** Left out: seen too lately for the outcome to have come. */
  tooYoung: z.number().int(),
  /** Left out: the outcome is older than the first sight of them, so what they did before it is not known. */
  cameBefore: z.number().int().default(0),
  /** Left out: without a value of the field that tells the outcome. */
  noValue: z.number().int().default(0),
  /** The newest that were looked at, where there are more people than calibration reads. */
  sampled: z.boolean(),
  /** "became customers" */
  became: z.string(),
  /** Days within which an outcome counts; null for a field without times. */
  horizonDays: z.number().int().nullable(),
  /** "First sight", or the name of the field that numbers people. */
  agedBy: z.string(),
  /** Why nothing is suggested. */
  nothing: z.object({ code: z.enum(["too-little", "only-chance", "does-not-hold"]), words: z.string() }).nullable(),
  /** Better than is believable: a leak nobody has confirmed, most of the time. */
  doubt: z.string().nullable(),
  /** The scale and what was learned from, in a sentence. */
  scale: z.string(),
  pointsPerDoubling: z.number(),
  fields: z.array(field),
  rules: z.array(rule),
  overlaps: z.array(z.object({ a: z.string(), b: z.string(), correlation: z.number(), words: z.string() })),
  /** Rules looked at and not suggested; for those without room there were too few outcomes to weigh them as well. */
  left: z.array(z.object({ words: z.string(), why: z.enum(["chance", "same-as", "rounds-to-nothing", "no-room"]) })),
  /** Learned on the older three quarters, measured on the newest. */
  heldOut: z
    .object({
      learnedOn: z.number().int(),
      /** Of the rules in force, without those named in `currentWithout`. */
      current: performance.nullable(),
      /** Rules in force that ask about a field under suspicion. */
      currentWithout: z.array(z.string()),
      proposed: performance,
      threshold: share.extend({ points: z.number(), wanted: z.number(), people: z.number().int() }).nullable(),
      folds: z.object({ mean: z.number(), low: z.number(), high: z.number() }),
    })
    .nullable(),
  /** What a threshold on the sum of points comes to; `aMonth` people where ages are dates. Thinned to at most 80. */
  thresholds: z.array(z.object({ points: z.number(), people: z.number().int(), precision: z.number(), recall: z.number(), aMonth: z.number().nullable() })),
});
export type CalibrationReport = z.infer<typeof calibrationReport>;

export const calibrationLine = z.object({
  id,
  state: z.enum(["running", "finished", "failed", "cancelled"]),
  ask: calibrationAsk,
  startedBy: person,
  startedAt: instant,
  finishedAt: instant.nullable(),
  progress: z.object({ words: z.string(), share: z.number() }),
  failure: z.string().nullable(),
  /** The draft made of it. */
  draftId: id.nullable(),
});

const noSuchCalibration: RefusalKind = { code: "no-such-calibration", status: 404, title: "There is no such calibration. Start one." };
const noSuchField: RefusalKind = { code: "no-such-field", status: 404, title: "There is no such field. Choose one of the list." };
const one = z.object({ id });

export const listOutcomes = operation({
  name: "lab.list-outcomes",
  method: "GET",
  path: "/lab/outcomes",
  summary: "What calibration can learn towards: stages reached with how many people, fields of one's own that could be an outcome, and fields that number people by age.",
  who: labUsers,
  response: z.object({
    /** `usable` are on the rarer side of the outcome among people old enough to have one: what is held against `needed`. */
    stages: z.array(z.object({ stage: z.enum(["sql", "opportunity", "customer"]), people: z.number().int(), usable: z.number().int() })),
    /** How many usable outcomes it takes before anything is suggested, by what is learned. */
    needed: z.object({ rules: z.number().int(), fields: z.number().int() }),
    fields: z.array(z.object({ ref: z.string(), name: z.string(), type: z.string() })),
    ages: z.array(z.object({ ref: z.string(), name: z.string() })),
  }),
});

export const listCalibrations = operation({ name: "lab.list-calibrations", method: "GET", path: "/lab/calibrations", summary: "The newest 20 calibrations.", who: labUsers, response: z.object({ calibrations: z.array(calibrationLine) }) });

export const startCalibration = operation({
  name: "lab.start-calibration",
  method: "POST",
  path: "/lab/calibrations",
  summary: "Learns points from outcomes, off the request path. Answers at once; `calibration.changed` on the live channel tells progress. A stage that too few people reached is refused; of a field the report says so.",
  who: proposers,
  body: calibrationAsk,
  response: calibrationLine,
  refusals: [noSuchField, { code: "already-running", status: 409, title: "A calibration is running. Wait for it, or cancel it." }, { code: "too-little", status: 409, title: "Too few people reached this stage to learn from. Choose another outcome, or wait for more." }],
});

export const readCalibration = operation({
  name: "lab.read-calibration",
  method: "GET",
  path: "/lab/calibrations/:id",
  summary: "A calibration and, once it is finished, what it found.",
  who: labUsers,
  params: one,
  response: calibrationLine.extend({ report: calibrationReport.nullable() }),
  refusals: [noSuchCalibration],
});

export const cancelCalibration = operation({ name: "lab.cancel-calibration", method: "DELETE", path: "/lab/calibrations/:id", summary: "Stops a running calibration.", who: proposers, params: one, response: calibrationLine, refusals: [noSuchCalibration] });

export const judgeField = operation({
  name: "lab.confirm-leak",
  method: "PUT",
  path: "/lab/fields/:ref/verdict",
  summary: "Says of a field that it leaks (it is filled after the fact), or that it is known before Sales talks; null takes the word back. The next calibration follows it.",
  who: judges,
  params: z.object({ ref: fieldRef }),
  body: z.strictObject({ leak: z.boolean().nullable(), why: z.string().trim().max(500).default("") }),
  response: z.object({ ref: z.string(), leak: z.boolean().nullable() }),
  refusals: [noSuchField],
});

export const draftCalibration = operation({
  name: "lab.draft-calibration",
  method: "POST",
  path: "/lab/calibrations/:id/draft",
  summary: "Makes an ordinary draft of what was found, to be edited, commented and signed like any other.",
  who: proposers,
  params: one,
  body: z.strictObject({ title: z.string().trim().min(1).max(200).default("Points from outcomes") }),
  response: z.object({ draftId: id }),
  refusals: [noSuchCalibration, { code: "nothing-to-draft", status: 409, title: "The calibration suggests nothing, so there is nothing to make a draft of. Its report says why." }],
});
