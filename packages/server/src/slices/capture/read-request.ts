import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { eventTypes, readEvent, type CapturedEvent, type EventType } from "@tandem/domain/capture/event";

/** Segment's limits. */
export const largestBatch = 500 * 1024;
export const largestEvent = 32 * 1024;

const unzip = promisify(gunzip);

export type ParsedBody = { readonly ok: Record<string, unknown> } | { readonly status: 400 | 413; readonly words: string };

/** The JSON of a request whatever its content type says, unzipped under a cap so that a small bomb stays small. */
export async function parseBody(raw: Buffer, encoding: string | undefined): Promise<ParsedBody> {
  let bytes = raw;
  if (encoding === "gzip" || (raw[0] === 0x1f && raw[1] === 0x8b)) {
    try {
      bytes = await unzip(raw, { maxOutputLength: largestBatch });
    } catch (error) {
      return (error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE" ? tooLarge : { status: 400, words: "The body says it is gzip but is not." };
    }
  }
  if (bytes.length > largestBatch) return tooLarge;
  try {
    const body: unknown = JSON.parse(bytes.toString("utf8"));
    if (typeof body === "object" && body !== null && !Array.isArray(body)) return { ok: body as Record<string, unknown> };
    return { status: 400, words: "The body is a JSON object." };
  } catch {
    return { status: 400, words: "The body is not JSON." };
  }
}

const tooLarge = { status: 413, words: "A batch has at most 500 kB; send smaller batches." } as const;

/** The write key: from the Authorization header, else the body, else the first event. */
export function writeKeyOf(authorization: string | undefined, body: Record<string, unknown>): string | null {
  const [scheme, value] = authorization?.split(" ") ?? [];
  if (value && scheme?.toLowerCase() === "basic") return Buffer.from(value, "base64").toString("utf8").split(":")[0] || null;
  if (value && scheme?.toLowerCase() === "bearer") return value;
  const first = Array.isArray(body["batch"]) ? (body["batch"][0] as Record<string, unknown> | undefined) : undefined;
  for (const key of [body["writeKey"], first?.["writeKey"]]) if (typeof key === "string" && key !== "") return key;
  return null;
}

const typeOfPath: Record<string, EventType> = { t: "track", i: "identify", p: "page", s: "screen", g: "group", a: "alias", ...Object.fromEntries(eventTypes.map((type) => [type, type])) };

export interface ReadBatch {
  readonly accepted: readonly { event: CapturedEvent; payload: string }[];
  readonly rejected: readonly { raw: unknown; code: string; words: string }[];
}

/** Reads every event of a request; a bad one is refused by name and the good ones beside it are taken. */
export function readBatch(verb: string, body: Record<string, unknown>, around: { receivedAt: number; newId: () => string }): ReadBatch | null {
  const type = typeOfPath[verb];
  const items = type === undefined ? body["batch"] : [body];
  if (!Array.isArray(items)) return null;
  const accepted: { event: CapturedEvent; payload: string }[] = [];
  const rejected: { raw: unknown; code: string; words: string }[] = [];
  for (const raw of items) {
    const reading = readEvent(raw, { receivedAt: around.receivedAt, messageId: around.newId(), sentAt: body["sentAt"], context: body["context"], ...(type && { type }) });
    const storable = "refused" in reading ? reading : storableOf(reading.ok);
    if ("refused" in storable) rejected.push({ raw: asSentAlone(raw, body, type), ...storable.refused });
    else accepted.push(storable);
  }
  return { accepted, rejected };
}

/** An event with what is stored of it, or refused for its size. */
export function storableOf(event: CapturedEvent): { event: CapturedEvent; payload: string } | { refused: { code: string; words: string } } {
  const payload = payloadOf(event);
  // A character is at most three bytes here, so short texts need no counting.
  if (payload.length * 3 > largestEvent && Buffer.byteLength(payload) > largestEvent) return { refused: { code: "event-too-large", words: "An event has at most 32 kB." } };
  return { event, payload };
}

/** A refused event with what its request said for all events, so that it can be replayed by itself. Keys of sources are not kept. */
function asSentAlone(raw: unknown, body: Record<string, unknown>, type: EventType | undefined): unknown {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return raw;
  const { writeKey: _, ...event } = raw as Record<string, unknown>;
  const { sentAt, context } = body;
  return { ...(type && { type }), ...(sentAt !== undefined && { sentAt }), ...(context !== undefined && { context }), ...event };
}

/** What is stored of an event beside its columns; empty parts are left out. */
export function payloadOf(event: CapturedEvent): string {
  const { messageId, anonymousId, userId, previousId, groupId, timeDoubtful, properties, traits, context } = event;
  return JSON.stringify({
    messageId,
    ...(anonymousId !== null && { anonymousId }),
    ...(userId !== null && { userId }),
    ...(previousId !== null && { previousId }),
    ...(groupId !== null && { groupId }),
    ...(timeDoubtful && { timeDoubtful }),
    ...(notEmpty(properties) && { properties }),
    ...(notEmpty(traits) && { traits }),
    ...(notEmpty(context) && { context }),
  });
}

function notEmpty(object: object): boolean {
  for (const _ in object) return true;
  return false;
}
