import type { RefObject } from "react";
import { sectionOf } from "@tandem/domain/agreement/sections";
import { SectionNav } from "../section-nav.tsx";
import css from "../section-nav.module.css";
import { useDraftEditing } from "./draft-context.ts";
import { draftSections } from "./section-list.tsx";

/** The contents, with how much changed in each section and where something is wrong. */
export function DraftSectionNav({ scroller }: { scroller: RefObject<HTMLDivElement | null> }) {
  const { changes, problems } = useDraftEditing();
  const entries = draftSections.map(({ key, title, side }) => {
    const count = changes.filter((change) => change.section === key).length;
    const found = problems.filter((problem) => sectionOf(problem.path) === key);
    const shown = (
      <>
        {found.length > 0 && <span className={css.navWrong} data-severity={found.some((one) => one.severity === "problem") ? "problem" : "doubt"} title={found[0]!.words}>!<span className="sr-only"> {found.length} to look at</span></span>}
        {count > 0 && <span className={css.navCount}>{count}<span className="sr-only"> changed</span></span>}
      </>
    );
    return { key, title, side, mark: { shown, words: `${count > 0 ? `, ${count} changed` : ""}${found.length > 0 ? " (!)" : ""}` } };
  });
  return <SectionNav label="Sections of the draft" entries={entries} scroller={scroller} folds />;
}
