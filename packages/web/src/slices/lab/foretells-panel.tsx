import type { Picture } from "@tandem/contract/lab/replay";
import { useState } from "react";
import { ForwardIcon } from "../../ui/icons.ts";
import { Section } from "../../ui/section.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { useFormat } from "../../ui/use-format.ts";
import figures from "./figures.module.css";
import css from "./foretells.module.css";
import { bandName, pairBands, type Band, type Foretells } from "./picture-words.ts";
import type { Subject } from "./use-subject.ts";

const said = { sql: "SQL", won: "a won deal" } as const;

/** Precision and recall, each with what it means in plain words and how many people it stands on. */
export function ForetellsPanel({ picture, subject, name }: { picture: Picture; subject: Subject; name: string }) {
  const [outcome, setOutcome] = useState<"sql" | "won">("sql");
  const draft = picture.precision.draft.find((one) => one.outcome === outcome);
  const inForce = picture.precision.inForce.find((one) => one.outcome === outcome);
  return (
    <Section card title="Precision and recall" aside={<SegmentedTabs label="Outcome" value={outcome} onChange={setOutcome} tabs={[{ value: "sql", label: "SQL" }, { value: "won", label: "Won" }]} />}>
      <div className={css.foretells}>
        <Meter kind="precision" {...{ outcome, draft, inForce, name }} held={subject.inForce.name} />
        <Meter kind="recall" {...{ outcome, draft, inForce, name }} held={subject.inForce.name} />
      </div>
    </Section>
  );
}

interface MeterProps {
  kind: "precision" | "recall";
  outcome: "sql" | "won";
  draft: Foretells | undefined;
  inForce: Foretells | undefined;
  name: string;
  held: string;
}

function Meter({ kind, outcome, draft, inForce, name, held }: MeterProps) {
  const format = useFormat();
  const now = draft?.[kind] ?? null;
  const before = inForce?.[kind] ?? null;
  const say = (share: number | null) => (share === null ? "unknown" : format.share(share));
  const [low, high] = kind === "precision" && draft ? [draft.precisionLow, draft.precisionHigh] : [null, null];
  const title = kind === "precision" ? "Precision" : "Recall";
  const means = kind === "precision"
    ? `Of the people handed over whose outcome is known, the share that reached ${said[outcome]}.`
    : `Of all people who reached ${said[outcome]} in the period, however they got there, the share that would have been handed over first.`;
  return (
    <div>
      <p className={css.foretellHead}><span>{title}</span><span className="second ink3">{say(before)}<span className="sr-only"> in {held}, </span></span><ForwardIcon size={14} /><b className="num">{say(now)}</b><span className="sr-only"> in {name}</span></p>
      <p className="second ink2">{means}</p>
      <div className={css.meter} aria-hidden>
        {now !== null && <span className={css.meterFill} style={{ width: `${now * 100}%` }} />}
        {low !== null && high !== null && <span className={css.meterRange} style={{ left: `${low * 100}%`, right: `${(1 - high) * 100}%` }} />}
        {before !== null && <span className={css.meterTick} style={{ left: `${before * 100}%` }} />}
      </div>
      <p className={css.between}>
        {draft && <span>{kind === "precision" ? `${format.number(draft.hits)} of ${format.number(draft.known)} with a known outcome` : `${format.number(draft.hits)} of ${format.number(draft.all)}`}</span>}
        {low !== null && high !== null ? <span>range {format.share(low)} to {format.share(high)}</span> : <span>mark shows {held}</span>}
      </p>
    </div>
  );
}

/** Whether more engagement means more: conversion of each band against that of all. */
export function BandsPanel({ picture, subject, name }: { picture: Picture; subject: Subject; name: string }) {
  const format = useFormat();
  const bands = pairBands(picture.bands);
  const most = Math.max(1.5, ...bands.flatMap((band) => [band.inForce?.lift ?? 0, band.draft?.lift ?? 0]));
  const say = (band: Band | null) => (band?.lift == null ? "unknown" : `${format.number(band.lift, { digits: 1 })} ×`);
  return (
    <Section card title="Lift by engagement at handover" definition="How often a band reaches SQL against everyone’s rate, of those known. 1 × is no better than any; each higher band should be higher." aside={<Legend name={name} held={subject.inForce.name} />}>
      {bands.length === 0 && <p className="ink3">Nobody is handed over in this period.</p>}
      <div className={figures.pairs} role="list" aria-label="Lift by engagement at handover">
        {bands.map((band) => (
          <div key={band.from} className={figures.pair} role="listitem">
            <span>{bandName(band.from, band.to, format.number)}</span>
            <span className={figures.pairBars} aria-hidden>
              <span className={figures.pairBar} data-side="draft" style={{ width: `${((band.draft?.lift ?? 0) / most) * 100}%` }} />
              <span className={figures.pairBar} data-side="in-force" style={{ width: `${((band.inForce?.lift ?? 0) / most) * 100}%` }} />
              <span className={figures.pairTick} style={{ left: `${100 / most}%` }} />
            </span>
            <span className={figures.pairValue}><span className="sr-only">{name} </span><b>{say(band.draft)}</b> <span className="ink3"><span className="sr-only">{subject.inForce.name} </span>{say(band.inForce)}</span><span className={figures.linesHow}>{format.number(band.draft?.sql ?? 0)} of {format.number(band.draft?.known ?? 0)} known</span></span>
          </div>
        ))}
      </div>
    </Section>
  );
}

export function Legend({ name, held, tick }: { name: string; held: string; tick?: string }) {
  return (
    <span className={figures.legend}>
      <span><i className={figures.swatch} style={{ background: "var(--accent)" }} />{name}</span>
      <span><i className={figures.swatch} style={{ background: "var(--flow)" }} />{held}</span>
      {tick && <span><i style={{ width: 1.5, height: 12, background: "var(--ink)" }} />{tick}</span>}
    </span>
  );
}
