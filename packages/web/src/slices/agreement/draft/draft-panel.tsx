import { addComment, changeComment, deleteComment, type listComments } from "@tandem/contract/agreement/comments";
import type { OutputOf } from "@tandem/contract/operation";
import type { SectionKey } from "@tandem/domain/agreement/sections";
import { useEffect, useRef, useState } from "react";
import { useAct } from "../../../app/query.ts";
import { Avatar } from "../../../ui/avatar.tsx";
import { Button } from "../../../ui/button.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import { CheckIcon, CloseIcon, WarningIcon } from "../../../ui/icons.ts";
import { Link } from "../../../ui/link.tsx";
import { RelativeTime } from "../../../ui/relative-time.tsx";
import { SegmentedTabs } from "../../../ui/segmented-tabs.tsx";
import { Textarea } from "../../../ui/text-input.tsx";
import { pathOfPlace, placeName } from "./entry-places.ts";
import { ChangeList, type ListedChange } from "./change-list.tsx";
import { useDraftEditing, type PlacedProblem } from "./draft-context.ts";
import { findingsWords, placeWords } from "./findings.ts";
import type { About } from "./entry-places.ts";
import type { Draft } from "./use-draft.ts";
import css from "./panel.module.css";
import wordsCss from "./words.module.css";

export type PanelTab = "changes" | "problems" | "comments" | "none";
type Comment = OutputOf<typeof listComments>["comments"][number];
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
        {tab === "comments" && <Comments draft={draft} comments={comments} about={about} onAbout={onAbout} onJump={onJump} />}
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

function Comments({ draft, comments, about, onAbout, onJump }: Pick<DraftPanelProps, "draft" | "comments" | "about" | "onAbout" | "onJump">) {
  const { document } = useDraftEditing();
  const [words, setWords] = useState("");
  const [resolvedToo, setResolvedToo] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const add = useAct(addComment, { onDone: () => setWords(""), invalidates: ["agreement.list-comments"] });
  const section = about?.section ?? ("document" as SectionKey);
  const key = about?.key ?? null;
  useEffect(() => {
    if (about) box.current?.querySelector("textarea")?.focus();
  }, [about]);
  const shown = comments.filter((one) => (resolvedToo || one.resolvedAt === null) && (about === null || about.section === ("document" as SectionKey) || (one.section === about.section && (about.key === null || one.key === about.key))));
  const hidden = comments.filter((one) => one.resolvedAt !== null).length;
  const send = () => words.trim() !== "" && add.mutate({ body: { about: { draft: draft.id }, section, key, words } });
  return (
    <>
      {about && about.section !== ("document" as SectionKey) && (
        <p className={css.about}>On <b>{placeName(document, about)}</b> <button type="button" className={wordsCss.link} onClick={() => onAbout(null)}>Show all</button></p>
      )}
      <ul>
        {shown.map((one) => <CommentItem key={one.id} comment={one} where={about?.section === one.section && about.key === one.key ? null : placeName(document, one as About)} onJump={() => onJump(pathOfPlace(document, one as About))} />)}
      </ul>
      {shown.length === 0 && <p className={wordsCss.none}>{about ? "Nobody has said anything about this." : "Nobody has said anything yet."}</p>}
      {hidden > 0 && <button type="button" className={wordsCss.link} onClick={() => setResolvedToo(!resolvedToo)}>{resolvedToo ? "Hide resolved" : `Show ${hidden} resolved`}</button>}
      <div ref={box} className={css.write} onKeyDown={(event) => { if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) { event.preventDefault(); send(); } }}>
        <Textarea bare label="Comment" placeholder={about && about.section !== ("document" as SectionKey) ? "Say something about it…" : "Say something about the draft…"} value={words} maxLength={4_000} onChange={setWords} />
        <Button busy={add.isPending} refused={words.trim() === "" ? "Write something first" : undefined} onClick={send} hint="mod+enter">Comment</Button>
      </div>
    </>
  );
}

function CommentItem({ comment, where, onJump }: { comment: Comment; where: string | null; onJump: () => void }) {
  const [text, setText] = useState<string | null>(null);
  const change = useAct(changeComment, { invalidates: ["agreement.list-comments", "agreement.read-draft"], onDone: () => setText(null) });
  const drop = useAct(deleteComment, { invalidates: ["agreement.list-comments", "agreement.read-draft"], said: () => "The comment is taken back" });
  const params = { id: comment.id };
  return (
    <li className={css.comment} data-resolved={comment.resolvedAt !== null || undefined}>
      <Avatar name={comment.by.name} size={24} />
      <div className={css.commentBody}>
        <p><b>{comment.by.name}</b> <span className="label"><RelativeTime at={comment.at} />{comment.changedAt && ", changed"}</span></p>
        {where && <button type="button" className={wordsCss.link} onClick={onJump}>{where}</button>}
        {text === null ? <p className={css.commentWords}>{comment.words}</p> : <Textarea bare label="Comment" value={text} maxLength={4_000} onChange={setText} />}
        {comment.resolvedAt !== null && <p className="label">Resolved{comment.resolvedBy && ` by ${comment.resolvedBy}`}, <RelativeTime at={comment.resolvedAt} /></p>}
        <p className={css.commentActs}>
          {text !== null ? (
            <><button type="button" className={wordsCss.link} onClick={() => text.trim() !== "" && change.mutate({ params, body: { words: text } })}>Save</button><button type="button" className={wordsCss.link} onClick={() => setText(null)}>Cancel</button></>
          ) : (
            <>
              <button type="button" className={wordsCss.link} onClick={() => change.mutate({ params, body: { resolved: comment.resolvedAt === null } })}>{comment.resolvedAt === null ? <><CheckIcon /> Resolve</> : "Reopen"}</button>
              {comment.mine && <><button type="button" className={wordsCss.link} onClick={() => setText(comment.words)}>Edit</button><button type="button" className={wordsCss.link} onClick={() => drop.mutate({ params })}>Take back</button></>}
            </>
          )}
        </p>
      </div>
    </li>
  );
}
