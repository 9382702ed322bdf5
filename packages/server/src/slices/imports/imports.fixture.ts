import { createImport, getImport, inspectImport, listImportRefusals, runImport, saveImportMapping, uploadChunk, type RefusalRow } from "@tandem/contract/imports/imports";
import type { ImportDetail } from "@tandem/contract/imports/parts";
import type { ImportKind, ImportMappingInput } from "@tandem/domain/imports/mapping";
import { workIntake } from "../../spine/engine.ts";
import { accessApp, addPerson, setUp, type AccessApp, type Caller, type Workspace } from "../access/access.fixture.ts";
import { access } from "../access/slice.ts";
import { insights } from "../insights/slice.ts";
import { people } from "../people/slice.ts";
import { workImport } from "./runner.ts";
import { imports } from "./slice.ts";

/** Columns by name, where they go; what is left out is taken as suggested. */
export type Targets = Record<string, string | null | { to: string; name: string; type: "text" | "number" | "date" | "boolean" | "choice" | "multi-choice" | "money" | "country" }>;

export interface Given {
  readonly name?: string;
  readonly targets?: Targets;
  readonly options?: Partial<ImportMappingInput["options"]>;
  readonly pieces?: number;
}

export interface ImportsApp extends AccessApp {
  readonly workspace: Workspace;
  readonly revops: Caller & { readonly id: string; readonly email: string };
  readonly executive: Caller;
  /** Uploads and maps a file through the door. */
  prepare(kind: ImportKind, file: string | Buffer, given?: Given): Promise<string>;
  /** Puts it in line and works it to the end. */
  run(importId: string, dryRun?: boolean): Promise<ImportDetail>;
  /** All of it. */
  bring(kind: ImportKind, file: string | Buffer, given?: Given): Promise<ImportDetail>;
  refusals(importId: string): Promise<RefusalRow[]>;
  /** Rows of every table that an import could touch, its own book-keeping left out. */
  counts(): Promise<Record<string, number>>;
}

export async function importsApp(options: { start?: Date } = {}): Promise<ImportsApp> {
  const t = await accessApp({ slices: [access, people, insights, imports], ...options });
  const workspace = await setUp(t);
  const revops = await addPerson(t, workspace, "revops", "Rhea Revops");
  const executive = await addPerson(t, workspace, "executive", "Eve Executive");
  const ok = <Body>(answer: { status: number; body: Body; problem: unknown }): Body => {
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.problem));
    return answer.body;
  };

  async function prepare(kind: ImportKind, file: string | Buffer, given: Given = {}): Promise<string> {
    const bytes = Buffer.from(file as string);
    const { id } = ok(await t.call(createImport, { body: { kind, fileName: given.name ?? "file.csv", fileSize: bytes.length } }, revops));
    const piece = Math.min(512 * 1024, Math.ceil(bytes.length / (given.pieces ?? 1)));
    for (let at = 0; at < bytes.length; at += piece) ok(await t.call(uploadChunk, { params: { importId: id }, body: { offset: at, base64: bytes.subarray(at, at + piece).toString("base64") } }, revops));
    const { encoding, delimiter, headerRow, dateOrder, decimal, missing, columns } = ok(await t.call(inspectImport, { params: { importId: id } }, revops));
    const mapped = columns.map(({ name, suggestion }) => {
      const said = given.targets?.[name];
      if (said === undefined) return given.targets ? { column: name, to: null } : suggestion;
      return said === null || typeof said === "string" ? { column: name, to: said } : { column: name, to: said.to, newField: { name: said.name, type: said.type } };
    });
    ok(await t.call(saveImportMapping, { params: { importId: id }, body: { columns: mapped, options: { encoding, delimiter, headerRow, dateOrder, decimal, missing, ...given.options } } }, revops));
    return id;
  }

  async function run(importId: string, dryRun = false): Promise<ImportDetail> {
    ok(await t.call(runImport, { params: { importId }, body: { dryRun } }, revops));
    await workImport(t.app);
    while ((await workIntake(t.app)) > 0);
    return ok(await t.call(getImport, { params: { importId } }, revops));
  }

  return {
    ...t,
    workspace,
    revops,
    executive,
    prepare,
    run,
    bring: async (kind, file, given) => run(await prepare(kind, file, given)),
    refusals: async (importId) => ok(await t.call(listImportRefusals, { params: { importId }, query: { limit: 200 } }, revops)).rows,
    async counts() {
      const tables = ["contact", "company", "opportunity", "opportunity_contact", "opportunity_move", "spend", "campaign", "event", "event_key", "intake", "subject", "assignment", "signal", "touch", "episode", "score", "change", "field", "external_ref", "handoff", "clock", "notification", "mail_outbox", "fact", "journey", "source"];
      const row = await t.db.one<Record<string, number>>(`select ${tables.map((table) => `(select count(*) from "${table}") as "${table}"`).join(", ")}`);
      return row;
    },
  };
}
