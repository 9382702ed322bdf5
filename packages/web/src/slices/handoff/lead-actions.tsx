import type { ActName } from "@tandem/contract/handoff/handoff";
import { Button } from "../../ui/button.tsx";
import { CallIcon, CheckIcon, CloseIcon, FlagIcon, MailIcon, NoteIcon, QualifiedIcon, QueueIcon } from "../../ui/icons.ts";
import { useKeys, type KeyBinding } from "../../ui/use-keys.ts";
import { toast } from "../../ui/toast.tsx";
import css from "./lead.module.css";
import { answersOwed, beginAnswers, beginQualifying } from "./begin-qualifying.ts";
import { leadsCount } from "./several-words.ts";
import type { LeadView } from "./use-lead.ts";

/** What may be done, the main thing first; what is refused stays and says why. */
export function LeadActions({ view, selected }: { view: LeadView; /** While leads are selected in the list only the bar beneath it acts. */ selected: number }) {
  const { page, open, accept, claim, claiming } = view;
  const { acts } = page;
  const refused = (name: ActName) => acts[name].refused ?? undefined;
  const write = () => {
    window.location.href = `mailto:${page.contact.email ?? ""}`;
    open({ kind: "attempt", channel: "email" });
  };
  const key = (name: ActName, label: string, run: () => void): KeyBinding | false => acts[name].shown && { label, run: () => (acts[name].refused === null ? run() : toast.say(acts[name].refused)) };
  const attempts = acts.attempt.shown;
  useKeys("Lead", selected > 0 ? {} : {
    a: acts.claim.shown ? key("claim", "Claim", claim) : key("accept", "Accept", accept),
    l: key("attempt", "Log attempt", () => open({ kind: "attempt" })),
    e: page.contact.email !== null && key("attempt", "Write", write),
    n: attempts && { label: "Note", run: () => open({ kind: "note" }) },
    s: key("reassign", "Reassign", () => open({ kind: "reassign" })),
    r: key("rejectToNurture", "Reject", () => open({ kind: "reject", to: null })),
    q: answersOwed(page) ? { label: "Answer, then qualify", run: () => beginQualifying(view) } : key("qualify", "Qualify", () => beginQualifying(view)),
    b: acts.answer.shown && { label: "Answer the questions", run: () => beginAnswers(view) },
  });
  const none = !Object.values(acts).some((act) => act.shown);
  if (none) return null;
  if (selected > 0) return <footer className={css.bar}><p className="second ink2">{leadsCount(selected)} selected: the bar beneath the list acts on {selected === 1 ? "it" : "them"}, not on the lead open here.</p></footer>;
  const answersDispute = page.dispute !== null && page.dispute.answer === null && acts.excuse.shown;
  return (
    <footer className={css.bar}>
      {acts.claim.shown && <Button kind="primary" tall icon={QueueIcon} hint="a" busy={claiming} refused={refused("claim")} onClick={claim}>Claim</Button>}
      {acts.accept.shown && !acts.claim.shown && <Button kind="primary" tall icon={CheckIcon} hint="a" refused={refused("accept")} onClick={accept}>Accept</Button>}
      {!acts.accept.shown && acts.qualify.shown && <Button kind="primary" tall icon={QualifiedIcon} hint="q" refused={answersOwed(page) ? undefined : refused("qualify")} title={refused("qualify")} onClick={() => beginQualifying(view)}>Qualify…</Button>}
      {attempts && <Button tall icon={CallIcon} hint="l" refused={refused("attempt")} onClick={() => open({ kind: "attempt" })}>Log attempt</Button>}
      {attempts && <Button tall icon={MailIcon} hint="e" refused={page.contact.email === null ? "No e-mail address is known" : refused("attempt")} onClick={write}>Write</Button>}
      {attempts && <Button className={css.note} tall kind="quiet" icon={NoteIcon} hint="n" onClick={() => open({ kind: "note" })}>Note</Button>}
      {acts.dispute.shown && <Button kind="primary" tall icon={FlagIcon} refused={refused("dispute")} onClick={() => open({ kind: "dispute" })}>Dispute the rejection…</Button>}
      {answersDispute && <Button kind="primary" tall icon={FlagIcon} onClick={() => open({ kind: "answer-dispute" })}>Answer the dispute…</Button>}
      <span className={css.push} />
      {acts.reassign.shown && <Button tall kind="quiet" hint="s" onClick={() => open({ kind: "reassign" })}>Reassign</Button>}
      {acts.rejectToNurture.shown && <Button tall icon={CloseIcon} hint="r" refused={refused("rejectToNurture")} onClick={() => open({ kind: "reject", to: null })}>Reject…</Button>}
    </footer>
  );
}
