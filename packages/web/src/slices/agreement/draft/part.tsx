import { sectionOf } from "@tandem/domain/agreement/sections";
import type { ReactNode } from "react";
import { WarningIcon } from "../../../ui/icons.ts";
import { Marked } from "./change-list.tsx";
import { useDraftEditing, within } from "./draft-context.ts";
import { ruleText } from "./rule-text.ts";
import css from "./section.module.css";
import wordsCss from "./words.module.css";

interface PartProps {
  /** Where it stands in the document; `also` are further places that it shows. */
  path: string;
  also?: readonly string[];
  title?: string;
  note?: string;
  /** Shown as the engine reads it. */
  rule?: unknown;
  children: ReactNode;
}

/** A part of a section that is no list: always open, with what changed in it and what is wrong. */
export function Part({ path, also = [], title, note, rule, children }: PartProps) {
  const { changes, problems } = useDraftEditing();
  const here = [path, ...also];
  const section = sectionOf(path);
  const changed = changes.filter((change) => change.section === section && here.some((place) => within(change.path, place)));
  const found = problems.filter((problem) => here.some((place) => within(problem.path, place)));
  return (
    <div className={css.part} data-row={path} data-change={changed[0]?.kind} data-severity={found[0]?.severity}>
      {title && <p className={wordsCss.partTitle}>{title}{note && <span className="ink3"> {note}</span>}</p>}
      {children}
      {rule !== undefined && <details className={css.details}><summary>As the engine reads it</summary><pre className={wordsCss.rule}>{ruleText(rule)}</pre></details>}
      {found.filter(({ atRow }) => !atRow).map((problem) => <p key={problem.path + problem.words} className={css.problem} data-severity={problem.severity}><WarningIcon /> {problem.words}</p>)}
      {changed.map((change) => <p key={change.path + change.kind} className={css.changed}><Marked change={change} /></p>)}
    </div>
  );
}
