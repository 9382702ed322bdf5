import type { FieldRef, FieldValue } from "@tandem/domain/criteria/criteria";
import { epochDayAt } from "@tandem/domain/kit/zone";
import { codes, noDay, shorts, unsigned, type Codes } from "@tandem/domain/lab/columns";
import type { FieldColumn, People } from "@tandem/domain/lab/history";
import { emptyOutcomes, type Outcomes } from "@tandem/domain/lab/tally";
import pg from "pg";
import { copyOut, type CopyRow } from "./copy-out.ts";
import { UuidIndex } from "./uuid-index.ts";

/** Everybody who can be handed over, numbered, as known today: fields with their history, and what really became of them. */
export interface LoadedPeople {
  readonly index: UuidIndex;
  readonly people: People;
  readonly outcomes: Outcomes;
  /** Rejection reasons by code; 0 is none. */
  readonly reasons: readonly string[];
}

export interface PeopleQuery {
  readonly zone: string;
  readonly firstDay: number;
  /** Fields to hold: those that agreements look at and those the picture is broken down by. */
  readonly refs: readonly FieldColumn["ref"][];
  /** Only these contacts; everybody when left out. */
  readonly only?: readonly string[];
  readonly onProgress?: (done: number) => boolean | void;
}

/** How first touches are told apart in the picture. */
export const channelRef = "member first-touch channel";

export async function loadPeople(client: pg.Client, query: PeopleQuery): Promise<LoadedPeople> {
  const index = new UuidIndex();
  const day = (ms: number): number => Math.min(noDay - 1, Math.max(0, epochDayAt(query.zone, ms) - query.firstDay));
  const from: number[] = [];
  const fields = query.refs.map((ref) => new Dictionary(ref));
  const only = query.only ? ` and c.id = any(${uuids(query.only)})` : "";
  const list = query.refs.map((ref) => `(${expression(ref)})::text`).join(", ");
  await copyOut(client, `select c.id, c.identified_at${list && `, ${list}`} from contact c left join company y on y.id = c.company_id where c.survivor_id = c.id and c.identified_at is not null${only} order by c.id`, (row) => {
    const contact = index.numberOf(row.chunk, row.uuidAt(), true);
    from[contact] = day(row.instant()!);
    for (const field of fields) field.pushFrom(row);
    if ((contact & 16_383) === 16_383) return query.onProgress?.(contact);
    return undefined;
  });
  const contacts = index.size;
  const profiles = await loadProfiles(client, { index, fields, from, day, only });
  const ended = await loadOutcomes(client, { index, from, day, only });
  return {
    index,
    people: { from: column(from), until: ended.until, ...profiles, releaseStart: ended.releaseStart, releaseDay: ended.releaseDay },
    outcomes: ended.outcomes,
    reasons: ended.reasons,
  };

  function column(days: readonly number[]): Uint16Array {
    const all = shorts(contacts);
    all.set(days);
    return all;
  }
}

/** A uuid array for a statement that takes no parameters. */
function uuids(ids: readonly string[]): string {
  return `${pg.escapeLiteral(`{${ids.join(",")}}`)}::uuid[]`;
}

/** A field's value as JSON. Names reach SQL only through the quoting of Postgres' own. */
function expression(ref: FieldColumn["ref"]): string {
  if (ref === channelRef) return "to_jsonb(c.first_touch->>'channel')";
  if (ref.startsWith("member campaign ")) return `select 'true' from contact k join campaign_member m on m.contact_id = k.id join campaign g on g.id = m.campaign_id where k.survivor_id = c.id and g.name_folded = ${pg.escapeLiteral(ref.slice(16))} limit 1`;
  if (ref.startsWith("member ")) return "null::jsonb";
  const [entity, first, second] = ref.split(".") as [string, string, string | undefined];
  const table = entity === "contact" ? "c" : "y";
  return second === undefined ? `to_jsonb(${table}.${pg.escapeIdentifier(first)})` : `${table}.custom->${pg.escapeLiteral(second)}`;
}

/** Values of one field as they come, as codes. */
class Dictionary {
  readonly all: number[] = [];
  readonly values: FieldValue[] = [null];
  private readonly known = new Map<string, number>();
  private readonly seen = new Map<number, { readonly bytes: Buffer; readonly code: number }>();
  readonly ref: FieldColumn["ref"];
  constructor(ref: FieldColumn["ref"]) {
    this.ref = ref;
  }
  codeOf(json: string | null): number {
    if (json === null || json === "null") return 0;
    let code = this.known.get(json);
    if (code === undefined) this.known.set(json, (code = this.values.push(JSON.parse(json) as FieldValue) - 1));
    return code;
  }
  /** The same few values come again and again: they are known by their bytes, without making a text of them. */
  pushFrom(row: CopyRow): void {
    const length = row.pass();
    if (length < 0) return void this.all.push(0);
    const { chunk } = row;
    const from = row.at - length;
    let hash = length;
    for (let i = from; i < row.at; i++) hash = (Math.imul(hash, 31) + chunk[i]!) | 0;
    const seen = this.seen.get(hash);
    if (seen && same(seen.bytes, chunk, from, length)) return void this.all.push(seen.code);
    const code = this.codeOf(chunk.toString("utf8", from, row.at));
    this.seen.set(hash, { bytes: Buffer.from(chunk.subarray(from, row.at)), code });
    this.all.push(code);
  }
  column(all: readonly number[]): FieldColumn {
    const narrow = codes(all.length, this.values.length);
    narrow.set(all);
    return { ref: this.ref, codes: narrow, values: this.values };
  }
}

/** A few bytes: a loop is quicker than a call. */
function same(bytes: Buffer, chunk: Buffer, from: number, length: number): boolean {
  if (bytes.length !== length) return false;
  for (let i = 0; i < length; i++) if (bytes[i] !== chunk[from + i]) return false;
  return true;
}

interface Loading {
  readonly index: UuidIndex;
  readonly from: readonly number[];
  readonly day: (ms: number) => number;
  readonly only: string;
}

/** Profiles over time: from today's values back through the changes that are on record. */
async function loadProfiles(client: pg.Client, { index, fields, from, day, only }: Loading & { fields: readonly Dictionary[] }): Promise<Pick<People, "profileStart" | "profileFrom" | "fields">> {
  const byField = new Map(fields.map((field, i) => [field.ref, i]));
  const changes = new Map<number, { on: number; field: number; old: number }[]>();
  const keys = (entity: "contact" | "company") => fields.flatMap(({ ref }) => (ref.startsWith(`${entity}.`) ? [ref.slice(entity.length + 1)] : []));
  const among = (entity: "contact" | "company") => `g.entity_kind = '${entity}' and g.field = any(${pg.escapeLiteral(`{${keys(entity).join(",")}}`)}::text[])`;
  const select = `select c.id, 'contact' as entity, g.field, g.old::text, g.happened_at, g.id as n from change g join contact c on c.id = g.entity_id where ${among("contact")} and c.survivor_id = c.id and c.identified_at < g.happened_at${only}
    union all select c.id, 'company', g.field, g.old::text, g.happened_at, g.id from change g join contact c on c.company_id = g.entity_id where ${among("company")} and c.survivor_id = c.id and c.identified_at < g.happened_at${only}
    order by 5 desc, 6 desc`;
  await copyOut(client, select, (row) => {
    const contact = index.numberOf(row.chunk, row.uuidAt());
    const [entity, key, old] = [row.text()!, row.text()!, row.text()];
    const on = day(row.instant()!);
    row.int8();
    const field = byField.get(`${entity}.${key}` as FieldRef);
    if (contact < 0 || field === undefined || on <= from[contact]!) return;
    const list = changes.get(contact);
    const change = { on, field, old: fields[field]!.codeOf(old) };
    if (list) list.push(change);
    else changes.set(contact, [change]);
  });
  const contacts = index.size;
  const profileStart = unsigned(contacts + 1);
  if (changes.size === 0) {
    for (let c = 0; c <= contacts; c++) profileStart[c] = c;
    return { profileStart, profileFrom: shorts(contacts), fields: fields.map((field) => field.column(field.all)) };
  }
  const starts: number[] = [];
  const columns = fields.map(() => [] as number[]);
  for (let c = 0; c < contacts; c++) {
    profileStart[c] = starts.length;
    for (const profile of profilesOf(changes.get(c) ?? [], fields.map((field) => field.all[c]!))) {
      starts.push(profile.on);
      profile.values.forEach((code, i) => columns[i]!.push(code));
    }
  }
  profileStart[contacts] = starts.length;
  const profileFrom = shorts(starts.length);
  profileFrom.set(starts);
  return { profileStart, profileFrom, fields: fields.map((field, i) => field.column(columns[i]!)) };
}

/** Oldest first; `changes` are newest first. */
function profilesOf(changes: readonly { on: number; field: number; old: number }[], today: readonly number[]): { on: number; values: readonly number[] }[] {
  const found: { on: number; values: readonly number[] }[] = [];
  let values = today;
  changes.forEach((change, i) => {
    // Several changes of a day are one: the day has the last.
    if (i === 0 || changes[i - 1]!.on !== change.on) found.push({ on: change.on, values });
    values = values.map((code, field) => (field === change.field ? change.old : code));
  });
  return [...found, { on: 0, values }].reverse();
}

interface Ended {
  readonly outcomes: Outcomes;
  readonly reasons: readonly string[];
  readonly until: Uint16Array;
  readonly releaseStart: Uint32Array;
  readonly releaseDay: Uint16Array;
}

/** What really became of people: handoffs, deals, and stages reached without any handoff. */
async function loadOutcomes(client: pg.Client, { index, day, only }: Loading): Promise<Ended> {
  const contacts = index.size;
  const outcomes = emptyOutcomes(contacts);
  const reasons = [""];
  const reasonOf = new Map<string, number>();
  const reason: Codes = shorts(contacts);
  const releases = new Map<number, number[]>();
  const handedOn = new Map<number, number>();
  const standing = `c.survivor_id = s.id and s.identified_at is not null${only.replaceAll("c.id", "s.id")}`;
  await copyOut(client, `select s.id, h.opened_at, h.closed_at, h.state, h.reason from handoff h join contact c on c.id = h.contact_id join contact s on ${standing} where h.state not in ('merged', 'withdrawn') order by h.opened_at, h.id`, (row) => {
    const contact = index.numberOf(row.chunk, row.uuidAt());
    const [opened, closed, state, why] = [row.instant()!, row.instant(), row.text()!, row.text()];
    if (contact < 0) return;
    if (!handedOn.has(contact)) handedOn.set(contact, day(opened));
    const list = releases.get(contact) ?? [];
    list.push(state === "rejected-nurture" && closed !== null ? day(closed) : noDay);
    releases.set(contact, list);
    // The latest handoff says how it stands; an SQL once reached stays one.
    if (outcomes.ended[contact] !== 2) outcomes.ended[contact] = state === "qualified" ? 2 : state.startsWith("rejected") ? 6 : 1;
    if (state.startsWith("rejected") && why !== null) {
      let code = reasonOf.get(why);
      if (code === undefined) reasonOf.set(why, (code = reasons.push(why) - 1));
      reason[contact] = code;
    }
  });
  await copyOut(client, `select s.id, o.state, o.amount_company, oc.main::int4 from opportunity_contact oc join opportunity o on o.id = oc.opportunity_id join contact c on c.id = oc.contact_id join contact s on ${standing}`.replace("o.amount_company", "coalesce(o.amount_company, -1)::int8"), (row) => {
    const contact = index.numberOf(row.chunk, row.uuidAt());
    const [state, amount, main] = [row.text()!, row.int8(), row.int4()];
    if (contact < 0) return;
    const now = outcomes.ended[contact]!;
    if (state === "won") outcomes.ended[contact] = 4;
    else if (now !== 4) outcomes.ended[contact] = state === "open" || now === 3 ? 3 : 5;
    // A deal's amount counts once, with the person it came through.
    if (state !== "won" || main !== 1) return;
    if (amount >= 0) outcomes.revenue[contact]! += amount;
    else outcomes.withoutRate[contact]! += 1;
  });
  const until = shorts(contacts).fill(noDay);
  await copyOut(client, `select s.id, min(e.entered_at) from episode e join contact c on c.id = e.contact_id join contact s on ${standing} where e.stage in ('sal', 'sql', 'opportunity', 'customer', 'advocate', 'lost', 'churned', 'disqualified') group by s.id`, (row) => {
    const contact = index.numberOf(row.chunk, row.uuidAt());
    const entered = row.instant();
    if (contact < 0 || entered === null) return;
    const on = entered === -Infinity ? 0 : day(entered);
    // What came after a handoff is its outcome; what came without one was so under any agreement.
    if (on < (handedOn.get(contact) ?? noDay)) until[contact] = on;
  });
  const releaseStart = unsigned(contacts + 1);
  const days: number[] = [];
  for (let c = 0; c < contacts; c++) {
    releaseStart[c] = days.length;
    const list = releases.get(c);
    if (list) days.push(...list.sort((a, b) => a - b));
  }
  releaseStart[contacts] = days.length;
  const releaseDay = shorts(days.length);
  releaseDay.set(days);
  return { outcomes: { ...outcomes, reason }, reasons, until, releaseStart, releaseDay };
}
