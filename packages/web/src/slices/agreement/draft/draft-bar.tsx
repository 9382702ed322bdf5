import { startReplay } from "@tandem/contract/lab/replay";
import { readAgreement } from "@tandem/contract/agreement/versions";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useOperation } from "../../../app/query.ts";
import { useMay } from "../../../app/session.ts";
import { Button } from "../../../ui/button.tsx";
import { CheckIcon, SignatureIcon } from "../../../ui/icons.ts";
import { RelativeTime } from "../../../ui/relative-time.tsx";
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
import { SignDraftDialog } from "./sign-draft-dialog.tsx";
import type { Draft } from "./use-draft.ts";
import { useReckoning } from "./use-reckoning.ts";
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
  const reckoning = useReckoning(draft, dialog === "sign");
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
            {side && <Button kind="primary" tall icon={SignatureIcon} refused={way?.words} onClick={() => { reckoning.start(); setDialog("sign"); }}>Sign for {sideNames[side]}…</Button>}
          </span>
          {side && way && <p className={css.refused}>{way.at === null ? way.words : <button type="button" className={wordsCss.link} onClick={() => onWrong(typeof way.at === "object" ? way.at!.path : null)}>{way.words}</button>}</p>}
        </div>
      )}
      <DateDialog draft={draft} open={dialog === "date"} onClose={close} />
      {side && <SignDraftDialog draft={draft} side={side} changes={changes} doubts={problems.filter((one) => one.severity === "doubt")} reckoning={reckoning} open={dialog === "sign"} onClose={close} />}
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
