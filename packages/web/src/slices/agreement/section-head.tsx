import type { ReactNode } from "react";
import { Chip } from "../../ui/chip.tsx";
import { MessageIcon } from "../../ui/icons.ts";
import { sideNames, type Side } from "./side-words.ts";
import css from "./section-head.module.css";

interface SectionHeadProps {
  /** Key of the section: leads there, and names it. */
  section: string;
  title: string;
  /** The title as it is drawn, where words in it are marked. */
  marked?: ReactNode;
  intro: string;
  side: Side | null;
  /** Open comments about the section as a whole. */
  comments: number;
  onComment: () => void;
}

/** What a section of the agreement is called, who keeps it, and the way to say something about it; the same where it is read and where it is written. */
export function SectionHead({ section, title, marked, intro, side, comments, onComment }: SectionHeadProps) {
  return (
    <>
      <header className={css.head}>
        <h2 id={`${section}-title`} className={css.title}>{marked ?? title}</h2>
        {side && <Chip tone={side}>{section.startsWith("sla-") ? "Owed by" : "Kept by"} {sideNames[side]}</Chip>}
        <button type="button" className={css.comment} onClick={onComment} aria-label={comments > 0 ? `${comments} ${comments === 1 ? "comment" : "comments"} on ${title}` : `Comment on ${title}`}>
          <MessageIcon /> {comments > 0 ? comments : "Comment"}
        </button>
      </header>
      <p className={css.intro}>{intro}</p>
    </>
  );
}
