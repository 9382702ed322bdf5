import { Fragment } from "react";
import { ForwardIcon } from "../../ui/icons.ts";

/** "+25 → +26" with its arrow drawn: the font has no such sign. Screen readers hear "becomes". */
export function ArrowWords({ words }: { words: string }) {
  return words.split(" → ").map((part, i) => <Fragment key={i}>{i > 0 && <span style={{ display: "inline-block", margin: "0 4px", verticalAlign: -2 }}><ForwardIcon size={12} /><span className="sr-only"> becomes </span></span>}{part}</Fragment>);
}
