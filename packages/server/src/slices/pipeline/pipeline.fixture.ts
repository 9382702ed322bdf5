import { createContact } from "@tandem/contract/people/contacts";
import { createOpportunity } from "@tandem/contract/pipeline/opportunities";
import type { FieldValues } from "@tandem/contract/people/parts";
import type { InputOf } from "@tandem/contract/operation";
import { accessApp, addPerson, setUp, type AccessApp, type Caller, type Workspace } from "../access/access.fixture.ts";
import { access } from "../access/slice.ts";
import { people } from "../people/slice.ts";
import { pipeline } from "./slice.ts";

export type Person = Caller & { readonly id: string };

/** A workspace with two Sales teams, a rep and a manager in each, and everybody else once. The company's currency is CHF. */
export interface PipelineApp extends AccessApp {
  readonly workspace: Workspace;
  readonly otherTeam: string;
  readonly as: Record<"rep" | "colleague" | "manager" | "otherRep" | "otherManager" | "marketing" | "revops" | "executive", Person>;
  contact(values: FieldValues): Promise<string>;
  /** Opens a deal through the door, for the rep unless told otherwise. */
  deal(body: Partial<InputOf<typeof createOpportunity>["body"]>, by?: Person): Promise<string>;
  /** The stages a contact went through, oldest first. */
  way(contactId: string): Promise<string[]>;
}

export async function pipelineApp(): Promise<PipelineApp> {
  const t = await accessApp({ slices: [access, people, pipeline] });
  const workspace = await setUp(t);
  const otherTeam = t.app.ids.next();
  await t.db.query("insert into team (id, key, name, side, time_zone, week, created_at) select $1, 'north', 'North', side, time_zone, week, created_at from team where id = $2", [otherTeam, workspace.teams.sales]);
  const person = async (role: Parameters<typeof addPerson>[2], name: string, team?: string): Promise<Person> => {
    const { id, cookie } = await addPerson(t, workspace, role, name, team ? [team] : []);
    if (team && role === "sales-manager") await t.db.query("update team_member set manages = true where user_id = $1", [id]);
    return { id, cookie };
  };
  const { sales } = workspace.teams;
  const as = {
    rep: await person("sales-rep", "Rex Rep", sales),
    colleague: await person("sales-rep", "Cora Colleague", sales),
    manager: await person("sales-manager", "Max Manager", sales),
    otherRep: await person("sales-rep", "Otto Other", otherTeam),
    otherManager: await person("sales-manager", "Olga Other", otherTeam),
    marketing: await person("marketing", "Mia Marketing"),
    revops: await person("revops", "Rhea Revops"),
    executive: await person("executive", "Eve Executive"),
  };
  return {
    ...t,
    workspace,
    otherTeam,
    as,
    async contact(values) {
      const made = await t.call(createContact, { body: { values } }, as.revops);
      if (made.status !== 200) throw new Error(`Making a contact failed: ${JSON.stringify(made.problem)}`);
      return made.body.id;
    },
    async deal(body, by = as.rep) {
      const made = await t.call(createOpportunity, { body: { name: "A deal", ...body } as never }, by);
      if (made.status !== 200) throw new Error(`Opening a deal failed: ${JSON.stringify(made.problem)}`);
      return made.body.id;
    },
    async way(contactId) {
      const rows = await t.db.query<{ stage: string }>("select stage from episode where contact_id = $1 order by entered_at, applied, id", [contactId]);
      return rows.map((row) => row.stage);
    },
  };
}
