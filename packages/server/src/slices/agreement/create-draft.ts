import { createDraft as operation, noSuchDraft, noSuchVersion } from "@tandem/contract/agreement/drafts";
import type { Agreement } from "@tandem/domain/agreement/agreement";
import { agreement as shape } from "@tandem/domain/agreement/agreement";
import type { App } from "../../platform/app.ts";
import type { Transaction } from "../../platform/transaction.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import type { Actor } from "../../spine/actor.ts";
import { actorOf } from "../../spine/actor.ts";
import { agreementHash } from "../../spine/agreement-hash.ts";
import { recordAudit } from "../../spine/audit.ts";
import { followedVersion, readWhole, versionDocument } from "./draft-store.ts";
import { readDocument } from "./knowledge.ts";

const badDocument = operation.refusals.find(({ code }) => code === "bad-document")!;

/** What a draft is begun with. */
export interface NewDraft {
  readonly title: string;
  /** Of good shape; what is wrong with it otherwise is said on the draft. */
  readonly document: Agreement;
  /** The version it is to be compared with; the one in force where it is left out. */
  readonly baseVersion?: number;
}

/** Begins a draft; whoever proposes one (a person, a text from git, a calibration) does so through here. Never signs. */
export async function createDraft(app: App, tx: Transaction, by: { readonly userId: string; readonly actor: Actor }, draft: NewDraft): Promise<{ readonly id: string; readonly hash: string }> {
  const at = app.clock.now();
  const id = app.ids.next();
  const hash = agreementHash(draft.document);
  const { number } = await tx.one<{ number: number }>(
    `insert into agreement_draft (id, title, base_version, document, hash, proposed_by, changed_by, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $6, $7, $7) returning number`,
    [id, draft.title, draft.baseVersion ?? (await followedVersion(tx, at)).version, JSON.stringify(draft.document), hash, by.userId, at],
  );
  await recordAudit(tx, [{ at, actor: by.actor, act: "agreement.draft-begun", entityKind: "agreement-draft", entityId: id, summary: { number, hash } }]);
  app.live.publish(tx, ["everyone"], { kind: "agreement.changed", data: { draft: id } });
  return { id, hash };
}

export const createDraftRoute = handle(operation, async ({ app, principal }, { body: { title, from } }) =>
  app.db.transaction(async (tx) => {
    const origin = await originOf(tx, app.clock.now(), from);
    const { id } = await createDraft(app, tx, { userId: principal.userId, actor: actorOf(principal) }, { title, ...origin });
    return readWhole(app, tx, principal, id);
  }),
);

/** The text to begin with. Another version is begun from on top of the one in force: going back is a change like any other. */
async function originOf(tx: Transaction, at: Date, from: "newest" | { version: number } | { draft: string } | { document: Record<string, unknown> }): Promise<Omit<NewDraft, "title">> {
  if (from === "newest") {
    const { version } = await followedVersion(tx, at);
    return { document: (await versionDocument(tx, version))!, baseVersion: version };
  }
  if ("version" in from) {
    const document = await versionDocument(tx, from.version);
    if (!document) throw new Refusal(noSuchVersion);
    return { document };
  }
  if ("draft" in from) {
    const row = await tx.find<{ document: unknown; base_version: number; became_version: number | null }>("select document, base_version, became_version from agreement_draft where id = $1", [from.draft]);
    if (!row) throw new Refusal(noSuchDraft);
    return { document: shape.parse(row.document), baseVersion: row.became_version ?? row.base_version };
  }
  const read = readDocument(from.document);
  if ("problems" in read) throw new Refusal(badDocument, read.problems[0]?.words, { problems: read.problems });
  return { document: read.ok };
}
