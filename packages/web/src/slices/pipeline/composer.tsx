import { activityOutcomes, logActivity, type ActivityKind, type ActivityOutcome } from "@tandem/contract/pipeline/activities";
import type { OpportunityPage } from "@tandem/contract/pipeline/opportunities";
import { useRef, useState } from "react";
import { useAct } from "../../app/query.ts";
import { useSession } from "../../app/session.ts";
import { useUnsent } from "../../app/use-unsent.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { Select } from "../../ui/select.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import { useKeys } from "../../ui/use-keys.ts";
import { kindNames, outcomeNames } from "./words.ts";
import css from "./composer.module.css";

const kinds = ["note", "call", "email", "meeting", "message"] as const satisfies readonly ActivityKind[];
const usual: Record<ActivityKind, ActivityOutcome | null> = { note: null, call: "conversation", email: "sent", meeting: "held", message: "sent" };
const asked: Record<ActivityKind, string> = {
  note: "Write a note about this deal", call: "What was said", email: "What the mail was about", meeting: "What was agreed", message: "What the message was about",
};

const nothing = { body: "", secret: false };

/** Writes down a note, call, mail, meeting or message about the deal. N writes, L logs a call, ⌘↵ saves. */
export function Composer({ page }: { page: OpportunityPage }) {
  const { user } = useSession();
  const text = useRef<HTMLTextAreaElement>(null);
  const [kind, setKind] = useState<ActivityKind>("note");
  const [outcome, setOutcome] = useState<ActivityOutcome | null>(null);
  const [contactId, setContact] = useState(page.group.find((member) => member.main)?.contact.id ?? page.group[0]?.contact.id ?? "");
  const [at, setAt] = useState("");
  const [unsent, write] = useUnsent(`note about ${page.id}`, nothing);
  const { body, secret } = unsent;
  const mayHide = user.role === "sales-rep" || user.role === "sales-manager";
  const choose = (next: ActivityKind) => {
    setKind(next);
    setOutcome(usual[next]);
    requestAnimationFrame(() => text.current?.focus());
  };
  const log = useAct(logActivity, {
    invalidates: ["pipeline", "people", "handoff"],
    said: () => (kind === "note" ? "The note is kept" : `${kindNames[kind]} recorded`),
    onDone: () => {
      write(nothing);
      setAt("");
      text.current?.blur();
    },
  });
  const missing = kind === "note" && body.trim() === "" ? "Write something first" : undefined;
  const save = () => {
    if (missing !== undefined || log.isPending) return;
    const when = at === "" ? {} : { at: new Date(at).toISOString() };
    log.mutate({ body: { kind, opportunityId: page.id, contactId: contactId || null, body, outcome, private: kind === "note" && secret, ...when } });
  };
  useKeys("Deal", {
    n: { label: "Write a note", run: () => choose("note") },
    l: { label: "Log a call", run: () => choose("call") },
    "mod+enter": { label: "Save what is written", typing: true, run: save },
  });
  const people = page.group.map((member) => ({ value: member.contact.id, label: member.contact.name }));
  return (
    <section className={css.composer} aria-label="Write down">
      <SegmentedTabs label="What" value={kind} onChange={choose} tabs={kinds.map((value) => ({ value, label: kindNames[value] }))} />
      <textarea ref={text} className={css.composerText} rows={body === "" ? 2 : 4} aria-label={asked[kind]} placeholder={asked[kind]} value={body} maxLength={10_000} onChange={(event) => write({ ...unsent, body: event.target.value })} />
      {kind !== "note" && (
        <div className={css.composerMore}>
          <Select label="Outcome" value={outcome ?? ""} onChange={setOutcome} choices={activityOutcomes[kind].map((value) => ({ value, label: outcomeNames[value] ?? value }))} />
          {people.length > 0 && <Select label="With" value={contactId} onChange={setContact} choices={people} />}
          <TextInput label="When" optional type="datetime-local" value={at} onChange={setAt} />
        </div>
      )}
      <div className={css.composerFoot}>
        {kind === "note" && mayHide && <Checkbox label="Private" hint="Only you and your manager read it." checked={secret} onChange={(next) => write({ ...unsent, secret: next })} />}
        {kind === "note" && !mayHide && <span className="label">Everyone who sees the deal reads it.</span>}
        <Button kind="primary" className={css.push} title="Ctrl or ⌘ and Enter" busy={log.isPending} refused={missing} onClick={save}>{kind === "note" ? "Keep note" : "Record"}</Button>
      </div>
    </section>
  );
}
