import type { Agreement } from "@tandem/domain/agreement/agreement";
import { describeTargets } from "@tandem/domain/agreement/describe";
import { frameworks } from "@tandem/domain/agreement/frameworks";
import { Button } from "../../../ui/button.tsx";
import { Checkbox } from "../../../ui/checkbox.tsx";
import { ImportIcon } from "../../../ui/icons.ts";
import { Menu } from "../../../ui/menu.tsx";
import { NumberBox } from "../../../ui/number-box.tsx";
import { Select } from "../../../ui/select.tsx";
import { Textarea, TextInput } from "../../../ui/text-input.tsx";
import { having } from "../criteria/condition-forms.ts";
import { Cell, NameCell, placeholderKey } from "./cells.tsx";
import { useDraftEditing } from "./draft-context.ts";
import { Part } from "./part.tsx";
import { Rows } from "./rows.tsx";
import css from "./fields.module.css";

/** What Sales finds out before a lead is an SQL; a question set can be taken over and made one's own. */
export function QualificationSection() {
  const { document, edit, readOnly } = useDraftEditing();
  const { qualification } = document;
  const set = (part: Partial<Agreement["qualification"]>, merge?: string) => edit((d) => ({ ...d, qualification: { ...d.qualification, ...part } }), merge);
  const taken = qualification.questions.map(({ key }) => key);
  const require = (key: string, on: boolean) => set({ requiredForSql: on ? [...qualification.requiredForSql, key] : qualification.requiredForSql.filter((one) => one !== key) });
  return (
    <>
      <Part path="qualification.framework" also={["qualification.requiredForSql"]}>
        <fieldset className={css.inline} disabled={readOnly}>
          <div className={css.medium}><TextInput label="Framework" value={qualification.framework} maxLength={2_000} onChange={(framework) => set({ framework }, "framework")} /></div>
          {!readOnly && (
            <Menu
              label="Question sets" side="bottom-start" target={<Button icon={ImportIcon}>Take over a question set…</Button>}
              entries={frameworks.map((one) => ({ label: `${one.qualification.framework}: ${one.says}`, onSelect: () => edit((d) => ({ ...d, qualification: structuredClone(one.qualification) })) }))}
            />
          )}
        </fieldset>
      </Part>
      <Rows
        path="qualification.questions" noun="question" items={qualification.questions} onChange={(questions, merge) => set({ questions, requiredForSql: qualification.requiredForSql.filter((key) => questions.some((question) => question.key === key)) }, merge)}
        keyOf={({ key }) => key} nameOf={({ name }) => name} words={({ prompt, key }) => `${prompt}${qualification.requiredForSql.includes(key) ? " An SQL needs the answer." : ""}`}
        fresh={(keys) => ({ key: placeholderKey(keys), name: "", prompt: "" })}
        editor={(item, change) => (
          <div className={css.grid}>
            <NameCell item={item} taken={taken} change={change} span={3} />
            <Cell span={3}><Checkbox label="An SQL needs the answer" checked={qualification.requiredForSql.includes(item.key)} onChange={(on) => require(item.key, on)} /></Cell>
            <Cell><Textarea label="Question" value={item.prompt} maxLength={2_000} onChange={(prompt) => change({ ...item, prompt }, "prompt")} /></Cell>
          </div>
        )}
      />
    </>
  );
}

export function AttributionSection() {
  const { document, edit, readOnly } = useDraftEditing();
  const { attribution } = document;
  const set = (part: Partial<Agreement["attribution"]>, merge?: string) => edit((d) => ({ ...d, attribution: { ...d.attribution, ...part } }), merge);
  return (
    <Part path="attribution" rule={attribution}>
      <fieldset className={css.grid} disabled={readOnly}>
        <Cell span={3}><Select label="Official model" value={attribution.official} choices={[{ value: "first-touch", label: "First touch" }, { value: "last-touch", label: "Last touch" }, { value: "linear", label: "Linear: every touch the same" }]} onChange={(official) => set({ official })} hint="Other models may be looked at; this one is what both teams report." /></Cell>
        <Cell span={3}><NumberBox optional label="Touches count for" unit="days" placeholder="no end" whole min={1} max={3_650} value={attribution.windowDays} onChange={(windowDays) => set({ windowDays }, "attribution")} /></Cell>
      </fieldset>
    </Part>
  );
}

type Target = Agreement["targets"][number];

/** The quarter after the last that has a target; the first is the present one. */
function nextQuarter(targets: readonly Target[]): string {
  const last = targets.map(({ quarter }) => quarter).toSorted().at(-1);
  const now = new Date();
  if (last === undefined) return `${now.getFullYear()}-Q${Math.floor(now.getMonth() / 3) + 1}`;
  const [year, quarter] = [Number(last.slice(0, 4)), Number(last.slice(-1))];
  return quarter === 4 ? `${year + 1}-Q1` : `${year}-Q${quarter + 1}`;
}

export function TargetsSection() {
  const { document, edit } = useDraftEditing();
  const { targets, currency } = document;
  const segments = document.segments ?? [];
  const number = (value: number | null) => value ?? undefined;
  const quarters = (own: string) => {
    const year = Number(own.slice(0, 4));
    return [year - 1, year, year + 1].flatMap((one) => [1, 2, 3, 4].map((quarter) => ({ value: `${one}-Q${quarter}`, label: `${one} Q${quarter}` })));
  };
  return (
    <Rows
      path="targets" noun="quarter" items={targets} onChange={(next, merge) => edit((d) => ({ ...d, targets: next }), merge)} empty="No targets are agreed yet."
      keyOf={({ quarter, segment }) => [quarter, segment].filter((part) => part !== undefined).join("-").toLowerCase()}
      nameOf={({ quarter, segment }) => `${quarter.replace("-", " ")}${segment === undefined ? "" : `, ${segments.find((one) => one.key === segment)?.name ?? segment}`}`}
      words={(target) => `${describeTargets(target, currency)}.`} fresh={(): Target => ({ quarter: nextQuarter(targets) })}
      editor={(item, change) => (
        <div className={css.grid}>
          <Cell span={segments.length > 0 ? 3 : 6}><Select label="Quarter" value={item.quarter} choices={quarters(item.quarter)} onChange={(quarter) => change({ ...item, quarter })} /></Cell>
          {segments.length > 0 && <Cell span={3}><Select label="Segment" value={item.segment ?? "-"} choices={[{ value: "-", label: "Everyone" }, ...segments.map((one) => ({ value: one.key, label: one.name }))]} onChange={(segment) => change(having(item, "segment", segment === "-" ? undefined : segment))} /></Cell>}
          <Cell span={2}><NumberBox optional label="MQLs" whole min={0} placeholder="none" value={item.mqls ?? null} onChange={(value) => change(having(item, "mqls", number(value)), "mqls")} /></Cell>
          <Cell span={2}><NumberBox optional label="Pipeline" unit={currency} min={0} placeholder="none" value={item.pipeline ?? null} onChange={(value) => change(having(item, "pipeline", number(value)), "pipeline")} /></Cell>
          <Cell span={2}><NumberBox optional label="Won revenue" unit={currency} min={0} placeholder="none" value={item.revenue ?? null} onChange={(value) => change(having(item, "revenue", number(value)), "revenue")} /></Cell>
        </div>
      )}
    />
  );
}

export function ReviewsSection() {
  const { document, edit } = useDraftEditing();
  return (
    <Rows
      path="reviews" noun="review" items={document.reviews} onChange={(reviews, merge) => edit((d) => ({ ...d, reviews }), merge)}
      keyOf={({ key }) => key} nameOf={({ name }) => name} words={({ every }) => `Every ${every}.`} fresh={(keys) => ({ key: placeholderKey(keys), name: "", every: "month" as const })}
      editor={(item, change) => (
        <div className={css.grid}>
          <NameCell item={item} taken={document.reviews.map(({ key }) => key)} change={change} span={4} />
          <Cell span={2}><Select label="Every" value={item.every} choices={[{ value: "week", label: "week" }, { value: "month", label: "month" }, { value: "quarter", label: "quarter" }]} onChange={(every) => change({ ...item, every })} /></Cell>
        </div>
      )}
    />
  );
}
