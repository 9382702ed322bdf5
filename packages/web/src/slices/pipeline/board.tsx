import type { Board as BoardData } from "@tandem/contract/pipeline/opportunities";
import { moveOpportunity } from "@tandem/contract/pipeline/opportunities";
import type { OpportunityRow } from "@tandem/contract/pipeline/parts";
import { dropTargetForElements, monitorForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useMay } from "../../app/session.ts";
import { CheckIcon, CloseIcon } from "../../ui/icons.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { useKeys } from "../../ui/use-keys.ts";
import { BoardColumn } from "./board-column.tsx";
import { CloseDialog } from "./close-dialog.tsx";
import { useMoveDeal } from "./use-move-deal.ts";
import css from "./board.module.css";

interface BoardProps {
  board: BoardData;
  refreshing: boolean;
  /** Cards a column shows at most now. */
  most: number;
  onMore: () => void;
  onList: (stage: string) => void;
}

/** Columns of cards. A card is dragged, or moved by its menu (M) and by ⇧← ⇧→; arrows go from card to card. */
export function Board({ board, refreshing, most, onMore, onList }: BoardProps) {
  const may = useMay();
  const mayMove = may(moveOpportunity);
  const move = useMoveDeal();
  const place = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState<OpportunityRow | null>(null);
  const [closing, setClosing] = useState<{ deal: OpportunityRow; as: "won" | "lost" } | null>(null);
  /** A card that changes its column is drawn anew; the focus goes along. */
  const follow = useRef<{ id: string; stage: string } | null>(null);
  useEffect(() => {
    const wanted = follow.current && place.current?.querySelector<HTMLElement>(`[data-stage="${follow.current.stage}"] [data-card="${follow.current.id}"] a`);
    if (!wanted) return;
    follow.current = null;
    wanted.focus();
  });
  const stages = board.columns.map((column) => column.stage);
  useEffect(
    () =>
      monitorForElements({
        onDragStart: ({ source }) => setDragged(source.data["deal"] as OpportunityRow),
        onDrop: () => setDragged(null),
      }),
    [],
  );
  useKeys("Board", { j: { label: "Next card", run: () => step(place.current, "ArrowDown") }, k: { label: "Card before", run: () => step(place.current, "ArrowUp") } });
  const onKeyDown = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    const card = target instanceof HTMLAnchorElement ? target.closest<HTMLElement>("[data-card]") : null;
    if (!card || !event.key.startsWith("Arrow")) {
      if (card && event.key.toLowerCase() === "m" && !event.metaKey && !event.ctrlKey) card.querySelector<HTMLButtonElement>("button[aria-haspopup]")?.click();
      return;
    }
    const at = stages.findIndex((stage) => stage.key === card.closest<HTMLElement>("[data-stage]")?.dataset["stage"]);
    if (event.shiftKey && mayMove && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
      const to = stages[at + (event.key === "ArrowRight" ? 1 : -1)];
      const deal = board.columns[at]?.cards.find((one) => one.id === card.dataset["card"]);
      if (to && deal) {
        follow.current = { id: deal.id, stage: to.key };
        move(deal, to);
      }
    } else step(place.current, event.key);
    event.preventDefault();
  };
  return (
    <div className={css.board} data-refreshing={refreshing || undefined}>
      <div className={css.columns} ref={place} onKeyDown={onKeyDown} style={{ gridTemplateColumns: `repeat(${stages.length}, minmax(var(--column), 1fr))` }}>
        {board.columns.map((column) => (
          <BoardColumn
            key={column.stage.key} column={column} currency={board.currency} stages={stages} mayMove={mayMove} dragged={dragged} most={most} onMore={most < 100 ? onMore : () => onList(column.stage.key)}
            onMove={move} onClose={(deal, as) => setClosing({ deal, as })}
          />
        ))}
      </div>
      {dragged && mayMove && (
        <div className={css.ends}>
          <End as="won" onDrop={(deal) => setClosing({ deal, as: "won" })} />
          <End as="lost" onDrop={(deal) => setClosing({ deal, as: "lost" })} />
        </div>
      )}
      {closing && <CloseDialog open deal={closing.deal} as={closing.as} onClose={() => setClosing(null)} />}
    </div>
  );
}

/** Where a dragged card ends: the deal is won or lost, after the dialog has asked why. */
function End({ as, onDrop }: { as: "won" | "lost"; onDrop: (deal: OpportunityRow) => void }) {
  const element = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  const latest = useRef(onDrop);
  latest.current = onDrop;
  useEffect(
    () =>
      dropTargetForElements({
        element: element.current!,
        onDragEnter: () => setOver(true),
        onDragLeave: () => setOver(false),
        onDrop: ({ source }) => latest.current(source.data["deal"] as OpportunityRow),
      }),
    [],
  );
  return <div ref={element} className={css.end} data-as={as} data-over={over || undefined}>{as === "won" ? <CheckIcon /> : <CloseIcon />}{as === "won" ? "Won…" : "Lost…"}</div>;
}

/** Moves the focus between cards: up and down in a column, left and right to the card at the same height. */
function step(place: HTMLElement | null, key: string): void {
  if (!place) return;
  const columns = [...place.querySelectorAll<HTMLElement>("[data-stage]")].map((column) => [...column.querySelectorAll<HTMLElement>("[data-card] a")]);
  const x = columns.findIndex((cards) => cards.includes(document.activeElement as HTMLElement));
  if (x < 0) return columns.find((cards) => cards.length > 0)?.[0]?.focus();
  const y = columns[x]!.indexOf(document.activeElement as HTMLElement);
  if (key === "ArrowDown" || key === "ArrowUp") return columns[x]![y + (key === "ArrowDown" ? 1 : -1)]?.focus();
  for (let next = x + (key === "ArrowRight" ? 1 : -1); next >= 0 && next < columns.length; next += key === "ArrowRight" ? 1 : -1) {
    const cards = columns[next]!;
    if (cards.length > 0) return cards[Math.min(y, cards.length - 1)]?.focus();
  }
}

export function BoardSkeleton() {
  return (
    <div className={css.board} role="status" aria-label="Loading">
      <div className={css.columns} style={{ gridTemplateColumns: "repeat(4, minmax(var(--column), 1fr))" }}>
        {[3, 4, 2, 1].map((cards, i) => (
          <div key={i} className={css.column}>
            <div className={css.head}><Skeleton width="50%" /></div>
            <div className={css.cards}>{Array.from({ length: cards }, (_, j) => <div key={j} className={css.card} style={{ minHeight: 92 }}><Skeleton width="80%" /></div>)}</div>
          </div>
        ))}
      </div>
    </div>
  );
}
