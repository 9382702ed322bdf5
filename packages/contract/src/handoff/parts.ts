import { grades } from "@tandem/domain/agreement/agreement";
import { stages } from "@tandem/domain/lifecycle/stage";
import { z } from "zod";
import type { Policy, RefusalKind } from "../operation.ts";

/** Shapes and refusals that several operations of handoff share. Points are integer milli-points, instants ISO 8601, durations milliseconds of business time. */

/** Everyone who may know what became of a lead; which ones, the store's row rules say. */
export const readers = ["marketing", "sales-rep", "sales-manager", "revops", "executive"] as const satisfies Policy;
/** Who works leads: their own, and managers those of their teams. */
export const workers = ["sales-rep", "sales-manager"] as const satisfies Policy;
export const managers = ["sales-manager"] as const satisfies Policy;
/** Who gave the lead and may say that a rejection was wrong. */
export const disputers = ["marketing"] as const satisfies Policy;

export const id = z.guid();
export const instant = z.iso.datetime({ offset: true });
export const cursor = z.string().max(1_000);
export const limit = z.coerce.number().int().min(1).max(200).default(100);
export const words = z.string().trim().min(1).max(4_000);

export const person = z.object({ id, name: z.string() });
export const team = z.object({ id, name: z.string() });
export const grade = z.enum(grades);
export const stage = z.enum(stages);
export const handoffStates = ["open", "accepted", "qualified", "rejected-nurture", "rejected-unqualified", "merged", "withdrawn"] as const;
export const handoffState = z.enum(handoffStates);
/** `short` is what a list has room for: "T1". */
export const tier = z.object({ key: z.string(), name: z.string(), short: z.string() });

/** A clock as it reads at the answer's `at`. While `countsUntil` lies ahead, business time runs and the reader may count on. */
export const clockReading = z.object({
  id,
  clause: z.string(),
  /** The clause as it was signed: "T1: first attempt within 1 business hour". */
  name: z.string(),
  kind: z.enum(["first-attempt", "attempts", "disposition"]),
  state: z.enum(["running", "warning", "met", "breached", "excused", "paused", "void"]),
  /** Met, but after it had been due. */
  late: z.boolean(),
  startedAt: z.string(),
  dueAt: z.string().nullable(),
  allowedMs: z.number().int(),
  usedMs: z.number().int(),
  /** Part of `usedMs` that passed in a queue, with nobody holding the lead. */
  queueMs: z.number().int(),
  /** Negative once over. */
  remainingMs: z.number().int(),
  /** Length of the holder's ordinary business day. */
  dayMs: z.number().int(),
  /** Business time runs now, and ends or pauses at this instant; null while it stands still. */
  countsUntil: z.string().nullable(),
  /** When business time begins again; null while it runs and after the end. */
  resumesAt: z.string().nullable(),
  /** The holder is away until then. */
  awayUntil: z.string().nullable(),
  stoppedAt: z.string().nullable(),
  /** Percent of the time at which it warns. */
  warnAt: z.array(z.number().int()),
  excused: z.object({ by: z.string(), why: z.string() }).nullable(),
  agreementVersion: z.number().int(),
});
export type ClockReading = z.infer<typeof clockReading>;

/** How many proven tries there were, and what the agreement asks for before "could not be reached". */
export const attemptsSoFar = z.object({ done: z.number().int(), channels: z.number().int(), needed: z.number().int().nullable(), neededChannels: z.number().int().nullable() });

export const noSuchHandoff: RefusalKind = { code: "no-such-handoff", status: 404, title: "There is no such handoff, or it is not yours to see. Look for the person under People." };
export const notYours: RefusalKind = { code: "lead-not-yours", status: 403, title: "Somebody else holds this lead. Ask them or their manager to hand it over." };
export const handoffClosed: RefusalKind = { code: "handoff-closed", status: 409, title: "This lead is settled already. Nothing was changed." };
export const notClaimed: RefusalKind = { code: "lead-not-claimed", status: 409, title: "This lead waits in a queue. Claim it first." };
export const atCapacity: RefusalKind = { code: "at-capacity", status: 409, title: "You hold as many open leads as your team agreed. Settle one first." };
