import type { StageMedian } from "@tandem/contract/pipeline/opportunities";
import type { OpportunityRow, PipelineStage } from "@tandem/contract/pipeline/parts";
import { draggable } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { useEffect, useRef, useState } from "react";
import { useSession } from "../../app/session.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { CheckIcon, CloseIcon, MoreIcon, TasksIcon, WarningIcon } from "../../ui/icons.ts";
import { Link } from "../../ui/link.tsx";
import { Menu } from "../../ui/menu.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { isPast, medianBasis, stageAge, stuckWords, todayIn } from "./words.ts";
import css from "./board.module.css";

interface CardProps {
  deal: OpportunityRow;
  median: StageMedian | null;
  stages: readonly PipelineStage[];
  mayMove: boolean;
  onMove: (deal: OpportunityRow, to: PipelineStage) => void;
  onClose: (deal: OpportunityRow, as: "won" | "lost") => void;
}

/** A deal: what it is worth, when it shall close, whose it is, and whether it stands still. */
export function DealCard({ deal, median, stages, mayMove, onMove, onClose }: CardProps) {
  const format = useFormat();
  const { user } = useSession();
  const element = useRef<HTMLElement>(null);
  const [lifted, setLifted] = useState(false);
  // A colleague's card can't be moved by a rep; the server would refuse it.
  const movable = mayMove && (user.role !== "sales-rep" || deal.owner === null || deal.owner.id === user.id);
  useEffect(() => {
    // A link is dragged by itself; the card shall be.
    element.current!.querySelector("a")!.draggable = false;
    if (!movable) return;
    return draggable({ element: element.current!, getInitialData: () => ({ deal }), onDragStart: () => setLifted(true), onDrop: () => setLifted(false) });
  }, [deal, movable]);
  const late = deal.closeOn !== null && isPast(deal.closeOn, todayIn(format.context.timeZone, format.now));
  const menu = [
    { heading: "Move to" },
    ...stages.map((stage) => ({ label: stage.name, checked: stage.key === deal.stage.key, onSelect: () => onMove(deal, stage) })),
    "line" as const,
    { label: "Won…", icon: CheckIcon, onSelect: () => onClose(deal, "won") },
    { label: "Lost…", icon: CloseIcon, onSelect: () => onClose(deal, "lost") },
  ];
  return (
    <article ref={element} className={css.card} data-card={deal.id} data-lifted={lifted || undefined} data-movable={movable || undefined}>
      <div className={css.cardHead}>
        <span className={css.name}>
          <Link to={`/pipeline/${deal.id}`} className={css.open}>{deal.name}</Link>
          <span className={css.under} title={deal.company?.name}>{deal.company?.name ?? deal.contact?.name ?? ""}</span>
        </span>
        {movable && (
          <Menu
            label={`Move ${deal.name}`} entries={menu}
            target={<button type="button" className={css.more} aria-label={`Move ${deal.name} to…`}><MoreIcon /></button>}
          />
        )}
      </div>
      <div className={css.line}>
        <span className={css.amount}>{deal.amount ? format.money(deal.amount.amount, { currency: deal.amount.currency }) : <span className="ink3">No amount</span>}</span>
        {deal.amount && deal.amount.company === null && <span className={css.warn} title="No exchange rate is recorded for this currency, so it is in no sum.">No rate</span>}
        {deal.tasks > 0 && <span className={css.tasks} title={`${deal.tasks} open ${deal.tasks === 1 ? "task" : "tasks"}`}><TasksIcon />{deal.tasks}</span>}
      </div>
      <div className={css.line}>
        <span className={late ? css.warn : css.quiet} title={late ? "The close date has passed." : undefined}>{deal.closeOn === null ? "No close date" : `${late ? "Was due" : "Close"} ${format.day(deal.closeOn)}`}</span>
        <span className={css.right} title={deal.owner?.name ?? "Nobody owns it"}>{deal.owner ? <><Avatar name={deal.owner.name} size={20} /><span className="sr-only">{deal.owner.name}</span></> : <span className={css.quiet}>Nobody</span>}</span>
      </div>
      {deal.stuck && median !== null && <p className={css.stuck} title={medianBasis(median)}><WarningIcon />{stuckWords(stageAge(deal, format.now), median)}</p>}
    </article>
  );
}
