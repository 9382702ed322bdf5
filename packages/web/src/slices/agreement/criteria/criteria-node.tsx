import type { Criteria } from "@tandem/domain/criteria/criteria";
import { criteriaClause } from "@tandem/domain/criteria/explain";
import { useRef, useEffect, useState, type ReactNode } from "react";
import { dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { CopyIcon, MoreIcon, RemoveIcon, SortDownIcon, SortUpIcon, WarningIcon, BackIcon } from "../../../ui/icons.ts";
import { Menu, type MenuEntry } from "../../../ui/menu.tsx";
import { Select } from "../../../ui/select.tsx";
import { GripIcon, NotIcon, WrapIcon } from "../own-icons.ts";
import { AddCondition } from "./add-condition.tsx";
import { ConditionFields } from "./condition-fields.tsx";
import type { Marks } from "./marks.ts";
import { readable } from "./readable.ts";
import { addAfter, canUnwrap, countConditions, groupKindOf, nodeAt, outermost, partsOf, peel, replaceAt, setKind, step, stepOut, toggleNot, unwrapAt, wrapAt, type Edited, type Place } from "./tree-edit.ts";
import { useRowDrag } from "./use-row-drag.ts";
import { useVocabulary, wordingOf } from "./vocabulary.ts";
import css from "./criteria.module.css";

export interface NodeActs {
  readonly list: string;
  readonly mayAskScore: boolean;
  change: (tree: Criteria, merge?: string) => void;
  /** Takes a change over and leads the focus to the place it names. */
  take: (edited: Edited | null, at?: "value" | "grip") => void;
  remove: (place: Place) => void;
  add: (place: Place, node: Criteria) => void;
  drop: (from: Place, place: Place, edge: "before" | "after") => void;
  dropInto: (from: Place, place: Place) => void;
}
interface NodeProps {
  tree: Criteria;
  place: Place;
  marks: Marks;
  acts: NodeActs;
  /** The word between this row and the one above: "and", "or". */
  joint?: string | undefined;
}

/** One row: a condition, or a group with its rows. Negations around it belong to it. */
export function CriteriaNode({ tree, place, marks, acts, joint }: NodeProps) {
  const { node, nots, inner } = peel(nodeAt(tree, place)!, place);
  const kind = groupKindOf(node);
  const root = outermost(tree, inner).length === 0;
  const { row, lifted, edge } = useRowDrag({ list: acts.list, carried: inner, movable: !root, onDrop: (from, side) => acts.drop(from as Place, inner, side) });
  const vocabulary = useVocabulary();
  const negated = nots % 2 === 1;
  const name = kind === null ? criteriaClause(readable(node), wordingOf(vocabulary)) : `${kindWords[wordOf(kind, negated)]}, ${countConditions(node)} ${countConditions(node) === 1 ? "condition" : "conditions"}`;
  const found = marks.get(inner.join(".")) ?? [];
  const shell = (line: ReactNode, body?: ReactNode) => (
    <div
      ref={row as never} className={css.node} data-place={inner.join(".")} data-kind={kind === null ? "condition" : "group"} data-root={root || undefined}
      data-lifted={lifted || undefined} data-edge={edge ?? undefined} data-severity={found[0]?.severity} role="group" aria-label={name}
    >
      {joint !== undefined && <span className={css.joint} aria-hidden>{joint}</span>}
      <div className={css.line} data-line>{line}</div>
      {found.map((mark) => <p key={mark.words} className={css.mark} data-severity={mark.severity}><WarningIcon /> {mark.words}</p>)}
      {body}
    </div>
  );
  const grip = root ? null : <button type="button" className={css.grip} data-grip aria-label={`Move: ${name}`} title="Drag, or Alt with the arrow keys"><GripIcon /></button>;
  const menu = <Menu label={`Acts: ${name}`} target={<button type="button" className={css.more} aria-label={`More: ${name}`}><MoreIcon /></button>} entries={entriesOf(tree, inner, kind, root, acts)} />;
  if (kind === null) {
    return shell(
      <>
        {grip}
        {negated && <button type="button" className={css.not} title="Take the “not” away" onClick={() => acts.take({ tree: toggleNot(tree, inner), place: outermost(tree, inner) })}>not</button>}
        <span className={css.fields}><ConditionFields condition={node as never} onChange={(next) => acts.change(replaceAt(tree, inner, next), inner.join("."))} /></span>
        {menu}
      </>,
    );
  }
  const parts = partsOf(node);
  return shell(
    <>
      {grip}
      <span className={css.kind}>
        <Select
          bare label="These hold" value={wordOf(kind, negated)} choices={(["all", "any", "none", "not-all"] as const).map((value) => ({ value, label: kindWords[value] }))}
          onChange={(next) => {
            const wantsNot = next === "none" || next === "not-all";
            const kinded = setKind(tree, inner, next === "all" || next === "not-all" ? "all" : "any");
            acts.change(wantsNot === negated ? kinded : toggleNot(kinded, inner));
          }}
        />
      </span>
      {parts.length === 0 && <span className="ink3">{kind === "all" ? (negated ? "Nobody yet: add a condition." : "Everyone, as long as nothing stands here.") : "Nothing stands here yet."}</span>}
      {menu}
    </>,
    <GroupBody place={inner} acts={acts}>
      {parts.map((_, index) => <CriteriaNode key={index} tree={tree} place={[...inner, index]} marks={marks} acts={acts} joint={index === 0 ? undefined : kind === "all" ? "and" : "or"} />)}
      <div className={css.foot} data-adds={inner.join(".")}><AddCondition mayAskScore={acts.mayAskScore} onAdd={(next) => acts.add(inner, next)} /></div>
    </GroupBody>,
  );
}

const kindWords = { all: "All of these", any: "Any of these", none: "None of these", "not-all": "Not all of these" } as const;

function wordOf(kind: "all" | "any", negated: boolean): keyof typeof kindWords {
  return kind === "all" ? (negated ? "not-all" : "all") : negated ? "none" : "any";
}

/** The rows of a group; what falls beneath them goes to its end. */
function GroupBody({ place, acts, children }: { place: Place; acts: NodeActs; children: ReactNode }) {
  const body = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  const latest = useRef({ place, acts });
  latest.current = { place, acts };
  const { list } = acts;
  useEffect(() => {
    const element = body.current?.lastElementChild as HTMLElement | null;
    if (!element) return;
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data["list"] === list,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source, location }) => {
        setOver(false);
        if (location.current.dropTargets[0]?.element === element) latest.current.acts.dropInto(source.data["carried"] as Place, latest.current.place);
      },
    });
  }, [list]);
  return <div ref={body} className={css.body} data-over={over || undefined}>{children}</div>;
}

function entriesOf(tree: Criteria, place: Place, kind: "all" | "any" | null, root: boolean, acts: NodeActs): MenuEntry[] {
  const edited = (label: string, icon: MenuEntry extends { icon?: infer I } ? I : never, hint: string | undefined, change: Edited | null, refused?: string): MenuEntry => ({
    label, icon: icon as never, ...(hint && { hint }), refused: change === null || change.tree === tree ? (refused ?? "Not here") : undefined, onSelect: () => acts.take(change),
  });
  return [
    edited("Move up", SortUpIcon as never, "alt+arrowup", step(tree, place, -1), "It is the first"),
    edited("Move down", SortDownIcon as never, "alt+arrowdown", step(tree, place, 1), "It is the last"),
    ...(root ? [] : [edited("Move out of its group", BackIcon as never, "alt+arrowleft", stepOut(tree, place), "It is in the outermost group")]),
    edited("Put into a group", WrapIcon as never, "alt+arrowright", wrapAt(tree, place, "any")),
    ...(kind !== null ? [edited("Dissolve the group", WrapIcon as never, "alt+u", canUnwrap(tree, place) ? unwrapAt(tree, place) : null, "Its conditions would mean something else")] : []),
    edited(nodeIsNegated(tree, place) ? "Take the “not” away" : "Negate", NotIcon as never, "alt+n", { tree: toggleNot(tree, place), place: outermost(tree, place) }),
    "line",
    ...(root ? [] : [edited("Duplicate", CopyIcon as never, "mod+d", addAfter(tree, place, nodeAt(tree, outermost(tree, place))!))]),
    { label: root ? "Remove all conditions" : "Remove", icon: RemoveIcon, danger: true, onSelect: () => acts.remove(place) },
  ];
}

function nodeIsNegated(tree: Criteria, place: Place): boolean {
  return "not" in nodeAt(tree, outermost(tree, place))!;
}

