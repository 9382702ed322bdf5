import { memo } from "react";
import { Chip } from "../../../ui/chip.tsx";
import { sideNames } from "../side-words.ts";
import { CommentButton } from "./comment-button.tsx";
import { DraftEditingContext, type DraftEditing } from "./draft-context.ts";
import type { draftSections } from "./section-list.tsx";
import css from "./section.module.css";

/** One section of the document; drawn again only when its own view of the draft is another one. */
export const DraftSection = memo(function DraftSection({ section: { key, title, intro, side, Body }, editing }: { section: (typeof draftSections)[number]; editing: DraftEditing }) {
  return (
    <DraftEditingContext value={editing}>
      <section id={key} className={css.section} aria-labelledby={`${key}-title`}>
        <header className={css.sectionHead}>
          <h2 id={`${key}-title`} className={css.title}>{title}</h2>
          {side && <Chip tone={side}>{key.startsWith("sla-") ? "Owed by" : "Kept by"} {sideNames[side]}</Chip>}
          <span className={css.sectionTalk}><CommentButton count={editing.commentsOn(key, null)} title={title} onClick={() => editing.comment(key, null)} /></span>
        </header>
        <p className={css.intro}>{intro}</p>
        <Body />
      </section>
    </DraftEditingContext>
  );
});
