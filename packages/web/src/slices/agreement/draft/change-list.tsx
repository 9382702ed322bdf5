import { sectionKeys, sections } from "@tandem/domain/agreement/sections";
import { changeParts } from "@tandem/domain/agreement/words-of-change";
import { Fragment } from "react";
import { ForwardIcon } from "../../../ui/icons.ts";
import css from "./panel.module.css";

export interface ListedChange {
  readonly section: string;
  readonly kind: "added" | "removed" | "changed" | "moved";
  readonly path: string;
  readonly name: string;
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
        <Title className={css.changeTitle}>{sections[section].title} <span className="ink3">{ours.length}</span></Title>
        <ul>
          {ours.map((change, i) => (
            <li key={`${change.path} ${change.kind} ${i}`} className={css.change} data-kind={change.kind}>
              <span className="sr-only">{kindWords[change.kind]}: </span>
              {onJump ? <button type="button" className={css.changeButton} onClick={() => onJump(change.path)}><Marked change={change} /></button> : <p><Marked change={change} /></p>}
            </li>
          ))}
        </ul>
      </section>
    );
  });
}

/** The old is struck out, the new is what is proposed; of a sentence only the words that differ. */
export function Marked({ change }: { change: Pick<ListedChange, "name" | "kind" | "words"> }) {
  return changeParts(change).map(({ kind, text }, i) => {
    if (kind === "was") return <s key={i} className={css.was}>{text}</s>;
    if (kind === "becomes") return <ins key={i} className={css.becomes}>{text}</ins>;
    return <Fragment key={i}>{kind === "arrow" ? <Becomes /> : text}</Fragment>;
  });
}

/** The arrow of a change as a drawing: not every font has the sign. Screen readers hear "becomes". */
function Becomes() {
  return <span className={css.arrow}><ForwardIcon /><span className="sr-only"> becomes </span></span>;
}
