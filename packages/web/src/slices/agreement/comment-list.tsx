import { addComment, changeComment, deleteComment, type listComments } from "@tandem/contract/agreement/comments";
import type { InputOf, OutputOf } from "@tandem/contract/operation";
import type { SectionKey } from "@tandem/domain/agreement/sections";
import { useEffect, useRef, useState } from "react";
import { useAct } from "../../app/query.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Button } from "../../ui/button.tsx";
import { CheckIcon } from "../../ui/icons.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { Textarea } from "../../ui/text-input.tsx";
import type { About } from "./draft/entry-places.ts";
import css from "./draft/panel.module.css";
import wordsCss from "./draft/words.module.css";

export type Comment = OutputOf<typeof listComments>["comments"][number];

/** A draft or version as a whole: no section of it. */
export const wholeText = "document" as SectionKey;

interface CommentListProps {
  on: InputOf<typeof addComment>["body"]["about"];
  /** What is talked about: "the draft", "version 3". */
  whole: string;
  comments: readonly Comment[];
  about: About | null;
  onAbout: (about: About | null) => void;
  nameOf: (about: About) => string;
  onJump: (about: About) => void;
}

/** What people say about a draft or a version, and a box to say more; `about` narrows it to one place. */
export function CommentList({ on, whole, comments, about, onAbout, nameOf, onJump }: CommentListProps) {
  const [words, setWords] = useState("");
  const [resolvedToo, setResolvedToo] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const add = useAct(addComment, { onDone: () => setWords(""), invalidates: ["agreement.list-comments"] });
  const section = about?.section ?? wholeText;
  const key = about?.key ?? null;
  useEffect(() => {
    if (about) box.current?.querySelector("textarea")?.focus();
  }, [about]);
  const shown = comments.filter((one) => (resolvedToo || one.resolvedAt === null) && (about === null || about.section === wholeText || (one.section === about.section && (about.key === null || one.key === about.key))));
  const hidden = comments.filter((one) => one.resolvedAt !== null).length;
  const send = () => words.trim() !== "" && add.mutate({ body: { about: on, section, key, words } });
  return (
    <>
      {about && about.section !== wholeText && (
        <p className={css.about}>On <b>{nameOf(about)}</b> <button type="button" className={wordsCss.link} onClick={() => onAbout(null)}>Show all</button></p>
      )}
      <ul>
        {shown.map((one) => <CommentItem key={one.id} comment={one} where={about?.section === one.section && about.key === one.key ? null : nameOf(one as About)} onJump={() => onJump(one as About)} />)}
      </ul>
      {shown.length === 0 && <p className={wordsCss.none}>{about ? "Nobody has said anything about this." : "Nobody has said anything yet."}</p>}
      {hidden > 0 && <button type="button" className={wordsCss.link} onClick={() => setResolvedToo(!resolvedToo)}>{resolvedToo ? "Hide resolved" : `Show ${hidden} resolved`}</button>}
      <div ref={box} className={css.write} onKeyDown={(event) => { if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) { event.preventDefault(); send(); } }}>
        <Textarea bare label="Comment" placeholder={about && about.section !== wholeText ? "Say something about it…" : `Say something about ${whole}…`} value={words} maxLength={4_000} onChange={setWords} />
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
