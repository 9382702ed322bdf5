import type { HandoffPage } from "@tandem/contract/handoff/handoff";
import { confidenceName } from "@tandem/domain/handoff/confidence";
import { countryName } from "../../ui/country-name.ts";
import { ClockRing } from "../../ui/clock-ring.tsx";
import { Facts } from "../../ui/facts.tsx";
import { Grade } from "../../ui/grade.tsx";
import { KeyHint } from "../../ui/key-hint.tsx";
import { Link } from "../../ui/link.tsx";
import { Section } from "../../ui/section.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { lengthWords, owedWords, queueWords } from "./clock-words.ts";
import css from "./lead-parts.module.css";
import type { LeadView } from "./use-lead.ts";

/** Facts beside the story: fit, company, campaigns, answers, clocks. */
export function LeadSide({ view }: { view: LeadView }) {
  return (
    <>
      <Fit page={view.page} />
      <Company page={view.page} />
      {view.page.campaigns.length > 0 && <Campaigns page={view.page} />}
      <Qualification view={view} />
      <Clocks view={view} />
    </>
  );
}

export function Fit({ page: { score }, bare }: { page: HandoffPage; bare?: boolean }) {
  const format = useFormat();
  const from = score.grade === "D" ? `C from ${score.gradeFrom.C / 1000}` : `${score.grade} from ${score.gradeFrom[score.grade] / 1000}`;
  const lines = score.fitLines.map((line) => (
    <div key={line.key} className={css.fitLine}><span>{line.kind === "group-cap" ? `${line.name}, capped` : line.name}</span><span className="num">{format.points(line.points, { sign: true })}</span></div>
  ));
  if (bare) return <div>{lines}</div>;
  return <Section title={<span className={css.fitTitle}>Fit <Grade grade={score.grade} /> <span className="num">{Math.round(score.fit / 1000)}</span></span>} aside={<span>{from}</span>}>{lines}</Section>;
}

export function Company({ page: { company, colleagues, opportunities, contact } }: { page: HandoffPage }) {
  const format = useFormat();
  const [deal] = opportunities;
  const more = colleagues.length - 3;
  return (
    <Section title="Company" aside={company && <Link to={`/companies/${company.id}`}>Open</Link>}>
      <Facts
        labelWidth={72}
        facts={[
          { label: "Name", value: company?.name ?? undefined },
          { label: "People", value: company?.employees == null ? undefined : format.number(company.employees) },
          { label: "Industry", value: company?.industry ?? undefined },
          ...(company?.city ? [{ label: "City", value: company.city }] : []),
          { label: "Country", value: countryName(company?.country ?? contact.country ?? "") || undefined },
          { label: "Also here", absent: "Nobody known", value: colleagues.length === 0 ? undefined : colleagues.slice(0, 3).map((one, i) => <span key={one.id}>{i > 0 && ", "}<Link to={`/people/${one.id}`} title={one.title ?? one.name}>{one.name}</Link></span>).concat(more > 0 && company ? [<span key="more">, <Link to={`/companies/${company.id}`} title={colleagues.slice(3).map((one) => one.name).join(", ")}>+{more}</Link></span>] : []) },
          { label: "Open deal", absent: "None", value: deal && <Link to={`/pipeline/${deal.id}`}>{deal.name}{deal.amount === null ? "" : `, ${format.money(deal.amount, { currency: deal.currency })}`}</Link> },
        ]}
      />
    </Section>
  );
}

function Campaigns({ page: { campaigns } }: { page: HandoffPage }) {
  const format = useFormat();
  return (
    <Section title="Campaigns">
      {campaigns.map((one) => (
        <div key={`${one.at} ${one.name}`} className={css.campaign}>
          <span className="ink3 num">{format.date(one.at)}</span>
          <span>{one.name}{one.note && <span className="ink3"> {one.note}</span>}</span>
        </div>
      ))}
    </Section>
  );
}

export function Qualification({ view: { page, open } }: { view: LeadView }) {
  const { questions, framework } = page.qualification;
  const answered = questions.filter((question) => question.answer).length;
  const may = page.acts.answer.shown;
  return (
    <Section title={framework} aside={<span className={css.answersHead}>{answered} of {questions.length} answered{may && <KeyHint keys="b" />}</span>}>
      {questions.map(({ key, name, required, answer }) => {
        const inside = (
          <>
            <span>{name}</span>
            <span className={answer ? undefined : "ink3"} title={answer ? `${confidenceName(answer.confidence)}${answer.evidence ? `: ${answer.evidence}` : ""}` : undefined}>{answer ? answer.value : required ? "Needed for SQL" : "Not asked"}</span>
          </>
        );
        return may ? <button key={key} type="button" className={css.answer} onClick={() => open({ kind: "answer", question: key })}>{inside}</button> : <div key={key} className={css.answer}>{inside}</div>;
      })}
    </Section>
  );
}

/** All promises of this lead, met and owed; a manager takes one off with a reason. */
export function Clocks({ view: { page, open } }: { view: LeadView }) {
  const format = useFormat();
  const shown = page.clocks.filter((clock) => clock.state !== "void");
  if (shown.length === 0) return null;
  return (
    <Section title="Clocks">
      {shown.map((clock) => {
        const broken = clock.state === "met" && clock.late;
        const used = clock.allowedMs > 0 ? clock.usedMs / clock.allowedMs : 0;
        const canExcuse = page.acts.excuse.shown && (clock.state === "running" || clock.state === "warning" || clock.state === "breached" || broken);
        return (
          <div key={clock.id} className={css.clockRow}>
            <ClockRing state={broken ? "breached" : clock.state === "void" ? "excused" : clock.state} share={used} />
            <span>
              <span title={clock.name}>{owedWords[clock.kind]}</span>
              <span className="label" style={{ display: "block" }}>
                {clock.state === "met" ? `${clock.late ? "Met late" : "Met"} in ${lengthWords(clock, clock.usedMs)}` : clock.state === "excused" ? `Excused by ${clock.excused?.by}: ${clock.excused?.why}` : clock.dueAt ? `${clock.state === "breached" ? (clock.kind === "attempts" ? "Were due" : "Was due") : "Due"} ${format.moment(clock.dueAt)}${clock.state === "breached" ? `, ${lengthWords(clock, clock.remainingMs)} late` : ""}` : "Waits"}
                {queueWords(clock)}
              </span>
            </span>
            {canExcuse && <button type="button" className={css.more} style={{ minHeight: 16 }} onClick={() => open({ kind: "excuse", clockId: clock.id })}>Excuse…</button>}
          </div>
        );
      })}
    </Section>
  );
}
