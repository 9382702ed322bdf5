import { createDraft, readDraft, saveDraft } from "@tandem/contract/agreement/drafts";
import { signDraft } from "@tandem/contract/agreement/signing";
import type { OutputOf } from "@tandem/contract/operation";
import { runDueTimers } from "../../platform/timers.ts";
import { workIntake } from "../../spine/engine.ts";
import { readEvent } from "@tandem/domain/capture/event";
import { accessApp, addPerson, setUp, type AccessApp, type Answer, type Workspace } from "../access/access.fixture.ts";
import { access } from "../access/slice.ts";
import { captureOf } from "../capture/capture-of.ts";
import { payloadOf } from "../capture/read-request.ts";
import { agreement } from "./slice.ts";

export type Draft = OutputOf<typeof readDraft>;
export interface Person {
  readonly id: string;
  readonly cookie: string;
}

/** A workspace with a signatory of each side, and drafts made, saved and signed through the API. */
export interface AgreementApp extends AccessApp {
  readonly workspace: Workspace;
  readonly priya: Person;
  readonly tomas: Person;
  maySign(id: string, side: "marketing" | "sales" | null): Promise<unknown>;
  begin(person: Person, from?: "newest" | { version: number } | { draft: string }): Promise<Draft>;
  save(person: Person, draft: Pick<Draft, "id" | "version">, document: Draft["document"]): Promise<Answer<typeof saveDraft>>;
  sign(person: Person, draft: Pick<Draft, "id" | "hash">): Promise<Answer<typeof signDraft>>;
  read(draft: { id: string }, person?: Person): Promise<Draft>;
  /** Accepts raw events as the tracking API would, and works them. */
  send(...events: Record<string, unknown>[]): Promise<void>;
  timers(): Promise<number>;
}

export async function agreementApp(): Promise<AgreementApp> {
  const t = await accessApp({ slices: [access, agreement] });
  const workspace = await setUp(t);
  const priya = await addPerson(t, workspace, "marketing", "Priya Raman", [workspace.teams.marketing]);
  const tomas = await addPerson(t, workspace, "sales-manager", "Tomas Ferreira", [workspace.teams.sales]);
  const maySign = (id: string, side: "marketing" | "sales" | null) => t.db.query("update app_user set signs_for = $2 where id = $1", [id, side]);
  await maySign(priya.id, "marketing");
  await maySign(tomas.id, "sales");
  const { id: sourceId } = await t.db.one<{ id: number }>("select id from source order by id limit 1");
  let count = 0;
  return {
    ...t,
    workspace,
    priya,
    tomas,
    maySign,
    begin: async (person, from = "newest") => must(await t.call(createDraft, { body: { title: "Raise the bar", from } }, person)),
    save: (person, draft, document) => t.call(saveDraft, { params: { id: draft.id }, body: { version: draft.version, document } }, person),
    sign: (person, draft) => t.call(signDraft, { params: { id: draft.id }, body: { hash: draft.hash } }, person),
    read: async (draft, person = priya) => must(await t.call(readDraft, { params: { id: draft.id } }, person)),
    async send(...events) {
      const receivedAt = t.app.clock.now();
      await captureOf(t.app).acceptor.accept(
        events.map((raw) => {
          const reading = readEvent(raw, { receivedAt: receivedAt.getTime(), messageId: `m${(count += 1)}` });
          if ("refused" in reading) throw new Error(reading.refused.words);
          return { sourceId, receivedAt, event: reading.ok, payload: payloadOf(reading.ok) };
        }),
      );
      while ((await workIntake(t.app)) > 0);
    },
    timers: () => runDueTimers(t.app, agreement.timers ?? []),
  };
}

export function must<T>(answer: { readonly status: number; readonly body: T; readonly problem: unknown }): T {
  if (answer.status !== 200) throw new Error(`Refused: ${JSON.stringify(answer.problem)}`);
  return answer.body;
}
