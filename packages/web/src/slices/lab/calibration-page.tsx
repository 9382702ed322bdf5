import { cancelCalibration, draftCalibration, listCalibrations, listOutcomes, readCalibration, startCalibration, type CalibrationAsk } from "@tandem/contract/lab/calibration";
import type { OutputOf } from "@tandem/contract/operation";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useAct, useOperation } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { AddIcon, CheckIcon, RefreshIcon } from "../../ui/icons.ts";
import { Link } from "../../ui/link.tsx";
import { Notice } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Progress } from "../../ui/progress.tsx";
import { Select } from "../../ui/select.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { CalibrationFields } from "./calibration-fields.tsx";
import { CalibrationForm } from "./calibration-form.tsx";
import { HeldOutPanels } from "./calibration-held-out.tsx";
import { LeftOut } from "./calibration-left-out.tsx";
import { CalibrationRules } from "./calibration-rules.tsx";
import { weakerWords } from "./calibration-words.ts";
import css from "./lab.module.css";
import { becameStage, nextThatWorks } from "./outcome-choices.ts";
import { readLabSearch } from "./lab-search.ts";
import { ThresholdChooser, type Line } from "./threshold-chooser.tsx";

type Calibration = OutputOf<typeof readCalibration>;
/** Learns once more, with what is given in place of what was asked. */
type Again = (other?: Partial<Line> | Pick<CalibrationAsk, "outcome" | "from">) => void;
const outcomeNames = { sql: "SQL", opportunity: "Opportunity", customer: "Customer" } as const;

/** Points learned from outcomes, explained rule by rule; what is kept of it is an ordinary draft. */
export function Page() {
  const format = useFormat();
  const may = useMay();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const { contact: shown } = readLabSearch({ contact: search["run"] });
  const list = useOperation(listCalibrations);
  const lines = list.data?.calibrations;
  const asking = search["new"] !== undefined;
  const id = asking ? null : (shown ?? lines?.[0]?.id ?? null);
  const [running, setRunning] = useState(false);
  const read = useOperation(readCalibration, { params: { id: id ?? "-" } }, { enabled: id !== null, keep: false, ...(running && { every: 700 }) });
  const state = read.data?.state;
  useEffect(() => setRunning(state === "running"), [state]);
  const show = (run: string | null) => void navigate({ to: "/lab/calibration", search: (run === null ? { new: 1 } : { run }) as never });
  const start = useAct(startCalibration, { invalidates: ["lab.list-calibrations"], onDone: (line) => show(line.id) });
  const draft = useAct(draftCalibration, { invalidates: ["lab.list-calibrations", "lab.read-calibration", "agreement.list-drafts"], said: () => "The draft is made. It is edited, commented and signed like any other.", onDone: ({ draftId }) => void navigate({ to: `/agreement/drafts/${draftId}` }) });
  const named = (line: Pick<Calibration, "ask" | "startedAt">) => `${"stage" in line.ask.outcome ? outcomeNames[line.ask.outcome.stage] : line.ask.outcome.field}, ${line.ask.from === "rules" ? "rules in force" : "new rules"}, ${format.moment(line.startedAt)}`;
  const one = read.data;
  const suggests = one?.report && one.report.nothing === null;
  const auc = (value: number) => format.number(value, { digits: 2 });
  const weaker = suggests ? weakerWords(one.report!, auc) : null;
  return (
    <>
      <PageHeader title="Calibration" path={[{ label: "Agreement", to: "/agreement" }, { label: "Lab", to: "/lab" }]}>
        {lines && lines.length > 0 && <div className={css.chooser}><Select bare optional label="Calibration" placeholder="A new one" value={id ?? ""} onChange={(next) => show(next === "" ? null : next)} choices={lines.map((line) => ({ value: line.id, label: named(line) }))} /></div>}
        {id !== null && may(startCalibration) && <Button icon={AddIcon} onClick={() => show(null)}>New</Button>}
        {suggests && may(draftCalibration) && (one.draftId
          ? <Link to={`/agreement/drafts/${one.draftId}`}>Open its draft</Link>
          : <Button {...(weaker === null && { kind: "primary" })} icon={CheckIcon} busy={draft.isPending} onClick={() => draft.mutate({ params: { id: one.id }, body: {} })}>Make a draft</Button>)}
      </PageHeader>
      <div className={css.page}>
        <div className={css.pageBody}>
          {list.error && !lines && <ErrorState title="The calibrations could not be read" error={list.error} onRetry={() => void list.refetch()} />}
          {!lines && !list.error && <SkeletonLines lines={6} />}
          {lines && id === null && (may(startCalibration) ? <CalibrationForm onStarted={show} /> : <EmptyState title="Nothing was calibrated yet." text="Marketing, Sales managers and RevOps can learn points from outcomes; you will see what was found." />)}
          {id !== null && !one && (read.error ? <ErrorState title="The calibration could not be read" error={read.error} onRetry={() => void read.refetch()} /> : <SkeletonLines lines={6} />)}
          {weaker !== null && <Notice tone="warn" title={weaker.title} text={weaker.text} />}
          {one && <Shown one={one} again={may(startCalibration) ? (line) => start.mutate({ body: { ...one.ask, ...line } }) : undefined} busy={start.isPending} />}
        </div>
      </div>
    </>
  );
}

function Shown({ one, again, busy }: { one: Calibration; again: Again | undefined; busy: boolean }) {
  const may = useMay();
  const [judged, setJudged] = useState(false);
  const cancel = useAct(cancelCalibration, { invalidates: ["lab.read-calibration", "lab.list-calibrations"] });
  useEffect(() => setJudged(false), [one.id]);
  const rerun = again && <Button icon={RefreshIcon} busy={busy} onClick={() => again()}>Learn again</Button>;
  if (one.state === "running") {
    return (
      <div className={css.waiting} style={{ padding: 0 }}>
        <p role="status" style={{ fontWeight: 500 }}>{one.progress.words}</p>
        <Progress label={one.progress.words} share={one.progress.share} tone="accent" height={6} />
        <p className="second ink3">Others can go on working meanwhile, and you can leave this page.</p>
        {may(cancelCalibration) && <div><Button busy={cancel.isPending} onClick={() => cancel.mutate({ params: { id: one.id } })}>Cancel</Button></div>}
      </div>
    );
  }
  if (one.state === "cancelled") return <EmptyState title="This calibration was cancelled." text="Nothing was kept of it." action={rerun} />;
  if (one.state === "failed" || !one.report) return <ErrorState title="The calibration stopped" error={new Error(one.failure ?? "Nothing was changed.")} onRetry={again && (() => again())} />;
  return <Report one={one} report={one.report} judged={judged} onJudged={() => setJudged(true)} rerun={rerun} again={again} busy={busy} />;
}

/** Where one outcome has too little, another one may have enough: said, with the way there. */
function NextThatWorks({ ask, again, busy }: { ask: Calibration["ask"]; again: Again; busy: boolean }) {
  const outcomes = useOperation(listOutcomes);
  const next = outcomes.data && nextThatWorks(outcomes.data, ask);
  if (!next) return null;
  return (
    <Notice tone="accent" title={`Enough is known of people who ${becameStage[next.stage]}.`} text={next.from === ask.from ? "The same, learned from them:" : "Not for weighing every rule in force, but for finding new ones:"}>
      <Button busy={busy} onClick={() => again({ outcome: { stage: next.stage }, from: next.from })}>Learn from them</Button>
    </Notice>
  );
}

function Report({ one, report, judged, onJudged, rerun, again, busy }: { one: Calibration; report: NonNullable<Calibration["report"]>; judged: boolean; onJudged: () => void; rerun: React.ReactNode; again: Again | undefined; busy: boolean }) {
  const format = useFormat();
  return (
    <>
      {judged && <Notice tone="accent" title="What you said counts from the next calibration on.">{rerun}</Notice>}
      {report.nothing?.code === "too-little" && again && <NextThatWorks ask={one.ask} again={again} busy={busy} />}
      {report.nothing && <Notice tone="warn" title={report.nothing.code === "too-little" ? "Too little data to suggest anything." : report.nothing.code === "only-chance" ? "What was found could be chance." : "What was found does not hold on newer people."} text={report.nothing.words} />}
      {report.doubt !== null && <Notice tone="warn" title="Better than is believable." text={report.doubt} />}
      <p className="second ink2">
        {format.number(report.people)} people{report.sampled ? " (the newest there are room for)" : ""}, of whom {format.number(report.outcomes)} {report.became}.{" "}
        {report.horizonDays !== null && `An outcome counts within ${format.number(report.horizonDays)} days. `}
        Ordered by {report.agedBy.toLowerCase()}. Learned by {one.startedBy.name}, {one.finishedAt ? format.moment(one.finishedAt) : ""}.
      </p>
      <LeftOut report={report} startedAt={one.startedAt} />
      {report.heldOut && <HeldOutPanels report={report} held={report.heldOut} />}
      {report.thresholds.length > 1 && <ThresholdChooser key={one.id} report={report} precision={one.ask.precision} onUse={again} busy={busy} />}
      {report.rules.length > 0 && <CalibrationRules report={report} />}
      <CalibrationFields report={report} onJudged={onJudged} />
    </>
  );
}
