import { Avatar } from "../../ui/avatar.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Grade } from "../../ui/grade.tsx";
import { later } from "../../ui/later.tsx";
import { Link } from "../../ui/link.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { Spark } from "../../ui/spark.tsx";
import { StageChip } from "../../ui/stage-chip.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { ClockNotice } from "./clock-notice.tsx";
import { LeadActions } from "./lead-actions.tsx";
import { LeadMain } from "./lead-main.tsx";
import { LeadSide } from "./lead-side.tsx";
import css from "./lead.module.css";
import { useLead, type LeadView } from "./use-lead.ts";

const LeadDialogs = later(() => import("./lead-dialogs.tsx").then((module) => module.LeadDialogs));

interface LeadProps {
  handoffId: string;
  /** How many leads are selected in the list: while there are some, acts are theirs. */
  selected?: number;
  /** It left the inbox: settled, or given to somebody else. */
  onSettled?: () => void;
}

/** A lead beside the list: who, how long, why now, what they did, what may be done. */
export function Lead({ handoffId, selected = 0, onSettled }: LeadProps) {
  const { view, error, retry } = useLead(handoffId);
  if (error && !view) return <div className={css.gone}><ErrorState title="This lead could not be opened." error={error} onRetry={error.status === 404 ? undefined : retry} /></div>;
  if (!view) return <div className={css.gone}><SkeletonLines lines={9} gap={16} /></div>;
  return (
    <article className={css.lead} aria-label={view.page.contact.name}>
      <LeadHead view={view} />
      <ClockNotice view={view} />
      <div className={css.body} tabIndex={-1}>
        <div className={css.main}><LeadMain view={view} /></div>
        <aside className={css.side}><LeadSide view={view} /></aside>
      </div>
      <LeadActions view={view} selected={selected} />
      <LeadDialogs shown={view.dialog !== null} view={view} onSettled={onSettled} />
    </article>
  );
}

function LeadHead({ view: { page } }: { view: LeadView }) {
  const format = useFormat();
  const { contact, company, score } = page;
  return (
    <header className={css.head}>
      <Avatar name={contact.name} size={40} />
      <div style={{ minWidth: 0 }}>
        <div className={css.nameLine}>
          <Link to={`/people/${contact.id}`} className={css.name} title="Open the whole page"><h2 className={`${css.name} cut`}>{contact.name}</h2></Link>
          <StageChip stage={contact.stage} />
        </div>
        <p className="ink2 cut">{[contact.title, company?.name].filter(Boolean).join(", ") || contact.email || "Nothing known but the name"}</p>
      </div>
      <div className={css.numbers}>
        <div>
          <div className={css.number}><Grade grade={score.grade} /><span className="num">{Math.round(score.fit / 1000)}</span></div>
          <div className="label">Fit</div>
        </div>
        <div>
          <div className={css.number}><Spark values={score.spark.map((value) => value / 1000)} label="Engagement of the last 30 days" /><span className="num">{format.number(Math.round(score.engagement / 1000))}</span></div>
          <div className="label">{score.needs === null ? "Engagement" : `Engagement, needs ${score.needs / 1000}`}</div>
        </div>
      </div>
    </header>
  );
}
