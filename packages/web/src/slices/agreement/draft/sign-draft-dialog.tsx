import { signDraft } from "@tandem/contract/agreement/signing";
import { placeWords } from "@tandem/domain/agreement/place-words";
import { useState } from "react";
import { call } from "../../../app/api.ts";
import { invalidate } from "../../../app/query.ts";
import { Checkbox } from "../../../ui/checkbox.tsx";
import { ConfirmDialog } from "../../../ui/dialog.tsx";
import { toast } from "../../../ui/toast.tsx";
import { useFormat } from "../../../ui/use-format.ts";
import { sideNames, type Side } from "../side-words.ts";
import type { ListedChange } from "./change-list.tsx";
import type { PlacedProblem } from "./draft-context.ts";
import { findingsWords } from "./findings.ts";
import { useOvertaken } from "./overtaken.ts";
import type { Draft } from "./use-draft.ts";
import type { Reckoning } from "./use-reckoning.ts";
import { WhatChanges } from "./what-changes.tsx";
import { WhoCrosses } from "./who-crosses.tsx";
import agreementCss from "../agreement.module.css";
import css from "./signing.module.css";
import wordsCss from "./words.module.css";

interface SignDraftProps {
  draft: Draft;
  side: Side;
  changes: readonly ListedChange[];
  doubts: readonly PlacedProblem[];
  reckoning: Reckoning;
  open: boolean;
  onClose: () => void;
}

/** Signing is for exactly one text: it shows the hash, what changes, and what follows. The last signature puts it in force, so it waits until it is known who crosses, or until the person says that it need not be. */
export function SignDraftDialog({ draft, side, changes, doubts, reckoning, open, onClose }: SignDraftProps) {
  const format = useFormat();
  const other = side === "marketing" ? "sales" : "marketing";
  const last = draft.signatures.some((one) => one.side === other && one.gone === null);
  // Said of one text: of another it would have to be said again.
  const [unreckonedOf, setUnreckonedOf] = useState<string | null>(null);
  const unreckoned = unreckonedOf === draft.hash;
  const close = () => { setUnreckonedOf(null); onClose(); };
  const overtakes = useOvertaken(draft.hash, draft.effectiveFrom);
  const when = draft.effectiveFrom === null ? "at once" : `on ${format.date(draft.effectiveFrom)}`;
  return (
    <ConfirmDialog
      open={open} onClose={close} width={560} title={`Sign draft ${draft.number} for ${sideNames[side]}?`} confirm={`Sign for ${sideNames[side]}`}
      lead={last ? `${sideNames[other]} has signed. With your signature this text becomes the next version and takes effect ${when}.` : `Your signature alone changes nothing: when ${sideNames[other]} has signed the same text too, it becomes the next version and takes effect ${when}.`}
      refused={last && !reckoning.known && !unreckoned ? "It is not known yet who crosses" : undefined}
      onConfirm={async () => {
        try {
          const after = await call(signDraft, { params: { id: draft.id }, body: { hash: draft.hash, last } });
          toast.say(after.state === "in-force" ? `Signed: the draft became version ${after.becameVersion}` : `You have signed draft ${draft.number} for ${sideNames[side]}`);
        } finally {
          await invalidate(["agreement"]);
        }
      }}
    >
      <div className={agreementCss.signed}>
        <p className="label">You sign exactly the text with this hash</p>
        <p className={agreementCss.hash}>{draft.hash}</p>
      </div>
      {overtakes && <p className={css.owedHere}>{overtakes.words}</p>}
      <WhoCrosses reckoning={reckoning}>{last && <Checkbox label="Sign without knowing who crosses" checked={unreckoned} onChange={(on) => setUnreckonedOf(on ? draft.hash : null)} />}</WhoCrosses>
      {draft.openComments > 0 && <p className={css.owedHere}>{draft.openComments === 1 ? "1 comment on it is" : `${format.number(draft.openComments)} comments on it are`} not resolved yet.</p>}
      <WhatChanges changes={changes} version={draft.inForceVersion} label="What you sign changes" />
      {doubts.length > 0 && (
        <section className={css.doubts} aria-label="Doubts">
          <p className={wordsCss.partTitle}>{findingsWords(doubts)}</p>
          <ul>{doubts.map(({ path, words }) => <li key={`${path} ${words}`}>{words} <span className="ink3">{placeWords(draft.document, path)}</span></li>)}</ul>
        </section>
      )}
      <p className="second ink2">Your name, the time and the address you sign from are kept with it. A signature can’t be taken back{last ? "." : `; it falls away when the text changes before ${sideNames[other]} has signed.`}</p>
    </ConfirmDialog>
  );
}
