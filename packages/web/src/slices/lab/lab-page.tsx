import { readHistory } from "@tandem/contract/lab/replay";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import { useOperation } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { DiffIcon, RefreshIcon } from "../../ui/icons.ts";
import { Link } from "../../ui/link.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { Select } from "../../ui/select.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { toast } from "../../ui/toast.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { useKeys } from "../../ui/use-keys.ts";
import { usePhone } from "../../ui/use-phone.ts";
import { BehindNotice } from "./behind-notice.tsx";
import { KeepMoves } from "./keep-moves.tsx";
import { KnobPanel } from "./knob-panel.tsx";
import { textBesideKnobs, withKnobs } from "./knobs.ts";
import { companyDay, periodOf, readLabSearch, spans, type LabSearch } from "./lab-search.ts";
import css from "./lab.module.css";
import { PeoplePanel } from "./people-panel.tsx";
import { Charts, Waiting } from "./replay-view.tsx";
import { TestPerson } from "./test-person.tsx";
import { Strip, Tiles, type OpenPeople } from "./tiles.tsx";
import { useKnobBoard, usePicture } from "./use-knobs.ts";
import { useRefresh, useReplay, type Fresh } from "./use-replay.ts";
import { useSubject, type Subject } from "./use-subject.ts";

export type ChangeSearch = (next: Partial<Record<keyof LabSearch, string | undefined>>) => void;

/** The lab: a draft beside the version in force, over the company's real history. */
export function Page() {
  const raw = useSearch({ strict: false }) as Record<string, unknown>;
  const written = JSON.stringify(raw);
  const search = useMemo(() => readLabSearch(JSON.parse(written) as Record<string, unknown>), [written]);
  const navigate = useNavigate();
  const change = useCallback<ChangeSearch>((next) => void navigate({
    to: "/lab", replace: true,
    search: ((before: Record<string, unknown>) => Object.fromEntries(Object.entries({ ...before, ...next }).filter(([, value]) => value !== undefined && value !== "").map(([key, value]) => [key, typeof value === "string" && /^\d{1,6}$/.test(value) ? Number(value) : value]))) as never,
  }), [navigate]);
  const { subject, drafts, error, retry } = useSubject(search.draft);
  const choices = [
    { value: "", label: "The version in force" },
    ...drafts.filter((one) => one.state === "open" || one.id === subject?.draft?.id).map((one) => ({ value: String(one.number), label: `Draft ${one.number}: ${one.title}` })),
  ];
  const chooser = (
    <div className={css.chooser}>
      <Select bare optional label="What to try" value={subject?.draft ? String(subject.draft.number) : ""} placeholder="The version in force" choices={choices.slice(1)} onChange={(next) => change({ draft: next === "" ? undefined : next, people: undefined, week: undefined, ended: undefined, segment: undefined })} />
    </div>
  );
  if (!subject) {
    return (
      <>
        <PageHeader title="Lab" path={[{ label: "Agreement", to: "/agreement" }]}>{chooser}</PageHeader>
        {error ? <ErrorState center title="The lab could not be opened" error={error} onRetry={retry} /> : <div className={css.waiting}><SkeletonLines lines={6} /></div>}
      </>
    );
  }
  return <Lab key={subject.draft?.id ?? `v${"version" in subject.ref ? subject.ref.version : 0}`} {...{ subject, search, change, chooser }} />;
}

function Lab({ subject, search, change, chooser }: { subject: Subject; search: LabSearch; change: ChangeSearch; chooser: React.ReactNode }) {
  const format = useFormat();
  const phone = usePhone();
  const navigate = useNavigate();
  const [side, setSide] = useState<"charts" | "rules">("charts");
  const board = useKnobBoard(subject.draft?.id ?? subject.name, subject.document, subject.inForce.document);
  const today = companyDay(format.now, subject.document.timeZone);
  const body = useMemo(() => ({ draft: subject.ref, ...periodOf(search.span, today) }), [subject.ref, search.span, today]);
  const texts = useMemo(() => `${subject.inForce.name} ${textBesideKnobs(subject.document)}`, [subject.inForce.name, subject.document]);
  const { state, again, cancel } = useReplay(body, texts, board.saved);
  const ready = state.kind === "ready" ? state : null;
  const { picture, behind, error: moveError, retry } = usePicture(ready?.replay ?? null, ready?.began ?? board.saved, board.now, again);
  const name = subject.draft ? subject.name : "Your moves";
  const fresh = useCallback(({ contacts, signals }: Fresh) => {
    toast.say(contacts === 0 && signals === 0 ? "Nothing is new since." : `New since: ${format.number(signals)} signals, ${format.number(contacts)} people. Replaying them.`);
    if (contacts !== 0 || signals !== 0) again();
  }, [again, format]);
  const refresh = useRefresh(fresh);
  const history = useOperation(readHistory, undefined, { every: 60_000 });
  const open = useCallback<OpenPeople>((which, narrow) => change({ people: which, week: narrow?.week, ended: narrow?.ended, segment: narrow?.segment }), [change]);
  useKeys("Lab", {
    "mod+z": { label: "Undo the last move", run: board.undo },
    "mod+shift+z": { label: "Redo", run: board.redo },
    ...(subject.draft && { d: { label: "Open the draft", run: () => void navigate({ to: `/agreement/drafts/${subject.draft!.id}` }) } }),
  });
  const tested = useMemo(() => (board.unkept.length === 0 ? subject.ref : { document: withKnobs(subject.document, board.now) }), [board.unkept, board.now, subject]);
  // Charts of nobody would say nothing many times.
  const isNobody = ready !== null && (ready.replay.picture === null || picture?.tooLittle?.code === "no-contacts");
  const tiles = picture && <Tiles picture={picture} subject={subject} name={name} open={open} />;
  return (
    <>
      <div className={css.scroller}>
      <PageHeader
        title="Lab" path={[{ label: "Agreement", to: "/agreement" }]}
        note={<span className={css.against}><Chip tone="accent" title={subject.title}>{name}</Chip> against <Chip title={subject.inForce.title}>{subject.inForce.name}, in force{isFromTheStart(subject.inForce) ? "" : ` since ${format.date(subject.inForce.since)}`}</Chip></span>}
      >
        <SegmentedTabs label="View" value={search.view} onChange={(view) => change({ view: view === "replay" ? undefined : view })} tabs={[{ value: "replay", label: "Replay" }, { value: "person", label: "Test a person" }]} />
        {chooser}
        {search.view === "replay" && <div className={css.period}><Select bare label="Period" value={search.span} onChange={(span) => change({ span: span === "52" ? undefined : span })} choices={spans.map((value) => ({ value, label: `${value} weeks` }))} /></div>}
        {search.view === "replay" && <Button icon={RefreshIcon} busy={refresh.busy} onClick={refresh.refresh}>Refresh</Button>}
        <Link to="/lab/calibration" className={css.iconLink}>Calibration</Link>
        {subject.draft && <Link to={`/agreement/drafts/${subject.draft.id}`} className={css.iconLink}><DiffIcon />Draft</Link>}
      </PageHeader>
      {search.view === "person" ? (
        <div className={css.charts} style={{ flex: 1 }}><BehindNotice subject={subject} apart /><TestPerson subject={subject} draft={tested} name={name} search={search} today={today} change={change} /></div>
      ) : (
        <>
          {phone && picture && <div className={css.phoneTabs}><SegmentedTabs full label="Show" value={side} onChange={setSide} tabs={[{ value: "charts", label: "Charts" }, { value: "rules", label: "Rules" }]} /></div>}
          <div className={css.lab}>
            <section className={css.board} aria-label="Rules to try" data-hidden={(phone && (side === "charts" || !picture)) || undefined}>
              <KnobPanel subject={subject} board={board} head={phone && picture ? <Strip picture={picture} subject={subject} open={open} /> : undefined} />
            </section>
            <div className={css.charts} data-hidden={(phone && side === "rules" && picture !== null) || undefined} aria-busy={behind || state.kind !== "ready"}>
              <BehindNotice subject={subject} />
              <Waiting state={state} refresh={refresh} hasPicture={picture !== null} again={again} cancel={cancel} tooLittle={history.data?.tooLittle ?? null} />
              {moveError ? <ErrorState title="The charts could not follow. Your moves are kept." error={moveError} onRetry={retry} /> : null}
              {isNobody && <EmptyState title="There is no history to replay yet." text={picture?.tooLittle?.words ?? history.data?.tooLittle?.words ?? "Charts appear once people have come and given signals. Connect a source under Settings, Sources, or import what there is."} />}
              {picture && !isNobody && <Charts picture={picture} subject={subject} name={name} open={open} tiles={tiles} old={state.kind !== "ready" || refresh.busy} says={ready?.replay.says ?? []} asOf={ready?.replay.asOf ?? null} />}
            </div>
          </div>
        </>
      )}
      </div>
      <KeepMoves subject={subject} board={board} onDraft={(draft) => { board.reset(); change({ draft: String(draft.number) }); }} />
      <PeoplePanel replayId={ready?.replay.id ?? null} move={picture?.move ?? 0} search={search} subject={subject} name={name} change={change} />
    </>
  );
}

/** The first version holds for everything that ever happened: its date is the beginning of time and no date to show. */
function isFromTheStart({ founding, since }: Subject["inForce"]): boolean {
  return founding || since.startsWith("1970-");
}
