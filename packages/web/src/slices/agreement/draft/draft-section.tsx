import { memo } from "react";
import { SectionHead } from "../section-head.tsx";
import { DraftEditingContext, type DraftEditing } from "./draft-context.ts";
import type { draftSections } from "./section-list.tsx";
import css from "./section.module.css";

/** One section of the document; drawn again only when its own view of the draft is another one. */
export const DraftSection = memo(function DraftSection({ section: { key, title, intro, side, Body }, editing }: { section: (typeof draftSections)[number]; editing: DraftEditing }) {
  return (
    <DraftEditingContext value={editing}>
      <section id={key} className={css.section} aria-labelledby={`${key}-title`}>
        <SectionHead section={key} title={title} intro={intro} side={side} comments={editing.commentsOn(key, null)} onComment={() => editing.comment(key, null)} />
        <Body />
      </section>
    </DraftEditingContext>
  );
});
