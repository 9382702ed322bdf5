import type { listDrafts } from "@tandem/contract/agreement/drafts";
import type { OutputOf } from "@tandem/contract/operation";
import { sideNames } from "./side-words.ts";

type Proposal = Pick<OutputOf<typeof listDrafts>["drafts"][number], "baseVersion" | "newestVersion" | "proposedBy"> & { readonly signatures: readonly { readonly name: string; readonly side: "marketing" | "sales" }[] };

/** Whether one signature is all that is missing: what another version overtook is brought up to date first. */
export function waitsForOne(draft: Proposal): boolean {
  return draft.signatures.length === 1 && draft.baseVersion === draft.newestVersion;
}

/** How a proposal stands, where it is announced: "signed by Ada, waits for Sales". */
export function standingOf(draft: Proposal): string {
  const [signed] = draft.signatures;
  if (signed && waitsForOne(draft)) return `signed by ${signed.name}, waits for ${sideNames[signed.side === "marketing" ? "sales" : "marketing"]}`;
  return `by ${draft.proposedBy.name}${draft.baseVersion === draft.newestVersion ? "" : `, written before version ${draft.newestVersion}: to be brought up to date`}`;
}
