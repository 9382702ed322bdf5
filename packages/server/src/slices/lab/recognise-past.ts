import type { SignalDefinition } from "@tandem/domain/agreement/agreement";
import { compileSignals } from "@tandem/domain/capture/recognise";
import { epochDayAt } from "@tandem/domain/kit/zone";
import { buildHistory } from "@tandem/domain/lab/history";
import pg from "pg";
import type { StoredEvent } from "../../spine/claimed-event.ts";
import { machineReason, pathOf } from "../../spine/recognise-signals.ts";
import { copyOut } from "./copy-out.ts";
import { CalledOff, larger, loadOwners, type LoadedHistory } from "./load-history.ts";

/** A recognition that the past was never asked for: what a draft defines anew. */
export interface NewRecognition {
  /** What the history will call it. */
  readonly name: string;
  readonly definition: SignalDefinition;
}

/** Recognitions of other drafts that are kept beside: going back and forth between a few texts reads the past once for each. */
const mostKept = 8;

/**
 * Recognises definitions over the raw events of the past and adds what was found to the history. What earlier drafts had
 * recognised is let go of, all but the newest few: else a day of drafting would fill the memory.
 */
export async function recognisePast(client: pg.Client, given: LoadedHistory, asked: readonly NewRecognition[], onProgress: (words: string, share: number | null) => boolean | void): Promise<LoadedHistory> {
  const wanted = asked.filter(({ name }, i) => !given.history.signals.includes(name) && asked.findIndex((one) => one.name === name) === i);
  if (wanted.length === 0) return given;
  const loaded = { ...given, history: withFewer(given.history, new Set(asked.map(({ name }) => name))) };
  const { history, index } = loaded;
  const recognise = compileSignals(wanted.map(({ name, definition }) => ({ ...definition, key: name })));
  const codeOf = new Map(wanted.map(({ name }, i) => [name, history.signals.length + i]));
  const types = [...new Set(wanted.flatMap(({ definition }) => definition.recognise.map((pattern) => pattern.type)))];
  const found: Found = { length: 0, contact: new Uint32Array(1 << 12), signal: new Uint16Array(1 << 12), day: new Uint16Array(1 << 12) };
  await client.query("begin isolation level repeatable read, read only");
  try {
    const { rows } = await client.query<{ events: string }>("select greatest(sum(reltuples), 0)::bigint as events from pg_class where relkind = 'r' and relname like 'event\\_%' and relnamespace = 'tandem'::regnamespace");
    const all = Number(rows[0]!.events);
    const owners = await loadOwners(client, index);
    // What a person said of an event holds for every signal it is recognised as.
    const said = new Map<string, boolean>();
    const { rows: marks } = await client.query<{ event_id: string; quarantined: string | null }>("select g.new->>'eventId' as event_id, case when (g.new->>'quarantined')::boolean then 'by-hand' end as quarantined from change g where g.entity_kind = 'contact' and g.field = 'quarantine' order by g.id");
    for (const mark of marks) said.set(mark.event_id, mark.quarantined !== null);
    let read = 0;
    const select = `select e.subject_id, e.id::text, e.occurred_at, e.type, e.name, (e.payload->'properties')::text, (e.payload->'context')::text from event e where e.type = any(${pg.escapeLiteral(`{${types.join(",")}}`)}::text[])`;
    await copyOut(client, select, (row) => {
      if ((++read & 16_383) === 0 && onProgress(`Recognising signals anew: ${read.toLocaleString("en")} of about ${all.toLocaleString("en")} events`, 0.9 * Math.min(1, read / Math.max(1, all))) === false) throw new CalledOff();
      const owner = owners.of(row);
      const [id, at, type, name, properties, context] = [row.text()!, row.instant()!, row.text()!, row.text(), row.text(), row.text()];
      const contact = owner(at);
      if (contact < 0) return;
      const payload = { properties: properties === null ? {} : JSON.parse(properties), context: context === null ? {} : JSON.parse(context) } as StoredEvent["payload"];
      const keys = recognise({ type, name, path: pathOf({ payload }), properties: payload.properties ?? {} });
      if (keys.length === 0 || (said.get(id) ?? machineReason({ payload }) !== null)) return;
      const day = epochDayAt(loaded.zone, at) - history.firstDay;
      if (day < 0 || day > 65_000) return;
      for (const key of keys) add(found, contact, codeOf.get(key)!, day);
    });
  } finally {
    await client.query("rollback");
  }
  if (onProgress("Putting what was recognised in order", 0.9) === false) throw new CalledOff();
  return { ...loaded, history: withMore(history, found, wanted.map(({ name }) => name)) };
}

/** Occurrences in columns: there may be as many as there are events. */
interface Found {
  length: number;
  contact: Uint32Array;
  signal: Uint16Array;
  day: Uint16Array;
}

function add(found: Found, contact: number, signal: number, day: number): void {
  const { length } = found;
  if (length === found.contact.length) Object.assign(found, { contact: larger(found.contact, new Uint32Array(length * 2)), signal: larger(found.signal, new Uint16Array(length * 2)), day: larger(found.day, new Uint16Array(length * 2)) });
  found.contact[length] = contact;
  found.signal[length] = signal;
  found.day[length] = day;
  found.length++;
}

/** Without recognitions that are out of date, and without those of drafts before the newest few, unless they are asked for. */
function withFewer(history: LoadedHistory["history"], asked: ReadonlySet<string>): LoadedHistory["history"] {
  const ofDrafts = history.signals.filter((name) => name.startsWith("draft ") && !asked.has(name));
  const goes = new Set([...history.signals.filter((name) => name.startsWith("past ")), ...ofDrafts.slice(0, -mostKept)]);
  if (goes.size === 0) return history;
  const signals = history.signals.filter((name) => !goes.has(name));
  const codes = history.signals.map((name) => signals.indexOf(name));
  const rows = { length: 0, contact: new Uint32Array(history.day.length), signal: new Uint16Array(history.day.length), day: new Uint16Array(history.day.length), count: new Uint32Array(history.day.length) };
  for (let c = 0; c < history.contacts; c++)
    for (let i = history.start[c]!; i < history.start[c + 1]!; i++) {
      const code = codes[history.signal[i]!]!;
      if (code < 0) continue;
      rows.contact[rows.length] = c;
      rows.signal[rows.length] = code;
      rows.day[rows.length] = history.day[i]!;
      rows.count[rows.length++] = history.count[i]!;
    }
  return buildHistory({ contacts: history.contacts, firstDay: history.firstDay, lastDay: history.lastDay, signals, rows, people: history.people });
}

function withMore(history: LoadedHistory["history"], more: Found, names: readonly string[]): LoadedHistory["history"] {
  const before = history.day.length;
  const length = before + more.length;
  const rows = { length, contact: new Uint32Array(length), signal: new Uint16Array(length), day: new Uint16Array(length), count: new Uint32Array(length) };
  rows.signal.set(history.signal);
  rows.day.set(history.day);
  rows.count.set(history.count);
  for (let c = 0; c < history.contacts; c++) rows.contact.fill(c, history.start[c]!, history.start[c + 1]!);
  rows.contact.set(more.contact.subarray(0, more.length), before);
  rows.signal.set(more.signal.subarray(0, more.length), before);
  rows.day.set(more.day.subarray(0, more.length), before);
  rows.count.fill(1, before);
  let lastDay = history.lastDay;
  for (let i = 0; i < more.length; i++) if (more.day[i]! > lastDay) lastDay = more.day[i]!;
  return buildHistory({ contacts: history.contacts, firstDay: history.firstDay, lastDay, signals: [...history.signals, ...names], rows, people: history.people });
}
