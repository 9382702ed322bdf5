import type { HandoffPage } from "@tandem/contract/handoff/handoff";
import { useState } from "react";
import type { IconType } from "../../ui/button.tsx";
import { CalculatorIcon, CallIcon, DocumentIcon, EventIcon, FormIcon, HandoffIcon, MailIcon, MeetingIcon, MessageIcon, NextIcon, NoteIcon, QualifiedIcon, TagIcon, VideoIcon } from "../../ui/icons.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { Section } from "../../ui/section.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { EngagementLine } from "./engagement-line.tsx";
import css from "./lead-parts.module.css";
import type { LeadView } from "./use-lead.ts";

/** Why now, the engagement opened down to its events, and what happened. */
export function LeadMain({ view }: { view: LeadView }) {
  const { page } = view;
  return (
    <>
      <WhyNow page={page} />
      <Engagement page={page} />
      <Happened view={view} />
      <WhyThisRep page={page} />
      {page.earlier.length > 0 && <Earlier page={page} />}
    </>
  );
}

export function WhyNow({ page }: { page: HandoffPage }) {
  const { package: given } = page;
  const format = useFormat();
  return (
    <Section title="Why now" aside={given && <span title={format.exact(page.openedAt)}>as of {format.date(page.openedAt)}</span>}>
      {given ? <p className="prose">{given.whyNow || "Nothing was known when it was handed over."}</p> : <p className="prose ink3">The person was erased; what was handed over is gone with them.</p>}
      {given && given.missing.length > 0 && <p className={css.missing}>Missing from the package: {given.missing.map(fieldName).join(", ")}.</p>}
    </Section>
  );
}

/** "contact.last_name" → "last name". */
function fieldName(ref: string): string {
  const [entity, ...rest] = ref.split(".");
  const name = (rest.at(-1) ?? ref).replaceAll("_", " ");
  return entity === "company" ? `company ${name}` : name;
}

export function Engagement({ page, bare }: { page: HandoffPage; bare?: boolean }) {
  const { score } = page;
  const rules = score.engagementLines.filter((line) => line.kind === "rule").length;
  const then = page.package ? page.package.engagement : score.engagement;
  const lines = score.engagementLines.map((line) => <EngagementLine key={`${line.kind} ${line.key}`} line={line} />);
  if (bare) return <div>{lines}</div>;
  return (
    <Section
      title="Engagement" note={<b className="num" style={{ fontWeight: 600, color: "var(--ink)" }}>{Math.round(score.engagement / 1000)}</b>}
      aside={<span>{then === score.engagement ? "" : `${Math.round(then / 1000)} when handed over. `}Sum of {rules} {rules === 1 ? "rule" : "rules"}</span>}
    >
      {lines.length === 0 ? <p className="second ink3">Nothing they did counts any more.</p> : <div>{lines}</div>}
    </Section>
  );
}

const shownFirst = 10;

export function Happened({ view }: { view: LeadView }) {
  const { page, takeBack } = view;
  const [all, setAll] = useState(false);
  const attempts = new Map(page.attemptRows.map((row) => [row.id, row]));
  const shown = all ? page.timeline : page.timeline.slice(0, shownFirst);
  const { count, capped, days } = page.events;
  return (
    <Section title="Timeline" aside={<span>{count}{capped ? "+" : ""} {count === 1 ? "event" : "events"} of theirs{days > 0 ? `, ${days} ${days === 1 ? "day" : "days"}` : ""}</span>}>
      <ol className={css.timeline}>
        {shown.map((line) => {
          const Icon = iconOf(line);
          const attempt = attempts.get(line.id);
          return (
            <li key={line.id} className={css.event} data-side={line.side ?? undefined}>
              <RelativeTime at={line.at} className="ink3" named />
              <Icon />
              <div>{line.title}{attempt?.note && <Said note={attempt.note} />}</div>
              {attempt?.removableUntil && <button type="button" className={css.more} style={{ minHeight: 16 }} onClick={() => takeBack(line.id)}>Take back</button>}
            </li>
          );
        })}
      </ol>
      {page.timeline.length > shownFirst && !all && <button type="button" className={css.more} onClick={() => setAll(true)}><NextIcon />{page.timeline.length - shownFirst} more</button>}
    </Section>
  );
}

/** What was said, on one line until it is opened. */
function Said({ note }: { note: string }) {
  const [open, setOpen] = useState(false);
  return <button type="button" className={css.said} aria-expanded={open} title={open ? undefined : note} onClick={() => setOpen(!open)}>{note}</button>;
}

const channelIcons: Record<string, IconType> = { call: CallIcon, email: MailIcon, meeting: MeetingIcon, message: MessageIcon, note: NoteIcon };
const signalIcons: readonly [RegExp, IconType][] = [[/pricing/, TagIcon], [/webinar/, VideoIcon], [/calculator/, CalculatorIcon], [/case|paper|docs|content/, DocumentIcon], [/mail|newsletter/, MailIcon], [/demo|contact|form/, FormIcon]];

function iconOf(line: HandoffPage["timeline"][number]): IconType {
  if (line.kind === "handoff") return HandoffIcon;
  if (line.kind === "stage") return QualifiedIcon;
  if (line.kind === "activity") return channelIcons[line.channel ?? ""] ?? EventIcon;
  return signalIcons.find(([pattern]) => pattern.test(line.channel ?? ""))?.[1] ?? EventIcon;
}

/** Why this rep, why not the others: opened only by who asks. */
export function WhyThisRep({ page }: { page: HandoffPage }) {
  const [open, setOpen] = useState(false);
  const format = useFormat();
  const label = page.assignee ? `Why ${page.assignee.name}` : `Why the queue of ${page.team.name}`;
  const { load } = page;
  const over = load !== null && load.capacity !== null && load.open > load.capacity && page.closed === null;
  return (
    <Section>
      <button type="button" className={css.more} aria-expanded={open} onClick={() => setOpen(!open)}><NextIcon />{label}</button>
      {over && <p className={css.overCapacity}>Over capacity: {page.assignee?.name} holds {load.open} open leads, {load.capacity} were agreed.</p>}
      {open && (
        <>
          <ol className={css.trace}>{page.trace.map((step, i) => <li key={i}>{step}</li>)}</ol>
          {page.assignments.length > 1 && (
            <ol className={css.timeline}>
              {page.assignments.map((one, i) => (
                <li key={i} className={css.event}>
                  <RelativeTime at={one.at} className="ink3" named /><HandoffIcon />
                  <span>{one.to?.name ?? `Queue of ${one.team.name}`}: {one.why}{one.by ? `, ${one.by.name}` : ""}</span>
                </li>
              ))}
            </ol>
          )}
          <p className="label">Handed over {format.exact(page.openedAt)}</p>
        </>
      )}
    </Section>
  );
}

function Earlier({ page }: { page: HandoffPage }) {
  const format = useFormat();
  return (
    <Section title="Earlier handoffs" note={page.earlier.length}>
      {page.earlier.map((one) => (
        <div key={one.id} className={css.campaign}>
          <span className="ink3 num">{format.date(one.openedAt)}</span>
          <span>{[one.assignee?.name, one.reason ?? one.state.replace("-", " to ")].filter(Boolean).join(": ")}{one.words && <span className="ink3"> “{one.words}”</span>}</span>
        </div>
      ))}
    </Section>
  );
}
