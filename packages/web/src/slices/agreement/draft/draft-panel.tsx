import { placeWords } from "@tandem/domain/agreement/place-words";
import { IconButton } from "../../../ui/icon-button.tsx";
import { CloseIcon, WarningIcon } from "../../../ui/icons.ts";
import { Link } from "../../../ui/link.tsx";
import { SegmentedTabs } from "../../../ui/segmented-tabs.tsx";
import { CommentList, type Comment } from "../comment-list.tsx";
import { pathOfPlace, placeName } from "./entry-places.ts";
import { ChangeList, type ListedChange } from "./change-list.tsx";
import { useDraftEditing, type PlacedProblem } from "./draft-context.ts";
import { findingsWords } from "./findings.ts";
import type { About } from "./entry-places.ts";
import type { Draft } from "./use-draft.ts";
import css from "./panel.module.css";
import wordsCss from "./words.module.css";

export type PanelTab = "changes" | "problems" | "comments" | "none";
interface DraftPanelProps {
  draft: Draft;
  tab: Exclude<PanelTab, "none">;
  onTab: (tab: PanelTab) => void;
  changes: readonly ListedChange[];
  problems: readonly PlacedProblem[];
  comments: readonly Comment[];
  about: About | null;
  onAbout: (about: About | null) => void;
  onJump: (path: string) => void;
  againstVersion: number;
}

/** Beside the document: what it changes, what is wrong with it, what people say about it. */
export function DraftPanel({ draft, tab, onTab, changes, problems, comments, about, onAbout, onJump, againstVersion }: DraftPanelProps) {
  const { document } = useDraftEditing();
  const open = comments.filter((one) => one.resolvedAt === null);
  return (
    <aside className={css.panel} aria-label="About the draft">
      <header className={css.panelHead}>
        <SegmentedTabs label="About the draft" value={tab} onChange={onTab} tabs={[{ value: "changes", label: "Changes", count: changes.length }, ...(draft.state === "open" ? [{ value: "problems" as const, label: findingsWords(problems) }] : []), { value: "comments", label: "Comments", count: open.length }]} />
        <IconButton icon={CloseIcon} label="Close" onClick={() => onTab("none")} />
      </header>
      <div className={css.panelBody} tabIndex={-1}>
        {tab === "changes" && (
          <>
            <p className="label">{draft.becameVersion !== null ? `Against version ${againstVersion}, the one before. Blue came with version ${draft.becameVersion}.` : `Against version ${againstVersion}, ${draft.state === "open" ? "in force" : "from which it was begun"}. Blue is proposed.`}</p>
            {changes.length === 0 ? <p className={wordsCss.none}>{draft.state === "open" ? "Nothing differs yet. Open a rule and change it." : `It says the same as version ${againstVersion}.`}</p> : <ChangeList changes={changes} onJump={onJump} />}
            {changes.length > 0 && <p className={css.panelFoot}><Link to="/agreement/compare" search={{ after: `draft:${draft.id}` } as never}>Compare with another version</Link></p>}
          </>
        )}
        {tab === "problems" && <Problems problems={problems} onJump={onJump} />}
        {tab === "comments" && <CommentList on={{ draft: draft.id }} whole="the draft" comments={comments} about={about} onAbout={onAbout} nameOf={(place) => placeName(document, place)} onJump={(place) => onJump(pathOfPlace(document, place))} />}
      </div>
    </aside>
  );
}

function Problems({ problems, onJump }: { problems: readonly PlacedProblem[]; onJump: (path: string) => void }) {
  const { document } = useDraftEditing();
  if (problems.length === 0) return <p className={wordsCss.none}>Nothing is wrong with this text. Rules can be reached, grades qualify, routing ends, clauses can be kept.</p>;
  return (
    <>
      <p className="label">A problem stops signing; a doubt may be signed all the same.</p>
      <ul className={css.problems}>
        {problems.toSorted((a, b) => Number(a.severity === "doubt") - Number(b.severity === "doubt")).map((problem, i) => (
          <li key={`${problem.path} ${i}`}>
            <button type="button" className={css.problemButton} data-severity={problem.severity} onClick={() => onJump(problem.path)}>
              <WarningIcon />
              <span><span className="sr-only">{problem.severity === "problem" ? "Problem: " : "Doubt: "}</span>{problem.words}<span className={css.place}>{placeWords(document, problem.path)}</span></span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
