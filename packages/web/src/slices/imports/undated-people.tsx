import { Notice } from "../../ui/notice.tsx";
import { RadioList } from "../../ui/radio-list.tsx";
import { Section } from "../../ui/section.tsx";
import { DateInput } from "../../ui/text-input.tsx";
import type { MappingInput, Options } from "./mapping-draft.ts";
import { consequenceOf, hasDateColumn, undatedOf, withUndated } from "./undated.ts";
import css from "./imports.module.css";

/** What becomes of people without a date of first contact: said before it happens, with two other ways. */
export function UndatedPeople({ draft, onChange }: { draft: MappingInput; onChange: (options: Partial<Options>) => void }) {
  const { choice, day } = undatedOf(draft);
  const some = hasDateColumn(draft);
  const today = new Date().toISOString().slice(0, 10);
  return (
    <Section card title="Date of first contact" note={some ? "from a column; for cells that are empty" : "no column of the file says it"}>
      <div className={css.undated}>
        <Notice tone={choice === "today" && !some ? "warn" : "neutral"} title={choice === "today" && !some ? "This import would count as new leads of today" : "What follows"} text={consequenceOf(choice, draft.options.treatAsLive ?? false, some)} />
        <RadioList
          label="People without a date" bare value={choice} onChange={(next) => onChange(withUndated(draft.options, next, day || today))}
          choices={[
            { value: "unknown", label: "Not known since when, older than what is counted here" },
            { value: "day", label: "One day for all of them" },
            { value: "today", label: "New today" },
          ]}
        />
        {choice === "day" && <DateInput label="First contact on" value={day} max={today} onChange={(next) => next && onChange(withUndated(draft.options, "day", next))} />}
      </div>
    </Section>
  );
}
