import { readGoingLive } from "@tandem/contract/agreement/crossings";
import { createDraft, listDrafts } from "@tandem/contract/agreement/drafts";
import { readDrift } from "@tandem/contract/agreement/drift";
import { startReplay } from "@tandem/contract/lab/replay";
import { useState } from "react";
import { useOperation } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Link } from "../../ui/link.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Progress } from "../../ui/progress.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { WarningIcon } from "../../ui/icons.ts";
import type { AgreementText } from "./find-lines.ts";
import { QualifiedPanel } from "./qualified-panel.tsx";
import { sideNames } from "./side-words.ts";
import { standingOf, waitsForOne } from "./proposal-words.ts";
import css from "./agreement.module.css";

/** What everybody must know about the agreement now: by whom it was put in force, on its way, drifting, or about to change. */
export function AgreementNews({ agreement }: { agreement: AgreementText }) {
  return (
    <div className={css.news}>
      {agreement.breakGlass && <BrokenGlass agreement={agreement} broken={agreement.breakGlass} />}
      {agreement.founding && <FoundingNotice agreement={agreement} />}
      <GoingLive />
      <Drift />
      <OpenDrafts />
    </div>
  );
}

/** In red until both have signed: nobody should think that this was agreed. */
function BrokenGlass({ agreement, broken }: { agreement: AgreementText; broken: NonNullable<AgreementText["breakGlass"]> }) {
  const format = useFormat();
  return (
    <Notice
      tone="breach" sign={<span className={css.alarm}><WarningIcon /></span>} title={`Version ${agreement.version} was put in force unsigned by ${broken.by.name}`}
      text={<>{format.moment(broken.at)}: “{broken.reason}” {broken.overdue ? `Its review on ${format.date(broken.untilReview)} has passed: both sides sign it now, or put another in force.` : `It shows here until both sides have signed it, and is on the next review on ${format.date(broken.untilReview)}.`}</>}
    />
  );
}

/** The exception is shown until it ends: nobody should think that this was agreed. */
function FoundingNotice({ agreement }: { agreement: AgreementText }) {
  const missing = (["marketing", "sales"] as const).filter((side) => !agreement.signatures.some((one) => one.side === side)).map((side) => sideNames[side]);
  const without = missing.filter((name) => !agreement.signatories.some((one) => sideNames[one.side] === name));
  return (
    <Notice
      tone="warn" title="This runs as the founding exception"
      text={`${missing.join(" and ")} ${missing.length === 1 ? "has" : "have"} not signed. The engine runs this text as it stands so that work can begin; once both sides have signed, the exception is over.${without.length > 0 ? ` Nobody may sign for ${without.join(" or ")} yet: an administrator gives the right under Settings, Users.` : ""}`}
    />
  );
}

function GoingLive() {
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const { data } = useOperation(readGoingLive, {}, { every: 15_000 });
  const going = data?.goingLive;
  if (!going || going.state === "done") return null;
  const titles = {
    waiting: `Version ${going.version} takes effect on ${format.date(going.effectiveFrom)}`,
    evaluating: `Version ${going.version} is being applied to everybody`,
    "handing-over": `Version ${going.version} qualified ${format.number(going.qualified)} more people`,
  } as const;
  const words = {
    waiting: "Until then the version below runs.",
    evaluating: `${format.number(going.done)} of ${format.number(going.total)} people; ${format.number(going.changed)} scores or grades changed so far. Nobody is handed over in a flood.`,
    "handing-over": `They are handed over bit by bit, at most ${format.number(going.perDay)} a day: ${format.number(going.handedOver)} so far${going.lapsed > 0 ? `, ${format.number(going.lapsed)} no longer need to be` : ""}.`,
  } as const;
  return (
    <>
      <Notice tone="accent" title={titles[going.state]} text={words[going.state]}>
        {going.state === "evaluating" && <div style={{ width: 160 }}><Progress tone="accent" share={going.total === 0 ? 0 : going.done / going.total} label="Applied" /></div>}
        {going.state === "handing-over" && <Button onClick={() => setOpen(true)}>Open list</Button>}
      </Notice>
      {open && <QualifiedPanel version={going.version} onClose={() => setOpen(false)} />}
    </>
  );
}

/** Says so when winners no longer look as agreed, or Sales accepts another share of a band than usual. A change for the better is news, no alarm. */
function Drift() {
  const may = useMay();
  const { data } = useOperation(readDrift);
  if (!data?.drifting) return null;
  const off = [data.winners, ...data.bands].filter((one) => one.standing === "below" || one.standing === "above");
  const worse = off.some((one) => one.standing === "below");
  const mayLab = may(startReplay);
  const mayPropose = may(createDraft);
  return (
    <Notice
      tone={worse ? "warn" : "neutral"} title={worse ? "What happens drifts away from what is agreed" : "What happens is better than usual"}
      text={<>{off.map((one) => <span key={one.key} className={css.drift}>{one.words} </span>)}Usual is the share of the year before, and as far around it as chance alone reaches.</>}
    >
      {(mayLab || mayPropose) && <span className={css.newsActs}>{mayLab && <Link to="/lab">Open the lab</Link>}{mayPropose && <Link to="/agreement/drafts" search={{ propose: "newest" } as never}>Propose a change</Link>}</span>}
    </Notice>
  );
}

function OpenDrafts() {
  const { data } = useOperation(listDrafts, { query: { state: "open" } });
  const drafts = data?.drafts ?? [];
  if (drafts.length === 0) return null;
  const first = drafts.find(waitsForOne) ?? drafts[0];
  return (
    <Notice
      tone="accent" title={drafts.length === 1 ? "A change is proposed" : `${drafts.length} changes are proposed`}
      text={<><Link to={`/agreement/drafts/${first!.id}`}>Draft {first!.number}: {first!.title}</Link>, {standingOf(first!)}{drafts.length > 1 && `, and ${drafts.length - 1} more`}.</>}
    >
      {drafts.length > 1 && <Link to="/agreement/drafts">All drafts</Link>}
    </Notice>
  );
}
