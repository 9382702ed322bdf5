import { sectionKeys, sectionTitles } from "@tandem/domain/agreement/sections";
import { Fragment } from "react";
import { ForwardIcon } from "../../../ui/icons.ts";
import css from "./draft.module.css";

export interface ListedChange {
  readonly section: string;
  readonly kind: "added" | "removed" | "changed" | "moved";
  readonly path: string;
  readonly words: string;
}
const kindWords = { added: "New", removed: "Left out", changed: "Changed", moved: "Moved" } as const;

/** Differences in words, by section, each leading to its place. */
export function ChangeList({ changes, onJump, as: Title = "h3" }: { changes: readonly ListedChange[]; onJump?: (path: string) => void; /** The level of its headings where it stands. */ as?: "h2" | "h3" }) {
  return sectionKeys.map((section) => {
    const ours = changes.filter((change) => change.section === section);
    if (ours.length === 0) return null;
    return (
      <section key={section} className={css.changeGroup}>
        <Title className={css.changeTitle}>{sectionTitles[section]} <span className="ink3">{ours.length}</span></Title>
        <ul>
          {ours.map((change, i) => (
            <li key={`${change.path} ${change.kind} ${i}`} className={css.change} data-kind={change.kind}>
              <span className="sr-only">{kindWords[change.kind]}: </span>
              {onJump ? <button type="button" className={css.changeButton} onClick={() => onJump(change.path)}><Marked words={change.words} /></button> : <p><Marked words={change.words} /></p>}
            </li>
          ))}
        </ul>
      </section>
    );
  });
}

/** "a → b": the old is struck out, the new is what is proposed. */
function Marked({ words }: { words: string }) {
  const parts = words.split(" → ");
  if (parts.length !== 2) return <ArrowWords words={words} />;
  const [before, after] = parts as [string, string];
  const cut = Math.max(before.lastIndexOf(": ") + 2, 1);
  // Quoted sentences may hold colons; a long old value is easier to read whole.
  const from = before.includes("“") ? before.indexOf("“") : cut;
  return <>{before.slice(0, from)}<s className={css.was}>{before.slice(from)}</s><Becomes /><span className={css.becomes}>{after}</span></>;
}

/** The arrow of a change as a drawing: not every font has the sign. Screen readers hear "becomes". */
function Becomes() {
  return <span className={css.arrow}><ForwardIcon /><span className="sr-only"> becomes </span></span>;
}

/** A change in words, with its arrows drawn. */
export function ArrowWords({ words }: { words: string }) {
  return words.split(" → ").map((part, i) => <Fragment key={i}>{i > 0 && <Becomes />}{part}</Fragment>);
}
