import type { Board } from "@tandem/contract/pipeline/opportunities";
import type { OpportunityRow, PipelineStage } from "@tandem/contract/pipeline/parts";
import { dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { useEffect, useRef, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { DealCard } from "./deal-card.tsx";
import { wholeUnits } from "./words.ts";
import css from "./board.module.css";

interface ColumnProps {
  column: Board["columns"][number];
  currency: string;
  stages: readonly PipelineStage[];
  mayMove: boolean;
  dragged: OpportunityRow | null;
  most: number;
  onMore: () => void;
  onMove: (deal: OpportunityRow, to: PipelineStage) => void;
  onClose: (deal: OpportunityRow, as: "won" | "lost") => void;
}

/** One stage: its sums over the whole filter, its first cards, and a place to drop one. */
export function BoardColumn({ column, currency, stages, mayMove, dragged, most, onMore, onMove, onClose }: ColumnProps) {
  const { stage, sums, cards, median } = column;
  const format = useFormat();
  const element = useRef<HTMLElement>(null);
  const [over, setOver] = useState(false);
  const drop = useRef(onMove);
  drop.current = onMove;
  useEffect(
    () =>
      dropTargetForElements({
        element: element.current!,
        onDragEnter: () => setOver(true),
        onDragLeave: () => setOver(false),
        onDrop: ({ source, location }) => {
          setOver(false);
          if (location.current.dropTargets[0]?.element === element.current) drop.current(source.data["deal"] as OpportunityRow, stage);
        },
      }),
    [stage],
  );
  const money = (minor: number) => format.money(minor, { currency });
  const left = sums.count - cards.length;
  const apart = [sums.withoutRate > 0 && `${format.number(sums.withoutRate)} without a rate`, sums.withoutAmount > 0 && `${format.number(sums.withoutAmount)} without an amount`].filter(Boolean).join(", ");
  return (
    <section ref={element} className={css.column} data-stage={stage.key} data-over={(over && dragged?.stage.key !== stage.key) || undefined} aria-label={`${stage.name}, ${sums.count} ${sums.count === 1 ? "deal" : "deals"}`}>
      <header className={css.head}>
        <h2>{stage.name}</h2>
        <span className="ink3 num">{format.number(sums.count)}</span>
        <span className={css.sum} title={money(sums.amount)}>{money(wholeUnits(sums.amount, currency))}</span>
        <span className={css.basis} title={`Each amount times the stage's probability of ${stage.probability} %`}>{stage.probability} %, weighted {money(wholeUnits(sums.weighted, currency))}</span>
        {apart && <span className={css.apart} title="Not in the sum">{apart}</span>}
      </header>
      <div className={css.cards}>
        {cards.map((deal) => <DealCard key={deal.id} deal={deal} median={median} stages={stages} mayMove={mayMove} onMove={onMove} onClose={onClose} />)}
        {cards.length === 0 && <p className={css.none}>No deal is in {stage.name.toLowerCase()}.</p>}
        {left > 0 && <Button kind="quiet" full onClick={onMore}>{most < 100 ? `Show ${format.number(Math.min(left, 100 - cards.length))} more` : `${format.number(left)} more in the list`}</Button>}
      </div>
    </section>
  );
}
