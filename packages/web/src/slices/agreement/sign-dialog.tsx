import { signVersion } from "@tandem/contract/agreement/versions";
import { call } from "../../app/api.ts";
import { invalidate } from "../../app/query.ts";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { toast } from "../../ui/toast.tsx";
import type { AgreementText } from "./find-lines.ts";
import { sideNames, type Side } from "./side-words.ts";
import css from "./agreement.module.css";

const other: Record<Side, Side> = { marketing: "sales", sales: "marketing" };

/** What follows from this signature, given who has signed before. */
export function consequence(agreement: Pick<AgreementText, "version" | "signatures" | "founding">, side: Side): string {
  const whole = agreement.signatures.some((one) => one.side === other[side]);
  if (!whole) return `${sideNames[other[side]]} has not signed yet. Until both have, version ${agreement.version} ${agreement.founding ? "keeps running as the founding exception" : "stays as it is"}.`;
  return agreement.founding ? `${sideNames[other[side]]} has signed already. With your signature both teams are bound, and the founding exception ends.` : `${sideNames[other[side]]} has signed already. With your signature both teams are bound.`;
}

/** Asks once more before a signature, which can't be taken back. */
export function SignDialog({ agreement, open, onClose }: { agreement: AgreementText; open: boolean; onClose: () => void }) {
  const side = agreement.maySignFor;
  if (!side) return null;
  return (
    <ConfirmDialog
      open={open} onClose={onClose} width={480} title={`Sign version ${agreement.version} for ${sideNames[side]}?`} confirm={`Sign for ${sideNames[side]}`}
      lead={consequence(agreement, side)}
      onConfirm={async () => {
        try {
          await call(signVersion, { params: { version: agreement.version }, body: { hash: agreement.hash } });
          toast.say(`You have signed version ${agreement.version} for ${sideNames[side]}`);
        } finally {
          await invalidate(["agreement"]);
        }
      }}
    >
      {/* The focus begins at what is signed: Enter in a hurry signs nothing. */}
      <div className={css.signed} tabIndex={0} data-autofocus role="group" aria-label="What you sign">
        <p className="label">You sign exactly the text with this hash</p>
        <p className={css.hash}>{agreement.hash}</p>
      </div>
      <p className="second">Nobody crosses by it: this text is in force already, and who qualifies stays the same.</p>
      <p className="second ink2">Your name and the time are kept with it. A signature can’t be taken back; a later version replaces it.</p>
    </ConfirmDialog>
  );
}
