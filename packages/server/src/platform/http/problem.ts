import type { Problem, RefusalKind } from "@tandem/contract/operation";
import type { FastifyReply } from "fastify";
import type { z } from "zod";
import type { Refusal } from "../refusal.ts";
import { inputWords } from "./input-words.ts";

/** RFC 9457 problem documents: the one form of every refusal and error on the wire. */
export function problemOf(kind: RefusalKind, more: { detail?: string | undefined; errors?: Problem["errors"]; data?: unknown } = {}): Problem {
  return {
    type: `urn:tandem:refusal:${kind.code}`,
    title: kind.title,
    status: kind.status,
    code: kind.code,
    ...(more.detail !== undefined && { detail: more.detail }),
    ...(more.errors && { errors: more.errors }),
    ...(more.data !== undefined && { data: more.data }),
  };
}

export function refusalProblem(refusal: Refusal): Problem {
  return problemOf(refusal.kind, { detail: refusal.detail, data: refusal.data });
}

/** A bug of ours: says nothing about its inside but the number under which the log has it. */
export function bugProblem(requestId: string): Problem {
  return { type: "urn:tandem:error", title: "Something went wrong on our side", status: 500, code: "internal", detail: `The log has it under the number ${requestId}.` };
}

/** Where in the input and what, so that a form can show it in place; of a parse with `reportInput`. */
export function fieldErrors(part: string, error: z.ZodError): NonNullable<Problem["errors"]> {
  return error.issues.slice(0, 100).map((issue) => ({ path: [part, ...issue.path.map(String)].join("."), message: inputWords(issue) }));
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  // Encoded here: the operation's own serialisation is for its answer, not for its refusals.
  return reply.code(problem.status).header("content-type", "application/problem+json; charset=utf-8").header("cache-control", "no-store").send(JSON.stringify(problem));
}
