import { MessageIcon } from "../../../ui/icons.ts";
import css from "./section.module.css";

/** Says something about a whole section. */
export function CommentButton({ count, title, onClick }: { count: number; title: string; onClick: () => void }) {
  return (
    <button type="button" className={css.talkButton} onClick={onClick} aria-label={count > 0 ? `${count} ${count === 1 ? "comment" : "comments"} on ${title}` : `Comment on ${title}`}>
      <MessageIcon /> {count > 0 ? count : "Comment"}
    </button>
  );
}
