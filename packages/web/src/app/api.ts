import type { InputOf, Operation, OutputOf, Problem } from "@tandem/contract/operation";

/**
 * The web app speaks exactly the public API: an operation object gives the address, the input's type and the output's.
 * The server has validated the answer against the same object, so it is not parsed a second time here.
 */

type OptionalIfEmpty<Key extends string, Part> = {} extends Part
  ? { [K in Key]?: Part }
  : undefined extends Part
    ? { [K in Key]?: Part }
    : { [K in Key]: Part };

/** What `call` takes: parameters, query and body, each only where the operation has it. */
export type CallInput<O extends Operation> = OptionalIfEmpty<"params", InputOf<O>["params"]> &
  OptionalIfEmpty<"query", InputOf<O>["query"]> &
  OptionalIfEmpty<"body", InputOf<O>["body"]>;

/** The input may be left out where nothing in it is required. */
export type InputArgs<O extends Operation, More extends unknown[] = []> = {} extends CallInput<O>
  ? [input?: CallInput<O>, ...More]
  : [input: CallInput<O>, ...More];

/** A refusal or an error as the server tells it (RFC 9457). `code` is stable, `title` and `detail` are for people. */
export class ApiProblem extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = "ApiProblem";
    this.problem = problem;
  }
  get code(): string {
    return this.problem.code;
  }
  get status(): number {
    return this.problem.status;
  }
  /** The message for one input field, for instance "body.amount". */
  fieldError(path: string): string | undefined {
    return this.problem.errors?.find((error) => error.path === path || error.path === `body.${path}`)?.message;
  }
}

export function isProblem(error: unknown, code?: string): error is ApiProblem {
  return error instanceof ApiProblem && (code === undefined || error.code === code);
}

const base = "/api/v1";

function addressOf(operation: Operation, params: Record<string, unknown>, query: Record<string, unknown>): string {
  const path = operation.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue;
    if (Array.isArray(value)) for (const one of value) search.append(name, String(one));
    else search.set(name, typeof value === "object" ? JSON.stringify(value) : String(value));
  }
  const text = search.toString();
  return base + path + (text ? `?${text}` : "");
}

/** Calls an operation. Throws `ApiProblem` for every refusal and error, also when the server can't be reached. */
export async function call<O extends Operation>(operation: O, ...[input, signal]: InputArgs<O, [signal?: AbortSignal]>): Promise<OutputOf<O>> {
  const given = (input ?? {}) as { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown };
  const headers: Record<string, string> = { accept: "application/json" };
  // What is sent while its page goes out of sight must get there even when the page does not come back.
  const keepalive = operation.method !== "GET" && document.visibilityState === "hidden";
  const request: RequestInit = { method: operation.method, headers, credentials: "same-origin", signal: signal ?? null, keepalive };
  if (given.body !== undefined) {
    headers["content-type"] = "application/json";
    request.body = JSON.stringify(given.body);
  }
  const response = await fetch(addressOf(operation, given.params ?? {}, given.query ?? {}), request).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiProblem({
      type: "about:blank", title: "The server does not answer", status: 503, code: "unreachable",
      detail: "The server does not answer. Nothing was saved; try again in a moment.",
    });
  });
  const text = await response.text();
  const answer: unknown = text === "" ? null : parse(text);
  if (!response.ok) throw new ApiProblem(problemFrom(answer, response));
  return answer as OutputOf<O>;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function problemFrom(answer: unknown, response: Response): Problem {
  if (answer !== null && typeof answer === "object" && "code" in answer && "title" in answer) return answer as Problem;
  return { type: "about:blank", title: response.statusText || "The request failed", status: response.status, code: "unexpected-answer" };
}
