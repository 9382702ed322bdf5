import type { Picture } from "@tandem/contract/lab/replay";
import type { ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Progress } from "../../ui/progress.tsx";
import { Section } from "../../ui/section.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { EndedPanel } from "./ended-panel.tsx";
import { weeksIn, weeksOf } from "./picture-words.ts";
import { BandsPanel, ForetellsPanel } from "./foretells-panel.tsx";
import css from "./lab.module.css";
import { LoadPanel } from "./load-panel.tsx";
import { SegmentsPanel } from "./segments-panel.tsx";
import { shiftWords, type OpenPeople } from "./tiles.tsx";
import type { ReplayState, useRefresh } from "./use-replay.ts";
import type { Subject } from "./use-subject.ts";
import { WeeksPanel } from "./weeks-panel.tsx";

interface WaitingProps {
  state: ReplayState;
  refresh: ReturnType<typeof useRefresh>;
  hasPicture: boolean;
  again: () => void;
  cancel: () => void;
  tooLittle: { words: string } | null;
}

/** What is under way, with how far it is and a way out; what went wrong, and what to do. */
export function Waiting({ state, refresh, hasPicture, again, cancel, tooLittle }: WaitingProps) {
  if (refresh.refreshing?.progress) return <Working words={refresh.refreshing.progress.words} share={refresh.refreshing.progress.share} cancel={refresh.cancel} slim={hasPicture} />;
  if (refresh.error) return <ErrorState title="The history could not be read again" error={refresh.error} onRetry={refresh.refresh} />;
  if (state.kind === "failed") return <ErrorState title="The replay stopped" error={state.error} onRetry={again} />;
  if (state.kind === "cancelled") return <EmptyState title="The replay is cancelled." text="Nothing was changed. What of the history was read is still there." action={<Button onClick={again}>Replay</Button>} />;
  if (state.kind === "ready") return null;
  const progress = state.kind === "running" ? state.replay.progress : null;
  return <Working words={progress?.words ?? "Starting the replay"} share={progress?.share ?? null} cancel={cancel} slim={hasPicture} note={tooLittle?.words} />;
}

function Working({ words, share, cancel, slim, note }: { words: string; share: number | null; cancel: () => void; slim: boolean; note?: string | undefined }) {
  return (
    <div className={css.waiting} style={slim ? { paddingBottom: 4 } : undefined}>
      <p role="status" style={{ fontWeight: 500 }}>{words}</p>
      <Progress label={words} share={share ?? 0} tone="accent" height={6} />
      {!slim && <p className="second ink3">{note ?? "The whole history is read once and kept in memory; then charts follow while you drag. Others can go on working meanwhile."}</p>}
      <div><Button onClick={cancel}>Cancel</Button></div>
    </div>
  );
}

interface ChartsProps {
  picture: Picture;
  subject: Subject;
  name: string;
  open: OpenPeople;
  tiles: ReactNode;
  /** Older than what is asked for: shown faded. */
  old: boolean;
  says: readonly string[];
  asOf: string | null;
}

export function Charts({ picture, subject, name, open, tiles, old, says, asOf }: ChartsProps) {
  const format = useFormat();
  return (
    <div className={css.body} data-old={old || undefined}>
      <p className={css.basis}>{name} against {subject.inForce.name}, in force. {format.day(picture.from)} to {format.day(picture.to)}, as known today{asOf ? `, ${format.moment(asOf)}` : ""}. {weeksOf(picture) < weeksIn(picture.from, picture.to) && `The history begins in the week of ${format.day(picture.weeks[0]!.week)}. `}Replayed in {picture.took < 100 ? `${Math.max(1, Math.round(picture.took))} ms` : `${format.number(picture.took / 1000, { digits: 1 })} s`}.</p>
      {picture.tooLittle && <Notice tone="warn" title="Too little history to decide by." text={picture.tooLittle.words} />}
      {tiles}
      <div className={css.halves}>
        <div className={css.column}>
          <WeeksPanel {...{ picture, subject, name, open }} />
          <EndedPanel {...{ picture, subject, name, open }} />
          <SegmentsPanel {...{ picture, subject, name, open }} />
        </div>
        <div className={css.column}>
          <LoadPanel {...{ picture, subject, name }} />
          <ForetellsPanel {...{ picture, subject, name }} />
          <BandsPanel {...{ picture, subject, name }} />
        </div>
      </div>
      <Section card title="What this replay says and does not say">
        <ul className={css.says}>
          <li>{shiftWords(picture.shiftDays, format.number)}: {format.number(picture.both)} {picture.both === 1 ? "person" : "people"} by both versions.</li>
          {says.map((one) => <li key={one}>{one}</li>)}
        </ul>
      </Section>
    </div>
  );
}
