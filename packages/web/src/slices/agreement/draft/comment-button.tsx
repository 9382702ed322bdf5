import type { SectionKey } from "@tandem/domain/agreement/sections";
import { MessageIcon } from "../../../ui/icons.ts";
import { useDraftEditing } from "./draft-context.ts";
import css from "./section.module.css";

/** Says something about a whole section. */
export function CommentButton({ section, title }: { section: SectionKey; title: string }) {
  const { commentsOn, comment } = useDraftEditing();
  const count = commentsOn(section, null);
  return (
    <button type="button" className={css.talkButton} onClick={() => comment(section, null)} aria-label={count > 0 ? `${count} ${count === 1 ? "comment" : "comments"} on ${title}` : `Comment on ${title}`}>
      <MessageIcon /> {count > 0 ? count : "Comment"}
    </button>
  );
}
