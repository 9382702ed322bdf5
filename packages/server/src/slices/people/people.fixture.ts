import { createContact } from "@tandem/contract/people/contacts";
import type { FieldValues } from "@tandem/contract/people/parts";
import { workIntake } from "../../spine/engine.ts";
import { subjectId } from "../../spine/subject-id.ts";
import { accessApp, addPerson, setUp, type AccessApp, type Caller, type Workspace } from "../access/access.fixture.ts";
import { access } from "../access/slice.ts";
import { people } from "./slice.ts";

/** A workspace with one person of each role that works with people, and ways to make things happen in it. */
export interface PeopleApp extends AccessApp {
  readonly workspace: Workspace;
  readonly as: Record<"marketing" | "rep" | "manager" | "revops" | "executive", Caller & { readonly id: string }>;
  /** Makes a contact through the door. */
  contact(values: FieldValues, companyId?: string | null): Promise<string>;
  /** Events as the capture slice stores them, worked by the engine at once. */
  send(events: readonly SentEvent[]): Promise<void>;
}

export interface SentEvent {
  readonly anonymousId?: string;
  readonly userId?: string;
  readonly type: "identify" | "track" | "page";
  readonly name?: string;
  readonly at: Date;
  readonly properties?: Record<string, unknown>;
  readonly traits?: Record<string, unknown>;
  readonly context?: Record<string, unknown>;
}

export async function peopleApp(): Promise<PeopleApp> {
  const t = await accessApp({ slices: [access, people] });
  const workspace = await setUp(t);
  const person = async (role: Parameters<typeof addPerson>[2], name: string, teams: string[] = []) => {
    const { id, cookie } = await addPerson(t, workspace, role, name, teams);
    return { id, cookie };
  };
  const as = {
    marketing: await person("marketing", "Mia Marketing"),
    rep: await person("sales-rep", "Rex Rep", [workspace.teams.sales]),
    manager: await person("sales-manager", "Max Manager", [workspace.teams.sales]),
    revops: await person("revops", "Rhea Revops"),
    executive: await person("executive", "Eve Executive"),
  };
  return {
    ...t,
    workspace,
    as,
    async contact(values, companyId) {
      const made = await t.call(createContact, { body: { values, ...(companyId !== undefined && { companyId }) } }, as.revops);
      if (made.status !== 200) throw new Error(`Making a contact failed: ${JSON.stringify(made.problem)}`);
      return made.body.id;
    },
    send: (events) => send(t, events),
  };
}

async function send(t: AccessApp, events: readonly SentEvent[]): Promise<void> {
  const rows = events.map((event) => {
    const { at, type, name = null, ...payload } = event;
    const subject = event.userId === undefined ? subjectId("anonymous", event.anonymousId!) : subjectId("user", event.userId);
    return { subject, id: t.app.ids.next(), at, type, name, payload: JSON.stringify(payload) };
  });
  await t.db.query(
    `insert into event (subject_id, id, source_id, received_at, occurred_at, type, name, payload)
     select subject_id, id, 1, $1, occurred_at, type, name, payload from unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[], $7::jsonb[]) r(subject_id, id, occurred_at, type, name, payload)`,
    [t.clock.now(), rows.map((r) => r.subject), rows.map((r) => r.id), rows.map((r) => r.at), rows.map((r) => r.type), rows.map((r) => r.name), rows.map((r) => r.payload)],
  );
  await t.db.query("insert into intake (received_at, subject_ids, event_ids, live) values ($1, $2, $3, true)", [t.clock.now(), rows.map((r) => r.subject), rows.map((r) => r.id)]);
  while ((await workIntake(t.app)) > 0);
  const parked = await t.db.query<{ reason: string }>("select reason from parked_intake");
  if (parked.length > 0) throw new Error(`Events were parked: ${parked[0]!.reason}`);
}
