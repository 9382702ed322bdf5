import { useState, type ReactNode } from "react";
import { Avatar } from "../../ui/avatar.tsx";
import { Button } from "../../ui/button.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Grade } from "../../ui/grade.tsx";
import { CallIcon, CheckIcon, HandoffIcon, MailIcon, MoreIcon, NextIcon, NoteIcon, QualifiedIcon, QueueIcon } from "../../ui/icons.ts";
import { Menu, type MenuEntry } from "../../ui/menu.tsx";
import { Progress } from "../../ui/progress.tsx";
import { SidePanel } from "../../ui/side-panel.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { Spark } from "../../ui/spark.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { ClockNotice, clockTones, useOwedClock } from "./clock-notice.tsx";
import { lateWords, lengthWords, owedWords } from "./clock-words.ts";
import { answersOwed, beginQualifying } from "./begin-qualifying.ts";
import css from "./lead-sheet.module.css";
import { LeadDialogs } from "./lead-dialogs.tsx";
import { Engagement, Happened, WhyNow, WhyThisRep } from "./lead-main.tsx";
import { Clocks, Company, Fit, Qualification } from "./lead-side.tsx";
import { useLead, type LeadView } from "./use-lead.ts";

/** The lead on the phone: a sheet over the list, the acts under the thumb. */
export function LeadSheet({ handoffId, onClose }: { handoffId: string | undefined; onClose: () => void }) {
  return handoffId === undefined ? null : <OpenSheet key={handoffId} handoffId={handoffId} onClose={onClose} />;
}

function OpenSheet({ handoffId, onClose }: { handoffId: string; onClose: () => void }) {
  const { view, error, retry } = useLead(handoffId);
  return (
    <>
      <SidePanel open onClose={onClose} title={view ? <SheetHead view={view} /> : "Lead"} actions={view && <SheetActions view={view} />}>
        {view ? <SheetBody view={view} /> : error ? <ErrorState title="This lead could not be opened." error={error} onRetry={retry} /> : <SkeletonLines lines={6} />}
      </SidePanel>
      {view && <LeadDialogs view={view} onSettled={onClose} />}
    </>
  );
}

function SheetHead({ view: { page } }: { view: LeadView }) {
  return (
    <span className={css.sheetHead}>
      <Avatar name={page.contact.name} size={40} />
      <span style={{ minWidth: 0 }}>
        <span>{page.contact.name}</span>
        <p className="cut">{[page.contact.title, page.company?.name].filter(Boolean).join(", ")}</p>
      </span>
    </span>
  );
}

function SheetBody({ view }: { view: LeadView }) {
  const { page } = view;
  return (
    <>
      <SheetClock view={view} />
      <div style={{ marginTop: 16 }}><WhyNow page={page} /></div>
      <Opening label="Fit" note={`${page.score.fitLines.length} rules`} number={<><Grade grade={page.score.grade} /><b className="num">{Math.round(page.score.fit / 1000)}</b></>}><Fit page={page} bare /></Opening>
      <Opening label="Engagement" number={<><Spark values={page.score.spark.map((value) => value / 1000)} width={64} height={20} label="Engagement of the last 30 days" /><b className="num">{Math.round(page.score.engagement / 1000)}</b></>}><Engagement page={page} bare /></Opening>
      <Opening label="Whole story" note={`${page.events.count}${page.events.capped ? "+" : ""} events, ${page.qualification.questions.filter((one) => one.answer).length} of ${page.qualification.questions.length} answers`}>
        <Qualification view={view} />
        <Happened view={view} />
        <Company page={page} />
        <Clocks view={view} />
        <WhyThisRep page={page} />
      </Opening>
    </>
  );
}

function Opening({ label, note, number, children }: { label: string; note?: string; number?: ReactNode; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={css.sheetRow} aria-expanded={open} onClick={() => setOpen(!open)}>
        <span>{label}</span>
        {note && <span className="second ink3">{note}</span>}
        {number}
        <NextIcon />
      </button>
      {open && <div style={{ padding: "8px 0" }}>{children}</div>}
    </>
  );
}

function SheetClock({ view }: { view: LeadView }) {
  const owed = useOwedClock(view);
  const format = useFormat();
  if (!owed || view.page.closed) return <div style={{ margin: "0 -20px" }}><ClockNotice view={view} /></div>;
  const { clock, now, state } = owed;
  return (
    <div className={css.sheetBox} data-tone={clockTones[state]}>
      <div className={css.sheetLine}>
        <span>{state === "breached" ? `${owedWords[clock.kind]} ${lateWords(clock, now)}` : state === "paused" ? `${owedWords[clock.kind]} waits` : `${owedWords[clock.kind]}: ${lengthWords(clock, now.remainingMs)} left`}</span>
        <span className="num">{clock.dueAt ? `due ${format.moment(clock.dueAt)}` : ""}</span>
      </div>
      <Progress share={now.share} label={clock.name} tone={clockTones[state]} marks={clock.warnAt.map((level) => level / 100)} />
    </div>
  );
}

function SheetActions({ view }: { view: LeadView }) {
  const { page, open, accept, claim, claiming } = view;
  const { acts, contact } = page;
  if (!Object.values(acts).some((act) => act.shown)) return null;
  if (acts.claim.shown) return <div className={css.actions}><Button kind="primary" full icon={QueueIcon} busy={claiming} refused={acts.claim.refused ?? undefined} onClick={claim} style={{ gridColumn: "1 / -1" }}>Claim</Button></div>;
  const owes = page.clocks.some((clock) => clock.id === page.owed && clock.kind === "first-attempt");
  const write = () => {
    window.location.href = `mailto:${contact.email ?? ""}`;
    open({ kind: "attempt", channel: "email" });
  };
  const refused = acts.attempt.refused ?? undefined;
  const more: MenuEntry[] = [
    ...(acts.attempt.shown ? [
      ...(contact.phone ? [{ label: "Log attempt…", icon: CallIcon, refused, onSelect: () => open({ kind: "attempt" }) }] : []),
      { label: "Write…", icon: MailIcon, refused: contact.email === null ? "No e-mail address is known" : refused, onSelect: write },
      { label: "Note…", icon: NoteIcon, onSelect: () => open({ kind: "note" }) },
    ] : []),
    ...(acts.reassign.shown ? [{ label: "Reassign…", icon: HandoffIcon, refused: acts.reassign.refused ?? undefined, onSelect: () => open({ kind: "reassign" }) }] : []),
  ];
  return (
    <div className={css.actions}>
      {acts.accept.shown && <Button kind="primary" full icon={CheckIcon} refused={acts.accept.refused ?? undefined} onClick={accept}>Accept</Button>}
      {!acts.accept.shown && acts.qualify.shown && <Button kind="primary" full icon={QualifiedIcon} refused={answersOwed(page) ? undefined : (acts.qualify.refused ?? undefined)} onClick={() => beginQualifying(view)}>Qualify…</Button>}
      {acts.attempt.shown && (contact.phone ? (
        // The call begins; what came of it is asked when they come back.
        <a className={css.call} href={`tel:${contact.phone.replaceAll(/[^+\d]/g, "")}`} onClick={() => open({ kind: "attempt", channel: "call" })}><CallIcon size={18} />Call now</a>
      ) : (
        <Button full icon={CallIcon} refused={acts.attempt.refused ?? undefined} onClick={() => open({ kind: "attempt" })}>Log attempt</Button>
      ))}
      {acts.rejectToNurture.shown && <Button kind="soft" full refused={acts.rejectToNurture.refused ?? undefined} onClick={() => open({ kind: "reject", to: "nurture" })}>Reject, nurture…</Button>}
      {acts.rejectAsUnqualified.shown && <Button kind="soft" full refused={acts.rejectAsUnqualified.refused ?? undefined} onClick={() => open({ kind: "reject", to: "unqualified" })}>Reject, unqualified…</Button>}
      {more.length > 0 && <div className={css.actionsMore}><Menu label="More" side="top-end" entries={more} target={<Button kind="soft" full icon={MoreIcon}>More</Button>} /></div>}
      {owes && <p className={css.actionsNote}>Only a recorded attempt stops the clock</p>}
    </div>
  );
}
