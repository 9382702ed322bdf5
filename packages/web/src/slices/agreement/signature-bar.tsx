import type { ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import { CheckIcon, SignatureIcon } from "../../ui/icons.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { Tooltip } from "../../ui/tooltip.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { inForceSince, type AgreementText } from "./find-lines.ts";
import { goneWords, sideNames, type Side } from "./side-words.ts";
import css from "./signature-bar.module.css";


/** "4f9c 21ab … 90be": enough to compare by eye; the whole stands in the title. */
export function shortHash(hash: string): string {
  return `${hash.slice(0, 4)} ${hash.slice(4, 8)} … ${hash.slice(-4)}`;
}

/** Who has signed, exactly what, and since when it is in force. */
export function SignatureBar({ agreement, onSign }: { agreement: AgreementText; onSign: () => void }) {
  const format = useFormat();
  const side = agreement.maySignFor;
  return (
    <footer className={css.bar} aria-label="Signatures">
      <SideSignature agreement={agreement} side="marketing" />
      <SideSignature agreement={agreement} side="sales" />
      <Fact top={<Tooltip text={<span className="mono">{agreement.hash}</span>}><span className="mono">sha256 {shortHash(agreement.hash)}</span></Tooltip>} under="Any change makes a new version" />
      <Fact top={`In force since ${format.date(inForceSince(agreement))}`} under={agreement.founding ? "As the founding exception" : agreement.breakGlass ? "Unsigned, by break-glass" : `Version ${agreement.version}, signed by both`} />
      {side && <div className={css.act}><Button kind="primary" tall icon={SignatureIcon} onClick={onSign}>Sign for {sideNames[side]}…</Button></div>}
    </footer>
  );
}

function SideSignature({ agreement, side }: { agreement: AgreementText; side: Side }) {
  const signature = agreement.signatures.find((one) => one.side === side);
  const may = agreement.signatories.filter((one) => one.side === side).map(({ name }) => name);
  return (
    <div className={css.side} data-side={side} data-signed={signature ? true : undefined}>
      <span className={css.seal} aria-hidden>{signature ? <CheckIcon /> : <SignatureIcon />}</span>
      <div className={css.fact}>
        <p className={css.factTop}>{sideNames[side]} {signature ? "signed" : "to sign"}</p>
        <p className={css.factUnder}>{signature ? <>{signature.name}{signature.gone && ` (${goneWords[signature.gone]})`}, <RelativeTime at={signature.signedAt} /></> : may.length > 0 ? may.join(" or ") : "Nobody may sign for it yet"}</p>
      </div>
    </div>
  );
}

function Fact({ top, under }: { top: ReactNode; under: string }) {
  return (
    <div className={css.fact} data-ruled>
      <p className={css.factTop}>{top}</p>
      <p className={css.factUnder}>{under}</p>
    </div>
  );
}
