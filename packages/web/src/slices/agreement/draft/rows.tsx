import type { AgreementChange } from "@tandem/domain/agreement/diff";
import { sectionOf } from "@tandem/domain/agreement/sections";
import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from "react";
import { Button } from "../../../ui/button.tsx";
import { AddIcon, CopyIcon, MessageIcon, MoreIcon, NextIcon, OpenIcon, RemoveIcon, SortDownIcon, SortUpIcon, UndoIcon, WarningIcon } from "../../../ui/icons.ts";
import { Menu } from "../../../ui/menu.tsx";
import { Marked } from "./change-list.tsx";
import { useRowDrag } from "../criteria/use-row-drag.ts";
import { GripIcon } from "../own-icons.ts";
import { useDraftEditing, within } from "./draft-context.ts";
import { ruleText } from "./rule-text.ts";
import css from "./rows.module.css";
import sectionCss from "./section.module.css";
import wordsCss from "./words.module.css";

interface RowsProps<T> {
  /** Where the list stands in the document: "fit.rules". */
  path: string;
  /** What one is called: "rule", "tier". */
  noun: string;
  items: readonly T[];
  onChange: (items: T[], merge?: string) => void;
  keyOf: (item: T) => string;
  nameOf: (item: T) => string;
  /** The sentence of the row. */
  words: (item: T) => string;
  /** The number at the right, as it is agreed. */
  figure?: (item: T) => string | null;
  /** In front of the name: a rank, a grade. */
  sign?: (item: T, index: number) => ReactNode;
  editor: (item: T, change: (item: T, merge?: string) => void, index: number) => ReactNode;
  /** A new one; left out where the list is closed (stages). */
  fresh?: (taken: readonly string[]) => T;
  copy?: (item: T, taken: readonly string[]) => T;
  /** Fewer than this can't be left. */
  least?: number;
  empty?: string;
  /** A key of the diff other than that of the entry. */
  changeKey?: (item: T) => string;
}

/**
 * A list of the document: each entry a sentence with its figure, opened in place to be changed. What differs from the
 * version in force is marked at its left, with the old figure struck out; what was left out can be put back.
 */
export function Rows<T extends object>({ path, noun, items, onChange, keyOf, nameOf, words, figure, sign, editor, fresh, copy, least = 0, empty, changeKey = keyOf }: RowsProps<T>) {
  const { changes, open, opened, readOnly } = useDraftEditing();
  const list = useId();
  const section = sectionOf(path);
  const ours = changes.filter((change) => change.section === section && within(change.path, path));
  const removed = ours.filter((change) => change.kind === "removed");
  const move = (from: number, to: number) => {
    if (to < 0 || to >= items.length || from === to) return;
    const next = items.toSpliced(from, 1);
    next.splice(to, 0, items[from]!);
    onChange(next);
    if (opened === `${path}.${from}`) open(`${path}.${to}`);
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-row="${path}.${to}"] [data-grip]`)?.focus());
  };
  const add = (item: T, at = items.length) => {
    onChange(items.toSpliced(at, 0, item));
    open(`${path}.${at}`);
  };
  return (
    <>
      {items.length === 0 && <p className={wordsCss.none}>{empty ?? "Nothing is agreed here yet."}</p>}
      <ul className={css.rows}>
        {items.map((item, index) => (
          <Row
            key={index} list={list} path={`${path}.${index}`} item={item} index={index} count={items.length} noun={noun} readOnly={readOnly}
            change={ours.find((one) => one.kind !== "removed" && one.kind !== "moved" && one.key === changeKey(item)) ?? null}
            moved={ours.some((one) => one.kind === "moved" && one.key === changeKey(item))}
            name={nameOf(item)} words={words(item)} figure={figure?.(item) ?? null} figureOf={figure} sign={sign?.(item, index)} commentKey={keyOf(item)}
            editor={() => editor(item, (next, merge) => onChange(items.with(index, next), merge === undefined ? undefined : `${path}.${index} ${merge}`), index)}
            onMove={(to) => move(index, to)} onDropFrom={(from, edge) => move(from, edge === "before" ? (from < index ? index - 1 : index) : from < index ? index : index + 1)}
            onCopy={copy ? () => add(copy(item, items.map(keyOf)), index + 1) : undefined}
            onRemove={items.length > least && fresh ? () => { onChange(items.toSpliced(index, 1)); open(null); } : undefined}
          />
        ))}
        {removed.map((change) => (
          <li key={change.path} className={css.gone} data-change="removed">
            <span className={css.rowText}><span className={wordsCss.name}><s>{change.name}</s></span> <span className="ink3">left out</span></span>
            {!readOnly && <Button kind="quiet" icon={UndoIcon} onClick={() => onChange(items.toSpliced(Number(change.path.split(".").at(-1)), 0, change.before as unknown as T))}>Put back</Button>}
          </li>
        ))}
      </ul>
      {fresh && !readOnly && <div className={css.rowsFoot}><Button kind="quiet" icon={AddIcon} onClick={() => add(fresh(items.map(keyOf)))}>Add {noun}</Button></div>}
    </>
  );
}

interface RowProps<T> {
  list: string;
  path: string;
  item: T;
  index: number;
  count: number;
  noun: string;
  readOnly: boolean;
  change: AgreementChange | null;
  moved: boolean;
  name: string;
  words: string;
  figure: string | null;
  figureOf: ((item: T) => string | null) | undefined;
  sign: ReactNode;
  commentKey: string;
  editor: () => ReactNode;
  onMove: (to: number) => void;
  onDropFrom: (from: number, edge: "before" | "after") => void;
  onCopy: (() => void) | undefined;
  onRemove: (() => void) | undefined;
}

function Row<T extends object>({ list, path, item, index, count, noun, readOnly, change, moved, name, words, figure, figureOf, sign, commentKey, editor, onMove, onDropFrom, onCopy, onRemove }: RowProps<T>) {
  const { opened, open, problems, commentsOn, comment } = useDraftEditing();
  const isOpen = opened === path;
  const section = sectionOf(path);
  const { row, lifted, edge } = useRowDrag({ list, carried: index, movable: !readOnly && count > 1, onDrop: (from, side) => onDropFrom(from as number, side) });
  const found = problems.filter((problem) => within(problem.path, path));
  const worst = found.some((one) => one.severity === "problem") ? "problem" : found.length > 0 ? "doubt" : undefined;
  const before = change?.kind === "changed" && figureOf ? figureOf(change.before as unknown as T) : null;
  const head = useRef<HTMLButtonElement>(null);
  const comments = commentsOn(section, commentKey);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || !event.altKey || event.metaKey || event.ctrlKey || readOnly) return;
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    onMove(index + by);
  };
  const toggle = () => open(isOpen ? null : path);
  return (
    <li ref={row as never} className={css.row} data-row={path} data-open={isOpen || undefined} data-change={change?.kind ?? (moved ? "moved" : undefined)} data-severity={worst} data-lifted={lifted || undefined} data-edge={edge ?? undefined}>
      <div className={css.rowHead} onKeyDown={onKeyDown}>
        {!readOnly && <button type="button" className={css.grip} data-grip aria-label={`Move ${name}`} title="Drag, or Alt with ↑ and ↓" disabled={count < 2}><GripIcon /></button>}
        {sign !== undefined && <span className={css.sign}>{sign}</span>}
        <button ref={head} type="button" className={css.rowButton} aria-expanded={isOpen} onClick={toggle}>
          <span className={css.rowText}>
            <span className={wordsCss.name}>{name === "" ? <span className="ink3">Without a name</span> : name}{change?.kind === "added" && <span className={css.tag}>new</span>}{moved && <span className={css.tag}>moved</span>}</span>
            {!isOpen && <span className={css.words}>{words}</span>}
          </span>
          {worst && <span className={css.warn} data-severity={worst} title={found[0]!.words}><WarningIcon /><span className="sr-only">{found.length} {worst === "problem" ? "problems" : "doubts"}</span></span>}
          {comments > 0 && <span className={css.talk}><MessageIcon />{comments}<span className="sr-only"> comments</span></span>}
          {figure !== null && <span className={`${css.figure} num`}>{before !== null && before !== figure && <s className={css.old}>{before}</s>} {figure}</span>}
          {isOpen ? <OpenIcon /> : <NextIcon />}
        </button>
      </div>
      {isOpen && (
        <Opened path={path} onClose={() => { open(null); head.current?.focus(); }}>
          {found.filter(({ atRow }) => !atRow).map((problem) => <p key={problem.path + problem.words} className={sectionCss.problem} data-severity={problem.severity}><WarningIcon /> {problem.words}</p>)}
          {change?.kind === "changed" && <p className={sectionCss.changed}><Marked change={change} /></p>}
          {!readOnly && <fieldset className={css.fields}>{editor()}</fieldset>}
          <div className={css.both}>
            <div><p className="label">As a sentence</p><p className={css.reads}>{words}</p></div>
            <div><p className="label">As the engine reads it</p><pre className={wordsCss.rule} tabIndex={0} aria-label={`${name} as the engine reads it`}>{ruleText(item)}</pre></div>
          </div>
          <div className={css.rowActs}>
            <Button kind="quiet" icon={MessageIcon} onClick={() => comment(section, commentKey)}>{comments > 0 ? `${comments} ${comments === 1 ? "comment" : "comments"}` : "Comment"}</Button>
            {!readOnly && (
              <Menu
                label={`Acts: ${name}`} side="bottom-start" target={<Button kind="quiet" icon={MoreIcon}>More</Button>}
                entries={[
                  { label: "Move up", icon: SortUpIcon, hint: "alt+arrowup", refused: index === 0 ? "It is the first" : undefined, onSelect: () => onMove(index - 1) },
                  { label: "Move down", icon: SortDownIcon, hint: "alt+arrowdown", refused: index === count - 1 ? "It is the last" : undefined, onSelect: () => onMove(index + 1) },
                  ...(onCopy ? [{ label: "Duplicate", icon: CopyIcon, onSelect: onCopy }] : []),
                  ...(onRemove ? ["line" as const, { label: `Remove ${noun}`, icon: RemoveIcon, danger: true, onSelect: onRemove }] : []),
                ]}
              />
            )}
            <span className={css.rowDone}><Button onClick={() => { open(null); head.current?.focus(); }}>Done</Button></span>
          </div>
        </Opened>
      )}
    </li>
  );
}

/** The opened part comes into view with the focus in its first box; Escape closes it. */
function Opened({ path, onClose, children }: { path: string; onClose: () => void; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.closest("li")?.scrollIntoView({ block: "nearest" });
    box.current?.querySelector<HTMLElement>("fieldset input, fieldset textarea, fieldset select")?.focus({ preventScroll: true });
  }, [path]);
  return (
    <div
      ref={box} className={css.opened}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented || (event.target as HTMLElement).getAttribute("aria-expanded") === "true") return;
        event.stopPropagation();
        onClose();
      }}
    >
      {children}
    </div>
  );
}
