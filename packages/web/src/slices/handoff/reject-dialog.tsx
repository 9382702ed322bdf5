import { rejectHandoff } from "@tandem/contract/handoff/acts";
import type { HandoffPage } from "@tandem/contract/handoff/handoff";
import { useState } from "react";
import { call } from "../../app/api.ts";
import { useUnsent } from "../../app/use-unsent.ts";
import { Button } from "../../ui/button.tsx";
import { ClockRing } from "../../ui/clock-ring.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { MessageIcon } from "../../ui/icons.ts";
import { Notice } from "../../ui/notice.tsx";
import { RadioList } from "../../ui/radio-list.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { Textarea } from "../../ui/text-input.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { channelWords } from "./attempt-words.ts";
import { lengthWords } from "./clock-words.ts";
import css from "./lead-dialogs.module.css";
import { holdAct, nextDue, sendNow } from "./pending-acts.ts";
import type { LeadView } from "./use-lead.ts";

type To = "nurture" | "unqualified";
const verbs: Record<To, string> = { nurture: "Reject to nurture", unqualified: "Reject as unqualified" };

/** A reason the agreement knows, words of one's own, and what follows from it, before it is sent. */
export function RejectDialog({ view: { page, close }, to: given, onSettled }: { view: LeadView; to: To | null; onSettled?: (() => void) | undefined }) {
  const [to, setTo] = useState<To>(given ?? "nurture");
  const [reason, setReason] = useState<string | null>(null);
  const [words, setWords] = useUnsent(`rejection of ${page.id}`, "");
  const chosen = page.reasons.find((one) => one.code === reason && one.to === to);
  const missing = !chosen ? "Choose a reason" : words.trim() === "" ? "Say it in your words" : undefined;
  const submit = async () => {
    if (missing !== undefined || !chosen) return;
    close();
    await sendNow(page.id);
    const body = { to, reason: chosen.code, words: words.trim() };
    const params = { handoffId: page.id };
    holdAct(
      { handoffId: page.id, state: to === "nurture" ? "rejected-nurture" : "rejected-unqualified", reason: chosen.name, at: new Date().toISOString(), dueAt: nextDue(page.clocks), send: () => call(rejectHandoff, { params, body }).then((done) => { setWords(""); return done; }), leaving: { path: `/handoffs/${page.id}/reject`, body } },
      `Rejected: ${page.contact.name}, ${chosen.name.toLowerCase()}.`,
    );
    onSettled?.();
  };
  const who = [page.contact.name, page.company?.name].filter(Boolean).join(", ");
  return (
    <Dialog
      open onClose={close} title={verbs[to]} width={460}
      lead={to === "nurture" ? `${who}. Comes back only by new engagement after ${page.coolOffDays} days.` : `${who}. Is not handed over again, whatever they do.`}
      actions={<><Button kind="quiet" onClick={close}>Cancel</Button><Button kind="primary" hint="mod+enter" refused={missing} onClick={() => void submit()}>{verbs[to]}</Button></>}
    >
      <div className={css.form}>
        {given === null && <SegmentedTabs<To> label="Where it goes" full value={to} onChange={(next) => { setTo(next); setReason(null); }} tabs={[{ value: "nurture", label: "To nurture" }, { value: "unqualified", label: "As unqualified" }]} />}
        <RadioList label="Reason" bare value={reason} onChange={setReason} choices={page.reasons.filter((one) => one.to === to).map((one) => ({ value: one.code, label: one.name, refused: one.refused ?? undefined }))} />
        <Textarea label="In your words" value={words} onChange={setWords} rows={3} placeholder="What you heard, what would change it" />
        {chosen && <p className={css.consequence}><MessageIcon />Marketing sees this{page.strongestRule ? ` at the rule “${page.strongestRule}”` : ""}{chosen.thisMonth > 0 ? `, with ${chosen.thisMonth} more like it this month` : ", the first of its kind this month"}.</p>}
        <Proof page={page} to={to} />
      </div>
    </Dialog>
  );
}

/** How the promise of the first attempt stands while one gives the lead back. */
function Proof({ page, to }: { page: HandoffPage; to: To }) {
  const format = useFormat();
  const clock = page.clocks.find((one) => one.kind === "first-attempt");
  if (!clock || clock.state === "excused" || clock.state === "void") return null;
  if (clock.state === "met") {
    const first = page.attemptRows.filter((row) => row.counts).at(-1);
    const how = first ? `${channelWords[first.channel].toLowerCase()} ${format.moment(first.at)}, ` : "";
    return <Notice tone={clock.late ? "neutral" : "good"} sign={<ClockRing state={clock.late ? "breached" : "met"} />} title={`First attempt ${clock.late ? "met late" : "met"}: ${how}${lengthWords(clock, clock.usedMs)}`} />;
  }
  if (to === "unqualified") return <Notice sign={<ClockRing state={clock.state} share={clock.usedMs / clock.allowedMs} />} title="No attempt is recorded" text="A lead that is nobody to call needs none." />;
  return <Notice tone="warn" sign={<ClockRing state={clock.state} share={clock.usedMs / clock.allowedMs} />} title="No attempt is recorded" text="Rejecting does not stop the clock of the first attempt; a recorded attempt does." />;
}
