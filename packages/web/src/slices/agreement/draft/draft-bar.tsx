import { startReplay } from "@tandem/contract/lab/replay";
import { signDraft } from "@tandem/contract/agreement/signing";
import { readAgreement } from "@tandem/contract/agreement/versions";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { call } from "../../../app/api.ts";
import { invalidate, useOperation } from "../../../app/query.ts";
import { useMay } from "../../../app/session.ts";
import { Button } from "../../../ui/button.tsx";
import { ConfirmDialog } from "../../../ui/dialog.tsx";
import { CheckIcon, SignatureIcon } from "../../../ui/icons.ts";
import { RelativeTime } from "../../../ui/relative-time.tsx";
import { toast } from "../../../ui/toast.tsx";
import { Tooltip } from "../../../ui/tooltip.tsx";
import { usePhone } from "../../../ui/use-phone.ts";
import { useFormat } from "../../../ui/use-format.ts";
import { LabIcon } from "../own-icons.ts";
import { shortHash } from "../signature-bar.tsx";
import { goneWords, sideNames, type Side } from "../side-words.ts";
import type { ListedChange } from "./change-list.tsx";
import { DateDialog } from "./date-dialog.tsx";
import type { PlacedProblem } from "./draft-context.ts";
import { inTheWay } from "./in-the-way.ts";
import { useOvertaken } from "./overtaken.ts";
import type { Draft } from "./use-draft.ts";
import { useReckoning } from "./use-reckoning.ts";
import { WhatChanges } from "./what-changes.tsx";
import { WhoCrosses } from "./who-crosses.tsx";
import agreementCss from "../agreement.module.css";
import bar from "../signature-bar.module.css";
import draftCss from "./draft.module.css";
import css from "./signing.module.css";
import wordsCss from "./words.module.css";

interface DraftBarProps {
  draft: Draft;
  /** The server has exactly what is shown. */
  saved: boolean;
  problems: readonly PlacedProblem[];
  changes: readonly ListedChange[];
  onCrossings: () => void;
  /** To what is in the way of signing: a place, or the list of problems. */
  onWrong: (path: string | null) => void;
}

/** Who has signed exactly this text, when it takes effect, who would cross, and the signature itself. */
export function DraftBar({ draft, saved, problems, changes, onCrossings, onWrong }: DraftBarProps) {
  const format = useFormat();
  const phone = usePhone();
  const may = useMay();
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<"sign" | "date" | null>(null);
  const open = draft.state === "open";
  const side = draft.maySignFor;
  const way = inTheWay({ draft, saved, problems, changes: changes.length, follows: draft.newestVersion });
  const close = () => setDialog(null);
  return (
    <footer className={`${bar.bar} ${draftCss.bar}`} aria-label="Signatures">
      <DraftSignature draft={draft} side="marketing" />
      <DraftSignature draft={draft} side="sales" />
      <div className={bar.fact} data-ruled>
        <p className={bar.factTop}><Tooltip text={<span className="mono">{draft.hash}</span>}><span className="mono">sha256 {shortHash(draft.hash)}</span></Tooltip></p>
        <p className={bar.factUnder}>{draft.becameVersion !== null ? "Exactly this text came into force" : open ? "Any change voids signatures" : "As it was withdrawn"}</p>
      </div>
      <div className={bar.fact} data-ruled>
        <p className={bar.factTop}>{draft.becameVersion !== null ? "It does not change any more" : draft.state === "withdrawn" ? "It was never in force" : draft.effectiveFrom === null ? "In force once both signed" : `In force from ${format.date(draft.effectiveFrom)}`}</p>
        {open ? <p className={bar.factUnder}><button type="button" className={wordsCss.link} onClick={() => setDialog("date")}>Set a date</button></p> : <p className={bar.factUnder}>{draft.state === "in-force" ? `As version ${draft.becameVersion}` : "Withdrawn"}</p>}
      </div>
      {open && (
        <div className={bar.act}>
          <span className={wordsCss.inlineActs}>
            {!phone && may(startReplay) && <Button tall icon={LabIcon} onClick={() => void navigate({ to: "/lab", search: { draft: String(draft.number) } as never })}>Lab</Button>}
            {!phone && <Button tall onClick={onCrossings}>Who crosses…</Button>}
            {side && <Button kind="primary" tall icon={SignatureIcon} refused={way?.words} onClick={() => setDialog("sign")}>Sign for {sideNames[side]}…</Button>}
          </span>
          {side && way && <p className={css.refused}>{way.at === null ? way.words : <button type="button" className={wordsCss.link} onClick={() => onWrong(typeof way.at === "object" ? way.at!.path : null)}>{way.words}</button>}</p>}
        </div>
      )}
      <DateDialog draft={draft} open={dialog === "date"} onClose={close} />
      {side && <SignDraftDialog draft={draft} side={side} changes={changes} doubts={problems.filter((one) => one.severity === "doubt").length} open={dialog === "sign"} onClose={close} />}
    </footer>
  );
}

function DraftSignature({ draft, side }: { draft: Draft; side: Side }) {
  const { data: agreement } = useOperation(readAgreement);
  const signature = draft.signatures.find((one) => one.side === side);
  // Until the draft is a version, only who signs now makes it one.
  const again = draft.state === "open" && signature ? signature.gone : null;
  const may = agreement?.signatories.filter((one) => one.side === side).map(({ name }) => name) ?? [];
  return (
    <div className={bar.side} data-side={side} data-signed={signature && !again ? true : undefined}>
      <span className={bar.seal} aria-hidden>{signature && !again ? <CheckIcon /> : <SignatureIcon />}</span>
      <div className={bar.fact}>
        <p className={bar.factTop}>{sideNames[side]} {again ? "to sign anew" : signature ? "signed" : draft.state === "open" ? "to sign" : "did not sign"}</p>
        <p className={bar.factUnder}>{draft.state !== "open" && !signature ? (draft.becameVersion !== null ? "Put in force unsigned" : "Withdrawn before") : signature && again ? `${signature.name} signed, but ${goneWords[again]}` : signature ? <>{signature.name}{signature.gone && ` (${goneWords[signature.gone]})`}, <RelativeTime at={signature.signedAt} /></> : may.length > 0 ? may.join(" or ") : "Nobody may sign for it yet"}</p>
      </div>
    </div>
  );
}

/** Signing is for exactly one text: it shows the hash, what changes, and what follows. */
function SignDraftDialog({ draft, side, changes, doubts, open, onClose }: { draft: Draft; side: Side; changes: readonly ListedChange[]; doubts: number; open: boolean; onClose: () => void }) {
  const format = useFormat();
  const other = side === "marketing" ? "sales" : "marketing";
  const last = draft.signatures.some((one) => one.side === other && one.gone === null);
  const reckoning = useReckoning(draft, open);
  const overtakes = useOvertaken(draft.hash, draft.effectiveFrom);
  const when = draft.effectiveFrom === null ? "at once" : `on ${format.date(draft.effectiveFrom)}`;
  return (
    <ConfirmDialog
      open={open} onClose={onClose} width={560} title={`Sign draft ${draft.number} for ${sideNames[side]}?`} confirm={`Sign for ${sideNames[side]}`}
      lead={last ? `${sideNames[other]} has signed. With your signature this text becomes the next version and takes effect ${when}.` : `Your signature alone changes nothing: when ${sideNames[other]} has signed the same text too, it becomes the next version and takes effect ${when}.`}
      onConfirm={async () => {
        try {
          const after = await call(signDraft, { params: { id: draft.id }, body: { hash: draft.hash } });
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
      <WhoCrosses reckoning={reckoning} />
      {draft.openComments > 0 && <p className={css.owedHere}>{draft.openComments === 1 ? "1 comment on it is" : `${format.number(draft.openComments)} comments on it are`} not resolved yet.</p>}
      <WhatChanges changes={changes} version={draft.inForceVersion} label="What you sign changes" />
      <p className="second ink2">{doubts > 0 && `${doubts} ${doubts === 1 ? "doubt is" : "doubts are"} noted on the draft. `}Your name, the time and the address you sign from are kept with it. A signature can’t be taken back{last ? "." : `; it falls away when the text changes before ${sideNames[other]} has signed.`}</p>
    </ConfirmDialog>
  );
}
