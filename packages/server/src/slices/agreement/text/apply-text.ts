import { applyText } from "@tandem/contract/agreement/text";
import { handle } from "../../../platform/http/route.ts";
import { Refusal } from "../../../platform/refusal.ts";
import { actorOf } from "../../../spine/actor.ts";
import { createDraft } from "../create-draft.ts";
import { followedVersion } from "../draft-store.ts";
import { planOf } from "./plan-text.ts";

const [hasProblems, nothingToChange] = applyText.refusals;

/** A draft of a text, or nothing at all: a text with a problem makes none, and no text is ever signed by this. */
export const applyTextRoute = handle(applyText, async ({ app, principal }, { body }) =>
  app.db.transaction(async (tx) => {
    const { read, hash, changes } = await planOf(app, tx, body.text);
    const first = read.problems.find(({ severity }) => severity === "problem");
    if (read.ok === null || first) throw new Refusal(hasProblems!, first && `${first.line === null ? "" : `Line ${first.line}, column ${first.column}: `}${first.words}`, { problems: read.problems });
    const inForce = await followedVersion(tx, app.clock.now());
    if (inForce.hash === hash) throw new Refusal(nothingToChange!);
    const draft = await createDraft(app, tx, { userId: principal.userId, actor: actorOf(principal) }, { title: body.title ?? titleOf(changes.map(({ words }) => words)), document: read.ok });
    const path = `/agreement/drafts/${draft.id}`;
    return { draftId: draft.id, hash: draft.hash, path, url: `${app.config.baseUrl}${path}`, problems: [...read.problems], changes: [...changes] };
  }),
);

/** The first change says what it is about: "Viewed pricing: +5 → +12, and 3 more". */
function titleOf(changes: readonly string[]): string {
  const [first = "From a text", ...rest] = changes;
  const more = rest.length === 0 ? "" : `, and ${rest.length} more`;
  const room = 200 - more.length;
  // A character of two units is not cut in two.
  return `${first.length > room ? `${first.slice(0, room - 1).replace(/[\ud800-\udbff]$/, "").trimEnd()}…` : first}${more}`;
}
