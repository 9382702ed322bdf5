import { explainCriteria } from "@tandem/domain/criteria/explain";
import type { Criteria } from "@tandem/domain/criteria/criteria";
import { criteriaOf } from "@tandem/domain/agreement/validate-criteria";
import { useContext, useEffect, useId, useMemo, useRef, type KeyboardEvent } from "react";
import { CriteriaNode, type NodeActs } from "./criteria-node.tsx";
import { AddCondition } from "./add-condition.tsx";
import { marksOf } from "./marks.ts";
import { readable } from "./readable.ts";
import { addAfter, addTo, groupKindOf, moveTo, nodeAt, outermost, peel, removeAt, rowsOf, step, stepOut, toggleNot, unwrapAt, wrapAt, type Edited, type Place } from "./tree-edit.ts";
import { knowledgeOf, ReadOnlyContext, useVocabulary, wordingOf } from "./vocabulary.ts";
import css from "./criteria.module.css";

interface CriteriaEditorProps {
  /** What these conditions decide: "Ideal customer". */
  label: string;
  value: Criteria;
  /** `merge` names what is being typed, so that a row of letters is one step to undo. */
  onChange: (next: Criteria, merge?: string) => void;
  /** False where a score is made from these conditions. */
  mayAskScore?: boolean;
  /** What the sentence begins with. */
  lead?: string;
}

/**
 * Conditions as people build them: rows in nested groups, the same as a sentence beside them while they are built, what
 * is wrong at its place. Everything goes by keys too; the menu of each row names them.
 */
export function CriteriaEditor(props: CriteriaEditorProps) {
  return useContext(ReadOnlyContext) ? <ReadCriteria {...props} /> : <WriteCriteria {...props} />;
}

/** What does not change any more is a sentence, without anything to take hold of. */
function ReadCriteria({ label, value, lead }: CriteriaEditorProps) {
  const vocabulary = useVocabulary();
  return (
    <div className={css.sentence} role="group" aria-label={label}>
      <p className="label">{lead ?? "Reads"}</p>
      <p className={css.words}>{explainCriteria(value, wordingOf(vocabulary))}</p>
    </div>
  );
}

function WriteCriteria({ label, value, onChange, mayAskScore = true, lead }: CriteriaEditorProps) {
  const vocabulary = useVocabulary();
  const box = useRef<HTMLDivElement>(null);
  const wanted = useRef<{ place: Place; at: "value" | "grip" | number } | null>(null);
  const last = useRef<Place | null>(null);
  const list = useId();
  const marks = useMemo(() => marksOf(value, criteriaOf("", value, knowledgeOf(vocabulary, mayAskScore))), [value, vocabulary, mayAskScore]);
  const sentence = explainCriteria(readable(value), wordingOf(vocabulary)).replace(/…\.$/, "…");

  useEffect(() => {
    // What had the focus may be gone by an undo: the row in its place takes it.
    const next = wanted.current ?? (last.current && document.activeElement === document.body ? { place: last.current, at: "grip" as const } : null);
    wanted.current = null;
    const rowAt = (place: Place): HTMLElement | null => box.current?.querySelector<HTMLElement>(`[data-place="${place.join(".")}"] > [data-line]`) ?? (place.length > 0 ? rowAt(place.slice(0, -1)) : null);
    const row = next && rowAt(next.place);
    if (!next || !row) return;
    const stops = focusable(row);
    const value = next.at === "value" ? (row.querySelector<HTMLElement>("[data-primary]") ?? stops.find((one) => one.matches("input:not([role=combobox]), [aria-pressed]")) ?? stops[1]) : next.at === "grip" ? stops[0] : stops[Math.min(next.at, stops.length - 1)];
    value?.focus();
  }, [value]);

  useEffect(() => {
    const elsewhere = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) last.current = null;
    };
    document.addEventListener("pointerdown", elsewhere);
    document.addEventListener("focusin", elsewhere);
    return () => {
      document.removeEventListener("pointerdown", elsewhere);
      document.removeEventListener("focusin", elsewhere);
    };
  }, []);

  const take = (edited: Edited | null, at: "value" | "grip" | number = "grip") => {
    if (!edited || edited.tree === value) return;
    const { inner } = peel(nodeAt(edited.tree, edited.place) ?? edited.tree, edited.place);
    wanted.current = { place: inner, at };
    onChange(edited.tree);
  };
  const remove = (place: Place) => {
    const rows = rowsOf(value);
    const index = rows.findIndex((one) => one.join() === place.join());
    const tree = removeAt(value, place);
    const left = rowsOf(tree);
    // The row that moves up keeps the eye where it was; at the end it is the one before.
    wanted.current = { place: left[Math.min(index, left.length - 1)] ?? [], at: "grip" };
    onChange(tree);
  };
  const acts: NodeActs = {
    list,
    mayAskScore,
    change: (tree, merge) => onChange(tree, merge),
    take,
    remove,
    add: (place, node) => {
      const edited = addTo(value, place, node);
      take(edited, "value");
    },
    drop: (from, place, edge) => {
      const whole = outermost(value, place);
      if (whole.length === 0) return;
      take(moveTo(value, from, [...whole.slice(0, -1), whole[whole.length - 1]! + (edge === "after" ? 1 : 0)]));
    },
    dropInto: (from, place) => take(moveTo(value, from, [...place, Number.MAX_SAFE_INTEGER])),
  };

  // Heard before the boxes hear it: a list of choices would take the arrow keys for itself.
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const target = event.target as HTMLElement;
    const row = target.closest<HTMLElement>("[data-place]");
    if (!row || event.nativeEvent.isComposing) return;
    const place = placeIn(row)!;
    const line = row.querySelector<HTMLElement>(":scope > [data-line]");
    // The value keeps the focus whatever appears before it in its row.
    const at = !line ? "grip" : target.matches("[data-primary]") ? "value" : Math.max(focusable(line).indexOf(target), 0);
    const grip = target.matches("[data-grip]");
    const mod = event.metaKey || event.ctrlKey;
    const act = ((): (() => void) | null => {
      if (event.altKey && !mod) {
        if (event.key === "ArrowUp") return () => take(step(value, place, -1), at);
        if (event.key === "ArrowDown") return () => take(step(value, place, 1), at);
        if (event.key === "ArrowLeft") return () => take(stepOut(value, place), at);
        if (event.key === "ArrowRight") return () => take(wrapAt(value, place, "any"), at);
        if (event.code === "KeyN") return () => take({ tree: toggleNot(value, place), place: outermost(value, place) }, at);
        if (event.code === "KeyU") return () => take(unwrapAt(value, place));
      }
      if (mod && event.key === "Enter") return () => addInput(box.current, value, place)?.focus();
      if (mod && event.key === "d") return () => take(addAfter(value, place, structuredClone(nodeAt(value, outermost(value, place))!)), at);
      if (grip && (event.key === "Delete" || event.key === "Backspace")) return () => remove(place);
      if (grip && (event.key === "ArrowDown" || event.key === "ArrowUp")) return () => nextGrip(box.current, target, event.key === "ArrowDown" ? 1 : -1)?.focus();
      if (grip && (event.key === "ArrowRight" || event.key === "Enter") && line) return () => focusable(line)[1]?.focus();
      return null;
    })();
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  const leafRoot = groupKindOf(peel(value).node) === null;
  return (
    <div className={css.shell}><div className={css.editor}>
      <div ref={box} role="group" aria-label={label} className={css.tree} onKeyDownCapture={onKeyDown} onFocus={(event) => { last.current = placeIn(event.target) ?? last.current; }}>
        <CriteriaNode tree={value} place={[]} marks={marks} acts={acts} />
        {leafRoot && <div className={css.foot}><AddCondition mayAskScore={mayAskScore} onAdd={(node) => acts.add([], node)} /></div>}
      </div>
      <div className={css.sentence} aria-live="polite">
        <p className="label">{lead ?? "Reads"}</p>
        <p className={css.words}>{sentence}</p>
      </div>
    </div></div>
  );
}

/** The place of the row that an element is in. */
function placeIn(element: Element): Place | null {
  const written = element.closest<HTMLElement>("[data-place]")?.dataset["place"];
  return written === undefined ? null : written === "" ? [] : written.split(".").map(Number);
}

function focusable(element: HTMLElement): HTMLElement[] {
  return [...element.querySelectorAll<HTMLElement>("button:not([tabindex='-1']), input, select")].filter((one) => one.offsetParent !== null);
}

/** Where the next condition of the same group is written. */
function addInput(box: HTMLElement | null, tree: Criteria, place: Place): HTMLElement | null {
  const node = nodeAt(tree, place);
  const group = node && groupKindOf(node) !== null ? place : outermost(tree, place).slice(0, -1);
  return box?.querySelector<HTMLElement>(`[data-adds="${group.join(".")}"] [data-add]`) ?? box?.querySelector<HTMLElement>("[data-add]") ?? null;
}

function nextGrip(box: HTMLElement | null, from: HTMLElement, by: 1 | -1): HTMLElement | undefined {
  const grips = [...(box?.querySelectorAll<HTMLElement>("[data-grip]") ?? [])];
  return grips[grips.indexOf(from) + by];
}

