import type { OpportunityPage } from "@tandem/contract/pipeline/opportunities";
import { confidenceName } from "@tandem/domain/handoff/confidence";
import { CheckIcon } from "../../ui/icons.ts";
import { Link } from "../../ui/link.tsx";
import { Section } from "../../ui/section.tsx";
import { useFormat } from "../../ui/use-format.ts";
import css from "./opportunity.module.css";

/** The answers of the framework, each with how sure it is and what it rests on. */
export function DealQualification({ page }: { page: OpportunityPage }) {
  const format = useFormat();
  const { framework, questions } = page.qualification;
  const answered = questions.filter((question) => question.answer !== null).length;
  return (
    <Section title={`Qualification, ${framework}`} note={`${answered} of ${questions.length}`} aside={page.handoff && answered < questions.length && <Link to={`/inbox/${page.handoff.id}`}>Answer</Link>}>
      <dl className={css.answers}>
        {questions.map(({ key, name, prompt, required, answer }) => (
          <div key={key} className={css.answer}>
            <dt title={prompt}>{name}{required && !answer && <span className={css.warn}> owed</span>}</dt>
            <dd>
              {answer ? <span className={css.answerText}>{answer.text}</span> : <span className="ink3">Not answered</span>}
              {answer && <CheckIcon />}
            </dd>
            {answer && <dd className={css.evidence}>{[confidenceName(answer.confidence), answer.evidence && `“${answer.evidence}”`, answer.by?.name ?? "Imported", format.date(answer.at)].filter(Boolean).join(", ")}</dd>}
          </div>
        ))}
      </dl>
    </Section>
  );
}
