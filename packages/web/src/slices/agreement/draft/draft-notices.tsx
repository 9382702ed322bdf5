import { rebaseDraft } from "@tandem/contract/agreement/drafts";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { call, isProblem } from "../../../app/api.ts";
import { invalidate } from "../../../app/query.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { FormError } from "../../../ui/form-error.tsx";
import { Link } from "../../../ui/link.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { Progress } from "../../../ui/progress.tsx";
import { SegmentedTabs } from "../../../ui/segmented-tabs.tsx";
import { toast } from "../../../ui/toast.tsx";
import { useFormat } from "../../../ui/use-format.ts";
import { sideNames } from "../side-words.ts";
import type { Became } from "./draft-context.ts";
import { useFate, useOvertaken } from "./overtaken.ts";
import { ruleText } from "./rule-text.ts";
import type { Draft, Meeting } from "./use-draft.ts";
import css from "./draft.module.css";
import wordsCss from "./words.module.css";

/** What `conflicts` carries: a place that both changed, as it reads in each. */
interface Conflict {
  readonly path: string;
  readonly name: string;
  readonly draft: unknown;
  readonly newest: unknown;
}
const whys = { "text-changed": "the text changed", "date-changed": "the date changed", rebased: "the draft was brought onto a newer version", "signatory-left": "they may not sign any more", withdrawn: "the draft was withdrawn", overtaken: "another version came before it" } as const;

/** What happened to this draft that its readers must know: others who wrote, a newer version, signatures that fell away. */
export function DraftNotices({ draft, became, meeting, onSettle }: { draft: Draft; became: Became | null; meeting: Meeting | null; onSettle: (takeTheirs: boolean) => void }) {
  const format = useFormat();
  const open = draft.state === "open";
  const behind = open && draft.newestVersion !== draft.baseVersion;
  const overtakes = useOvertaken(draft.hash, draft.effectiveFrom);
  const fate = useFate(became);
  const last = draft.fellAway[0];
  const wasVersion = open && last?.why === "overtaken" && draft.signatures.length === 0 ? draft.wasVersion : null;
  const stillFallen = last && open && wasVersion === null && !draft.signatures.some((one) => one.side === last.side);
  return (
    <div className={css.notices}>
      {meeting && (
        <Notice tone="accent" title={`${meeting.by} wrote here at the same time`} text={<>{meeting.theirs.slice(0, 4).join("; ")}{meeting.theirs.length > 4 && ` and ${meeting.theirs.length - 4} more`}. {meeting.clashes.length === 0 ? "Both texts are kept." : <>You both changed the same: {meeting.clashes.slice(0, 4).join("; ")}. Yours stands.</>}</>}>
          <span className={wordsCss.inlineActs}>
            {meeting.clashes.length > 0 && <Button onClick={() => onSettle(true)}>Take theirs</Button>}
            <Button kind="quiet" onClick={() => onSettle(false)}>{meeting.clashes.length > 0 ? "Keep mine" : "Understood"}</Button>
          </span>
        </Notice>
      )}
      {wasVersion !== null && <Notice tone="warn" title={`Version ${wasVersion} does not take effect as it was signed`} text="A newer version came before its date. This is its text, for both sides to read beside what is in force by then, and to sign anew." />}
      {behind && <Behind draft={draft} />}
      {open && overtakes && <Notice tone={overtakes.fallsBack ? "warn" : "accent"} title="Another version waits for its date" text={overtakes.fallsBack ? `${overtakes.words} To come after, set a later date.` : overtakes.words} />}
      {stillFallen && <Notice tone="warn" title={`${last.name}’s signature for ${sideNames[last.side]} fell away`} text={`Signed ${format.moment(last.signedAt)}, gone ${format.moment(last.at)}: ${whys[last.why]}. A signature is for exactly one text.`} />}
      {draft.preparing && (
        <Notice tone="accent" title="Both have signed; changed signals are being recognised over the past" text="It becomes a version by itself when that is done.">
          <div style={{ width: 160 }}><Progress share={draft.preparing.total === 0 ? 1 : draft.preparing.done / draft.preparing.total} label="Recognised" /></div>
        </Notice>
      )}
      {draft.state === "withdrawn" && <Notice title="This draft is withdrawn" text="It does not change any more. Another can be begun from it." />}
      {draft.becameVersion !== null && (
        <Notice tone="good" title={`Became version ${draft.becameVersion}${became ? ` on ${format.date(became.createdAt)}` : ""}`} text={`${became ? (became.inForce ? `In force since ${format.date(became.effectiveFrom)}. ` : fate ? `${fate.words} ` : Date.parse(became.effectiveFrom) > format.now ? `In force from ${format.date(became.effectiveFrom)}. ` : "A later version has replaced it. ") : ""}A version never changes. To change it, begin another draft.`}>
          {became?.inForce ? <Link to="/agreement">Read version {draft.becameVersion}</Link> : <Link to="/agreement" search={{ show: "versions" } as never}>Show versions</Link>}
        </Notice>
      )}
    </div>
  );
}

/** A newer version came into being meanwhile: the draft is brought onto it; where both changed the same, a person decides. */
function Behind({ draft }: { draft: Draft }) {
  const navigate = useNavigate();
  // Places that the lab met when it tried, where nobody could decide about them.
  const met = useLocation({ select: ({ state }) => (state as { conflicts?: readonly Conflict[] }).conflicts ?? null });
  const [conflicts, setConflicts] = useState(met);
  const [take, setTake] = useState<Record<string, "draft" | "newest">>({});
  const chosen = (path: string) => take[path] ?? "draft";
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const close = () => {
    setConflicts(null);
    if (met) void navigate({ to: ".", search: true as never, replace: true, state: {} });
  };
  const standing = draft.signatures.filter(({ gone }) => gone === null).map(({ name }) => `${name}’s`);
  const falls = standing.length === 0 ? "" : ` ${standing.join(" and ")} ${standing.length === 1 ? "signature falls" : "signatures fall"} away where the text changes by it.`;
  const rebase = async (decided: Record<string, "draft" | "newest">) => {
    setBusy(true);
    setError(null);
    try {
      await call(rebaseDraft, { params: { id: draft.id }, body: { version: draft.version, take: decided } });
      close();
      toast.say(`The draft now stands on version ${draft.newestVersion}`);
    } catch (failure) {
      const named = isProblem(failure, "conflicts") ? (failure.problem.data as { conflicts?: Conflict[] } | undefined)?.conflicts : undefined;
      if (named) {
        setConflicts(named);
        setTake(decided);
      } else if (conflicts) setError(failure);
      else toast.problem(failure);
    } finally {
      setBusy(false);
      await invalidate(["agreement"]);
    }
  };
  return (
    <>
      <Notice tone="warn" title={draft.newestVersion === draft.inForceVersion ? `Version ${draft.newestVersion} took effect meanwhile` : `Version ${draft.newestVersion} will be in force when this takes effect`} text={`The draft was written on top of version ${draft.baseVersion}. Bring it onto version ${draft.newestVersion} before it is signed; what only one of them changed is kept.${falls}`}>
        <Button busy={busy} onClick={() => void rebase({})}>Bring it up to date</Button>
      </Notice>
      <Dialog
        open={conflicts !== null} onClose={close} width={640} title={`The draft and version ${draft.newestVersion} changed the same places`} lead={`Decide for each; nothing is written before.${falls}`}
        actions={<><Button kind="quiet" onClick={close}>Cancel</Button><Button kind="primary" busy={busy} onClick={() => void rebase({ ...take, ...Object.fromEntries((conflicts ?? []).map(({ path }) => [path, chosen(path)])) })}>Bring it up to date</Button></>}
      >
        <ul className={css.conflicts}>
          {conflicts?.map((conflict) => (
            <li key={conflict.path} className={css.conflict}>
              <p className={wordsCss.name}>{conflict.name}</p>
              <SegmentedTabs label={`Which of ${conflict.name}`} value={chosen(conflict.path)} onChange={(value) => setTake((before) => ({ ...before, [conflict.path]: value }))} tabs={[{ value: "draft", label: "This draft" }, { value: "newest", label: `Version ${draft.newestVersion}` }]} />
              <pre className={wordsCss.rule}>{ruleText(chosen(conflict.path) === "newest" ? conflict.newest : conflict.draft)}</pre>
            </li>
          ))}
        </ul>
        <FormError error={error} />
      </Dialog>
    </>
  );
}
