import type { SignalDefinition } from "@tandem/domain/agreement/agreement";
import { compileSignals } from "@tandem/domain/capture/recognise";
import { epochDayAt } from "@tandem/domain/kit/zone";
import { buildHistory } from "@tandem/domain/lab/history";
import pg from "pg";
import type { StoredEvent } from "../../spine/claimed-event.ts";
import { machineReason, pathOf } from "../../spine/recognise-signals.ts";
import { copyOut } from "./copy-out.ts";
import { CalledOff, loadOwners, type LoadedHistory } from "./load-history.ts";

/** A recognition that the past was never asked for: what a draft defines anew. */
export interface NewRecognition {
  /** What the history will call it. */
  readonly name: string;
  readonly definition: SignalDefinition;
}

/** Recognises definitions over the raw events of the past and adds what was found to the history. */
export async function recognisePast(client: pg.Client, loaded: LoadedHistory, wanted: readonly NewRecognition[], onProgress: (words: string, share: number | null) => boolean | void): Promise<LoadedHistory> {
  const { history, index } = loaded;
  const recognise = compileSignals(wanted.map(({ name, definition }) => ({ ...definition, key: name })));
  const codeOf = new Map(wanted.map(({ name }, i) => [name, history.signals.length + i]));
  const types = [...new Set(wanted.flatMap(({ definition }) => definition.recognise.map((pattern) => pattern.type)))];
  const found: { contact: number; signal: number; day: number }[] = [];
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
      if ((++read & 16_383) === 0 && onProgress(`Recognising signals anew: ${read.toLocaleString("en")} of about ${all.toLocaleString("en")} events`, Math.min(1, read / Math.max(1, all))) === false) throw new CalledOff();
      const owner = owners.of(row);
      const [id, at, type, name, properties, context] = [row.text()!, row.instant()!, row.text()!, row.text(), row.text(), row.text()];
      const contact = owner(at);
      if (contact < 0) return;
      const payload = { properties: properties === null ? {} : JSON.parse(properties), context: context === null ? {} : JSON.parse(context) } as StoredEvent["payload"];
      const keys = recognise({ type, name, path: pathOf({ payload }), properties: payload.properties ?? {} });
      if (keys.length === 0 || (said.get(id) ?? machineReason({ payload }) !== null)) return;
      const day = epochDayAt(loaded.zone, at) - history.firstDay;
      if (day < 0 || day > 65_000) return;
      for (const key of keys) found.push({ contact, signal: codeOf.get(key)!, day });
    });
  } finally {
    await client.query("rollback");
  }
  return { ...loaded, history: withMore(history, found, wanted.map(({ name }) => name)) };
}

function withMore(history: LoadedHistory["history"], more: readonly { contact: number; signal: number; day: number }[], names: readonly string[]): LoadedHistory["history"] {
  const length = history.day.length + more.length;
  const rows = { length, contact: new Uint32Array(length), signal: new Uint16Array(length), day: new Uint16Array(length), count: new Uint32Array(length) };
  rows.signal.set(history.signal);
  rows.day.set(history.day);
  rows.count.set(history.count);
  for (let c = 0; c < history.contacts; c++) rows.contact.fill(c, history.start[c]!, history.start[c + 1]!);
  let lastDay = history.lastDay;
  more.forEach((one, i) => {
    const at = history.day.length + i;
    rows.contact[at] = one.contact;
    rows.signal[at] = one.signal;
    rows.day[at] = one.day;
    rows.count[at] = 1;
    if (one.day > lastDay) lastDay = one.day;
  });
  return buildHistory({ contacts: history.contacts, firstDay: history.firstDay, lastDay, signals: [...history.signals, ...names], rows, people: history.people });
}
