import { createHash, randomBytes } from "node:crypto";
import { eventTypes, readEvent, type CapturedEvent } from "@tandem/domain/capture/event";
import { fold } from "@tandem/domain/people/fold";
import { subjectId } from "../../spine/subject-id.ts";
import type { Work } from "../../spine/work.ts";
import { acceptHistory } from "../capture/door.ts";
import { readRows, type BatchCall } from "./batch.ts";
import { readEmail } from "./import-contacts.ts";
import { note } from "./outcome.ts";
import { keyText, type Plan, type RowReader } from "./plan.ts";

/** Rows of things people did: taken in like any event, as history. Which row is which is told by its id or its content. */
export async function importEvents(call: BatchCall): Promise<Iterable<string>> {
  const { work, plan, result } = call;
  const drafts = readRows(call, (reader) => readImported(work, plan, reader));
  const sourceId = await sourceOf(work, plan.system);
  const events = drafts.map(({ reader, draft }) => ({ number: reader.row.number, event: draft.event! }));
  const known = new Set((await work.tx.query<{ message_id: string }>("select message_id from event_key where source_id = $1 and message_id = any($2)", [sourceId, events.map(({ event }) => event.messageId)])).map((row) => row.message_id));
  for (const { number, event } of events) {
    const isKnown = known.has(event.messageId);
    known.add(event.messageId);
    if (isKnown) note(result, "repeated");
    result.outcomes.set(number, { kind: isKnown ? "unchanged" : "created" });
  }
  const introduced = await introduce(work, drafts.map(({ draft }) => draft.raw));
  await acceptHistory(work.app, work.tx, sourceId, [...introduced, ...events.map(({ event }) => event)], { live: work.live });
  return [];
}

/** Only an identify tells an address: people whom nobody knows yet are introduced by one of their own. */
async function introduce(work: Work, drafts: readonly { email: string | null; timestamp: string }[]): Promise<CapturedEvent[]> {
  const first = new Map<string, string>();
  for (const { email, timestamp } of drafts) if (email !== null && timestamp < (first.get(email) ?? "~")) first.set(email, timestamp);
  const subjects = new Map([...first.keys()].map((email) => [subjectId("email", email), email]));
  const known = await work.tx.query<{ subject_id: string }>("select subject_id from assignment where subject_id = any($1) and retracted is null", [[...subjects.keys()]]);
  for (const { subject_id } of known) first.delete(subjects.get(subject_id)!);
  return [...first].flatMap(([email, timestamp]) => {
    const reading = readEvent({ type: "identify", userId: email, traits: { email }, timestamp }, { receivedAt: work.at.getTime(), messageId: `known-${createHash("sha256").update(email).digest("hex").slice(0, 40)}` });
    return "refused" in reading ? [] : [reading.ok];
  });
}

type RawEvent = Record<string, unknown> & { messageId: string; email: string | null; timestamp: string };

/** The row as the engine takes it; no event where the reader says what is wrong. */
function readImported(work: Work, plan: Plan, reader: RowReader): { raw: RawEvent; event: CapturedEvent | null } {
  const raw = rawEvent(plan, reader);
  const read = (event: Record<string, unknown>): CapturedEvent | null => {
    const reading = readEvent(event, { receivedAt: work.at.getTime(), messageId: raw.messageId });
    if ("ok" in reading) return reading.ok;
    reader.refuse(targetOf[reading.refused.code] ?? null, reading.refused.code, reading.refused.words);
    // The first thing wrong hides the others: with somebody in place of nobody they show.
    if (reading.refused.code === "no-identity") read({ ...event, anonymousId: "nobody" });
    return null;
  };
  return { raw, event: read(raw) };
}

const targetOf: Readonly<Record<string, string>> = { "unknown-type": "type", "no-identity": "email", "bad-id": "userId", "no-event-name": "name", "bad-name": "name", "event-too-old": "at", "bad-message-id": "messageId" };

function rawEvent(plan: Plan, reader: RowReader): RawEvent {
  const email = readEmail(reader, "email");
  const at = reader.moment("at");
  if (at === null) reader.refuse("at", "cell-missing", "The row does not say when it happened.");
  const name = reader.text("name");
  const url = reader.text("url");
  const type = typeOf(reader.text("type"), name, url);
  const properties = Object.fromEntries(plan.open.flatMap((open) => {
    const text = reader.text(open.to);
    return text === null ? [] : [[open.name, text]];
  }));
  const page = { ...(url !== null && { url, path: pathOf(url) }), ...withText("referrer", reader.text("referrer")) };
  const campaign = { ...withText("source", reader.text("utm.source")), ...withText("medium", reader.text("utm.medium")), ...withText("name", reader.text("utm.campaign")), ...withText("term", reader.text("utm.term")), ...withText("content", reader.text("utm.content")) };
  // Only a user id or an anonymous id makes a stream; an address stands as the user id, which the engine knows to be one.
  const userId = keyText(reader, "userId") ?? email;
  return {
    type, userId, anonymousId: keyText(reader, "anonymousId"), ...(type === "track" ? { event: name } : { name }), timestamp: new Date(at ?? 0).toISOString(),
    ...(type === "identify" ? { traits: { ...properties, ...(email !== null && { email }) } } : { properties: { ...properties, ...page } }),
    context: { ...(Object.keys(page).length > 0 && { page }), ...(Object.keys(campaign).length > 0 && { campaign }) },
    email: keyText(reader, "userId") === null ? email : null,
    messageId: keyText(reader, "messageId")?.slice(0, 100) ?? contentId(plan, reader),
  };
}

/** The same cells are the same event: that is what makes a second run change nothing. */
function contentId(plan: Plan, reader: RowReader): string {
  const cells = [...plan.cellOf].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([to]) => [to, reader.text(to)]);
  return `row-${createHash("sha256").update(JSON.stringify(cells)).digest("hex").slice(0, 40)}`;
}

function typeOf(told: string | null, name: string | null, url: string | null): string {
  if (told !== null) return eventTypes.find((type) => type === fold(told)) ?? told;
  return name !== null || url === null ? "track" : "page";
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url.split(/[?#]/)[0]!;
}

function withText(key: string, text: string | null): Record<string, string> {
  return text === null ? {} : { [key]: text };
}

/** The source under which events of a system are kept. Nobody can send by it: its key is thrown away. */
async function sourceOf(work: Work, system: string): Promise<number> {
  const name = `Import: ${system}`;
  await work.tx.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`import source ${system}`]);
  const known = await work.tx.find<{ id: number }>("select id from source where kind = 'import' and name = $1 order by id limit 1", [name]);
  if (known) return known.id;
  return (await work.tx.one<{ id: number }>("insert into source (name, kind, write_key_hash, created_at) values ($1, 'import', $2, $3) returning id", [name, randomBytes(32), work.at])).id;
}
