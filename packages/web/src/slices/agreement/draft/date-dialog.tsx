import { changeDraft, farthestDays } from "@tandem/contract/agreement/drafts";
import { startOfDay } from "@tandem/domain/kit/zone";
import { epochDayFromIso } from "@tandem/domain/kit/epoch-day";
import { useState } from "react";
import { call } from "../../../app/api.ts";
import { invalidate } from "../../../app/query.ts";
import { ConfirmDialog } from "../../../ui/dialog.tsx";
import { RadioList } from "../../../ui/radio-list.tsx";
import { DateInput } from "../../../ui/text-input.tsx";
import { useFormat } from "../../../ui/use-format.ts";
import type { Draft } from "./use-draft.ts";

/** When a signed draft takes effect: as soon as both have signed, or with the beginning of a company day. */
export function DateDialog({ draft, open, onClose }: { draft: Draft; open: boolean; onClose: () => void }) {
  const zone = draft.document.timeZone;
  const dayOf = (instant: string | number) => new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(new Date(instant));
  const [kind, setKind] = useState<"at-once" | "day" | null>(null);
  const [day, setDay] = useState<string | null>(null);
  const shownKind = kind ?? (draft.effectiveFrom === null ? "at-once" : "day");
  const tomorrow = dayOf(Date.now() + 86_400_000);
  const farthest = dayOf(Date.now() + farthestDays * 86_400_000);
  const shownDay = day ?? (draft.effectiveFrom === null ? tomorrow : dayOf(draft.effectiveFrom));
  const format = useFormat();
  const reset = () => { setKind(null); setDay(null); onClose(); };
  return (
    <ConfirmDialog
      open={open} onClose={reset} title="When it takes effect" confirm="Set"
      lead={draft.signatures.length > 0 ? "The date is part of what is signed: another date drops the signatures there are." : "The date is part of what both sign."}
      onConfirm={async () => {
        const epochDay = epochDayFromIso(shownDay);
        const effectiveFrom = shownKind === "at-once" || epochDay === null ? null : new Date(startOfDay(zone, epochDay)).toISOString();
        await call(changeDraft, { params: { id: draft.id }, body: { version: draft.version, effectiveFrom } });
        await invalidate(["agreement"]);
      }}
    >
      <RadioList label="Takes effect" bare value={shownKind} onChange={setKind} choices={[{ value: "at-once", label: "As soon as both have signed" }, { value: "day", label: "On a later day", detail: `With the beginning of that day in ${zone.replaceAll("_", " ")}.` }]} />
      {shownKind === "day" && <DateInput label="Day" value={shownDay} min={tomorrow} max={farthest} onChange={setDay} hint={`Until ${format.date(`${farthest}T12:00:00Z`)} at the latest: at most ${farthestDays} days ahead.`} error={shownDay > farthest ? `That is more than ${farthestDays} days ahead.` : shownDay < tomorrow ? "That day has begun; choose a later one." : undefined} />}
    </ConfirmDialog>
  );
}
