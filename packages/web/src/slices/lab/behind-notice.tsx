import { compareAgreements, rebaseDraft } from "@tandem/contract/agreement/drafts";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { call, isProblem } from "../../app/api.ts";
import { invalidate, useOperation } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Link } from "../../ui/link.tsx";
import { Notice } from "../../ui/notice.tsx";
import { toast } from "../../ui/toast.tsx";
import { behindWords, missingIn } from "./behind-words.ts";
import css from "./behind-notice.module.css";
import type { DraftRead, Subject } from "./use-subject.ts";

/** A draft that was written on an older version is tried without what came since: said above its figures, with the way out. */
export function BehindNotice({ subject, apart = false }: { subject: Subject; /** What follows brings no space of its own. */ apart?: boolean }) {
  const { draft, inForce } = subject;
  return draft?.state === "open" && draft.newestVersion !== draft.baseVersion ? <Behind draft={draft} inForce={inForce.version} apart={apart} /> : null;
}

function Behind({ draft, inForce, apart }: { draft: DraftRead; inForce: number; apart: boolean }) {
  const may = useMay();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const between = { before: `version:${draft.baseVersion}`, after: `version:${draft.newestVersion}` };
  const { data } = useOperation(compareAgreements, { query: between });
  const rebase = async () => {
    setBusy(true);
    try {
      const after = await call(rebaseDraft, { params: { id: draft.id }, body: { version: draft.version } });
      const fell = after.signatures.length < draft.signatures.length ? " Its signatures fell away: the text is another." : "";
      toast.say(`Draft ${draft.number} now stands on version ${draft.newestVersion}.${fell}`);
    } catch (problem) {
      // Where both changed the same, a person decides, in the draft.
      if (isProblem(problem, "conflicts")) void navigate({ to: `/agreement/drafts/${draft.id}`, state: problem.problem.data as never });
      else toast.problem(problem);
    } finally {
      setBusy(false);
      await invalidate(["agreement.list-drafts", "agreement.read-draft"]);
    }
  };
  const { title, text } = behindWords(draft, inForce, data && missingIn(draft, data.changes));
  return (
    <div className={css.behind} data-apart={apart || undefined}>
      <Notice tone="warn" title={title} text={<>{text} <Link to="/agreement/compare" search={between as never}>What came since</Link></>}>
        {may(rebaseDraft) && <Button busy={busy} onClick={() => void rebase()}>Bring it up to date</Button>}
      </Notice>
    </div>
  );
}
