import { z } from "zod";

/**
 * An operation is one thing a client can ask of Tandem, written as data. The server's routes, the web app's typed
 * client, the permission matrix, the OpenAPI document and the CLI all follow from the same object, so that they
 * cannot disagree. In the browser only name, method and path are left of it.
 */

export const roles = ["marketing", "sales-rep", "sales-manager", "revops", "executive", "administrator"] as const;
export type Role = (typeof roles)[number];

/** Who may call an operation. Rows a caller may not see are filtered by the slice's store. */
export type Policy = "anyone" | "signed-in" | readonly Role[];

/** An expected "no": a stable code, the HTTP status, and a sentence that says what the person can do next. */
export interface RefusalKind {
  readonly code: string;
  readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 413 | 422 | 429 | 503;
  readonly title: string;
}

export interface Operation<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> {
  /** `slice.verb-noun`, unique. */
  readonly name: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below `/api/v1`, with `:name` parameters. */
  readonly path: string;
  /** One sentence for the API's readers. */
  readonly summary: string;
  readonly who: Policy;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly response: Response;
  readonly refusals: readonly RefusalKind[];
}

type Part<T, Fallback> = T extends z.ZodType ? T : Fallback;

const nothing = z.strictObject({});
type Nothing = typeof nothing;

/** Declares an operation; input objects are strict, so that an unknown key is refused rather than assigned. */
export function operation<
  const P extends z.ZodObject | undefined = undefined,
  const Q extends z.ZodObject | undefined = undefined,
  const B extends z.ZodType | undefined = undefined,
  const R extends z.ZodType | undefined = undefined,
>(declaration: {
  name: string;
  method: Operation["method"];
  path: string;
  summary: string;
  who: Policy;
  params?: P;
  query?: Q;
  body?: B;
  response?: R;
  refusals?: readonly RefusalKind[];
}): Operation<Part<P, Nothing> & z.ZodObject, Part<Q, Nothing> & z.ZodObject, Part<B, z.ZodUndefined> & z.ZodType, Part<R, z.ZodNull> & z.ZodType> {
  return {
    params: nothing,
    query: nothing,
    body: z.undefined(),
    response: z.null(),
    refusals: [],
    ...declaration,
  } as never;
}

/** What a caller passes: parameters, query and body together, each left out where the operation has none. */
export type InputOf<O extends Operation> = {
  params: z.input<O["params"]>;
  query: z.input<O["query"]>;
  body: z.input<O["body"]>;
};
/** What a handler receives, after parsing. */
export type ParsedInputOf<O extends Operation> = {
  params: z.output<O["params"]>;
  query: z.output<O["query"]>;
  body: z.output<O["body"]>;
};
export type OutputOf<O extends Operation> = z.output<O["response"]>;

/** RFC 9457 problem document: what every refusal and error looks like on the wire. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string().optional(),
  /** Per input field: where and what, so that a form can show it in place. */
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** Anything a client needs to act on the refusal (for instance the version now in force). */
  data: z.unknown().optional(),
});
export type Problem = z.infer<typeof problem>;

/** A page of a list: rows, the cursor of the next page, and a capped count. */
export function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({
    rows: z.array(row),
    next: z.string().nullable(),
    count: z.object({ value: z.number().int(), capped: z.boolean() }).nullable(),
  });
}

/** Every list that is read page by page may be asked for a place that is none. */
export const badCursor: RefusalKind = { code: "bad-cursor", status: 400, title: "The place in the list is no longer known. Start again from the top of the list." };
