import type { OpportunityPage } from "@tandem/contract/pipeline/opportunities";
import { WarningIcon } from "../../ui/icons.ts";
import { useFormat } from "../../ui/use-format.ts";
import { useMoveDeal } from "./use-move-deal.ts";
import { daysIn, medianBasis, medianWords, stageAge, stuckWords } from "./words.ts";
import css from "./stage-bar.module.css";

/** Where the deal stands: "Offer, 3 of 5". A press moves it; how long it has stood there is set against the median. */
export function StageBar({ page, mayMove }: { page: OpportunityPage; mayMove: boolean }) {
  const { now } = useFormat();
  const move = useMoveDeal();
  const age = stageAge(page, now);
  const median = page.stages.find((stage) => stage.key === page.stage.key)?.median ?? null;
  const open = page.state === "open";
  return (
    <section className={css.stages} aria-label="Stage">
      <p className={css.stageLine}>
        <b>{open ? `${page.stage.name}, ${page.stage.position} of ${page.stage.of}` : page.state === "won" ? `Won in ${page.stage.name.toLowerCase()}` : `Lost in ${page.stage.name.toLowerCase()}`}</b>
        {page.stuck && median !== null
          ? <span className={css.stuck} title={medianBasis(median)}><WarningIcon />{stuckWords(age, median)}</span>
          : open && <span className="ink2" title={median === null ? undefined : medianBasis(median)}>{age < 86_400_000 ? "since today" : `for ${daysIn(age)}`}{median !== null && `, ${medianWords(median)}`}</span>}
        {page.words && !open && <span className="ink2">“{page.words}”</span>}
      </p>
      <ol className={css.steps} data-state={page.state}>
        {page.stages.map((stage) => {
          const here = stage.key === page.stage.key;
          const label = `${stage.name}, ${stage.probability} %${here ? ", the deal is here" : ""}`;
          const inside = <><i aria-hidden data-done={stage.position <= page.stage.position || undefined} /><span>{stage.name}</span></>;
          return (
            <li key={stage.key} aria-current={here ? "step" : undefined}>
              {mayMove && open && !here ? <button type="button" title={`Move to ${stage.name}`} aria-label={`Move to ${label}`} onClick={() => move(page, stage)}>{inside}</button> : <span className={css.step} title={label}>{inside}</span>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
