import { buildHistory } from "@tandem/domain/lab/history";
import { spliceHistory, spliceOutcomes } from "@tandem/domain/lab/splice";
import pg from "pg";
import { loadHistory, loadSignals, CalledOff, type LoadedHistory, type LoadOptions } from "./load-history.ts";
import { loadPeople } from "./load-people.ts";

/** Numbers of commands that may have been given out before a look and committed after it. */
const looksBack = 2_000;
const looksBackMs = 60_000;
/** More changed contacts than this are read whole with everybody else. */
const mostChanged = 50_000;

/** Reads the contacts about whom anything was applied since, and puts them into the history; everybody else's columns are copied. */
export async function refreshHistory(client: pg.Client, old: LoadedHistory, options: LoadOptions): Promise<LoadedHistory> {
  // Other fields to look at, or a zone of other days: everybody is concerned.
  if (options.zone !== old.zone || options.refs.some((ref) => !old.refs.includes(ref))) return loadHistory(client, options);
  const tell = (words: string, share: number | null): void => {
    if (options.onProgress?.(words, share) === false) throw new CalledOff();
  };
  tell("Looking for what is new", null);
  await client.query("begin isolation level repeatable read, read only");
  let refreshed: LoadedHistory | null;
  try {
    const changed = await changedContacts(client, old);
    tell(`Reading ${changed.length.toLocaleString("en")} people with news`, 0.2);
    refreshed = changed.length > mostChanged ? null : await exchange(client, old, options, changed);
  } finally {
    await client.query("rollback");
  }
  return refreshed ?? loadHistory(client, options);
}

/** Ids of contacts of whom anything was applied, or settled, since the history was read; merged ones with their survivors. */
async function changedContacts(client: pg.Client, { applied, asOf }: LoadedHistory): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `with touched as (
       select a.contact_id as id from (select distinct subject_id from signal where applied > $1) s join assignment a on a.subject_id = s.subject_id
       union select contact_id from assignment where applied > $1 or retracted > $1
       union select from_id from merge where applied > $1 or undone > $1
       union select into_id from merge where applied > $1 or undone > $1
       union select entity_id from change where applied > $1 and entity_kind = 'contact'
       union select c.id from change g join contact c on c.company_id = g.entity_id where g.applied > $1 and g.entity_kind = 'company'
       union select contact_id from episode where applied > $1
       union select contact_id from handoff where opened_at > $2 or closed_at > $2
       union select oc.contact_id from opportunity_contact oc join opportunity o on o.id = oc.opportunity_id where oc.added_at > $2 or o.created_at > $2 or o.closed_at > $2 or exists (select from opportunity_move v where v.opportunity_id = o.id and v.at > $2)
     )
     select id from touched union select c.survivor_id from touched t join contact c on c.id = t.id limit ${mostChanged + 1}`,
    [applied - looksBack, new Date(asOf - looksBackMs)],
  );
  return rows.map((row) => row.id);
}

/** Null where the history can't take it: something happened before its first day. */
async function exchange(client: pg.Client, old: LoadedHistory, options: LoadOptions, changed: readonly string[]): Promise<LoadedHistory | null> {
  const about = (await client.query<{ applied: string; revisions: number[] | null }>("select (select last_value from applied_seq) as applied, (select array_agg(id::int order by id) from signal_revision) as revisions")).rows[0]!;
  const revisions = about.revisions ?? [];
  const { firstDay } = old.history;
  const among = `any(${pg.escapeLiteral(`{${changed.join(",")}}`)}::uuid[])`;
  const loaded = await loadPeople(client, { zone: options.zone, firstDay, refs: old.refs, only: changed });
  const before = await client.query<{ one: number }>(`select 1 as one from signal s where s.applied > $1 and s.day < date '1970-01-01' + $2::int and s.quarantined is null limit 1`, [old.applied - looksBack, firstDay]);
  if (before.rows.length > 0) return null;
  const rows = await loadSignals(client, {
    index: loaded.index,
    revisions,
    firstDay,
    among: { assignments: `c.survivor_id = ${among}`, signals: `s.subject_id in (select a.subject_id from assignment a join contact c on c.id = a.contact_id where a.retracted is null and c.survivor_id = ${among})` },
  });
  const part = buildHistory({ contacts: loaded.index.size, firstDay, lastDay: Math.max(old.history.lastDay, options.today - firstDay, rows.latest), signals: revisions.map(String), rows, people: loaded.people });
  const places = new Uint32Array(part.contacts);
  for (let i = 0; i < part.contacts; i++) places[i] = old.index.numberOfText(loaded.index.textOf(i), true);
  const standing = new Set(places);
  const gone = changed.map((id) => old.index.numberOfText(id)).filter((number) => number >= 0 && number < old.history.contacts && !standing.has(number));
  const reasons = [...old.reasons];
  const reasonOf = loaded.reasons.map((code) => {
    const at = reasons.indexOf(code);
    return at >= 0 ? at : reasons.push(code) - 1;
  });
  const history = spliceHistory(old.history, part, places, gone);
  return {
    ...old,
    // What a draft had recognised for itself is not known of what is new: it is recognised again when next asked for.
    history: { ...history, signals: history.signals.map((name) => (name.startsWith("draft ") ? `past ${name}` : name)) },
    outcomes: spliceOutcomes(old.outcomes, loaded.outcomes, history.contacts, places, gone, reasonOf),
    reasons,
    applied: Number(about.applied),
    asOf: options.now,
    occurrences: countOf(history),
  };
}

function countOf({ count }: { readonly count: ArrayLike<number> }): number {
  let sum = 0;
  for (let i = 0; i < count.length; i++) sum += count[i]!;
  return sum;
}

