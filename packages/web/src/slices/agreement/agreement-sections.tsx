import type { Agreement } from "@tandem/domain/agreement/agreement";
import { readTargets } from "@tandem/contract/insights/targets";
import { Fragment } from "react";
import { useMay } from "../../app/session.ts";
import { Grade } from "../../ui/grade.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { cutAtWords, type Line, type Section } from "./find-lines.ts";
import { TargetsStanding } from "../insights/door.tsx";
import { partBehind } from "./draft/entry-places.ts";
import { ruleText } from "./draft/rule-text.ts";
import { SectionHead } from "./section-head.tsx";
import css from "./agreement-sections.module.css";

/** How many open comments a section has, and the way to them. */
export interface SectionTalk {
  on: (section: Section["key"]) => number;
  open: (section: Section["key"]) => void;
}

/** The document: each section with its rules as sentences, and their figures at the right. */
export function AgreementSections({ sections, search, rules, talk }: { sections: readonly Section[]; search: string; /** The text itself: the rule is shown beside the words. */ rules?: Agreement | undefined; talk: SectionTalk }) {
  const may = useMay();
  return sections.map((section) => (
    <section key={section.key} id={section.key} className={css.section} data-side={section.side ?? undefined} aria-labelledby={`${section.key}-title`}>
      <SectionHead section={section.key} title={section.title} marked={<Marked text={section.title} search={search} />} intro={section.intro} side={section.side} comments={talk.on(section.key)} onComment={() => talk.open(section.key)} />
      {section.lines.length === 0 ? <p className={css.none}>Nothing is agreed here yet.</p> : <ul className={css.lines}>{section.lines.map((line) => <LineRow key={line.key} section={section} line={line} search={search} rules={rules} />)}</ul>}
      {section.key === "targets" && section.lines.length > 0 && search.trim() === "" && may(readTargets) && <TargetsStanding />}
    </section>
  ));
}

function LineRow({ section, line, search, rules }: { section: Section; line: Line; search: string; rules: Agreement | undefined }) {
  const part = rules && partBehind(rules, section.key, line.key);
  const grade = section.key === "mql" && line.name === `Grade ${line.key}` ? (line.key as "A" | "B" | "C" | "D") : null;
  return (
    <li className={css.line} data-figure={line.figure !== null || grade ? true : undefined}>
      {grade && <span className={css.grade} aria-hidden><Grade grade={grade} /></span>}
      <div className={css.text}>
        <p className={css.name}><Marked text={line.name} search={search} /></p>
        <div className={part === undefined ? undefined : css.withRule}>
          <p className={css.words}><Marked text={line.words} search={search} /></p>
          {part !== undefined && <pre className={css.rule} aria-label={`${line.name} as the engine reads it`}>{ruleText(part)}</pre>}
        </div>
      </div>
      <Figure line={line} never={grade !== null && line.figure === null} />
    </li>
  );
}

/** The number of a rule as it is agreed: "+20", "90 %", "300"; "Never" where a grade can't qualify. */
function Figure({ line, never }: { line: Line; never: boolean }) {
  const format = useFormat();
  if (never) return <span className={css.figure}>Never</span>;
  if (line.figure === null) return null;
  // Percent are whole numbers here; a share is between 0 and 1.
  const text = line.unit === "percent" ? format.share(line.figure / 100, { digits: Number.isInteger(line.figure) ? 0 : 1 }) : format.number(line.figure, { sign: line.unit === "points" });
  return <span className={`${css.figure} num`}>{text}</span>;
}

function Marked({ text, search }: { text: string; search: string }) {
  return cutAtWords(text, search).map((part, i) => (part.found ? <mark key={i} className={css.mark}>{part.text}</mark> : <Fragment key={i}>{part.text}</Fragment>));
}
