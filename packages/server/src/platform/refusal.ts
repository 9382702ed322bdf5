import type { RefusalKind } from "@tandem/contract/operation";

/** An expected "no", thrown by a use case and answered as a problem document. Anything else thrown is a bug. */
export class Refusal extends Error {
  readonly kind: RefusalKind;
  readonly detail: string | undefined;
  readonly data: unknown;
  /** @param detail what the person can do next, in a sentence  @param data what a client needs to act on it */
  constructor(kind: RefusalKind, detail?: string, data?: unknown) {
    super(`${kind.code}: ${detail ?? kind.title}`);
    this.name = "Refusal";
    this.kind = kind;
    this.detail = detail;
    this.data = data;
  }
}

/** Refusals any operation may answer with; the rest are declared by the operations themselves. */
export const platformRefusals = {
  invalidInput: { code: "invalid-input", status: 400, title: "The request does not have the expected form" },
  notSignedIn: { code: "not-signed-in", status: 401, title: "Sign in first" },
  notAllowed: { code: "not-allowed", status: 403, title: "Your role may not do this" },
  foreignOrigin: { code: "foreign-origin", status: 403, title: "The request comes from another website" },
  notFound: { code: "not-found", status: 404, title: "There is nothing here, or not for you" },
  tooLarge: { code: "too-large", status: 413, title: "The request is too large" },
  tooMany: { code: "too-many-requests", status: 429, title: "Too many requests; wait a moment" },
  unavailable: { code: "unavailable", status: 503, title: "Tandem is busy or restarting; try again in a moment" },
} as const satisfies Record<string, RefusalKind>;
