import type { Agreement, SignalDefinition } from "@tandem/domain/agreement/agreement";
import { describeRecognition } from "@tandem/domain/agreement/describe";
import { explainCriteria } from "@tandem/domain/criteria/explain";
import { stageNames } from "@tandem/domain/lifecycle/stage";
import { Button } from "../../../ui/button.tsx";
import { Checkbox } from "../../../ui/checkbox.tsx";
import { AddIcon, RemoveIcon } from "../../../ui/icons.ts";
import { NumberBox } from "../../../ui/number-box.tsx";
import { Select } from "../../../ui/select.tsx";
import { Textarea, TextInput } from "../../../ui/text-input.tsx";
import { CriteriaEditor } from "../criteria/criteria-editor.tsx";
import { sideNames } from "../side-words.ts";
import { Cell, NameCell, placeholderKey } from "./cells.tsx";
import { useDraftEditing } from "./draft-context.ts";
import { Part } from "./part.tsx";
import { PatternFields } from "./pattern-fields.tsx";
import { Rows } from "./rows.tsx";
import css from "./fields.module.css";
import sectionCss from "./section.module.css";

/** What the text is called. Its day and currency were settled with the first version: everything recorded is counted in them. */
export function GeneralSection() {
  const { document, edit, readOnly } = useDraftEditing();
  return (
    <Part path="name" also={["timeZone", "currency"]}>
      <fieldset className={sectionCss.plain} disabled={readOnly}>
        <TextInput label="Name of the agreement" value={document.name} maxLength={2_000} onChange={(name) => edit((d) => ({ ...d, name }), "name")} hint={`Days turn over at midnight in ${document.timeZone.replaceAll("_", " ")}; amounts are in ${document.currency}. Both stay as they are.`} />
      </fieldset>
    </Part>
  );
}

type Ideal = Agreement["idealCustomer"];

/** Whom both teams want: in words, and as conditions. */
export function IdealCustomerSection() {
  const { document, edit, readOnly } = useDraftEditing();
  const ideal = document.idealCustomer;
  const set = (part: Partial<Ideal>, merge?: string) => edit((d) => ({ ...d, idealCustomer: { ...d.idealCustomer, ...part } }), merge);
  const without = (part: keyof Ideal) => edit((d) => { const { [part]: _, ...rest } = d.idealCustomer; return { ...d, idealCustomer: rest as Ideal }; });
  const { painPoints, exclusions } = ideal;
  return (
    <>
      <Part path="idealCustomer.prose">
        <fieldset className={sectionCss.plain} disabled={readOnly}><Textarea label="In words" value={ideal.prose} maxLength={2_000} onChange={(prose) => set({ prose }, "icp prose")} /></fieldset>
      </Part>
      <Part path="idealCustomer.when" title="As a rule" rule={ideal.when}>
        <fieldset className={sectionCss.plain} disabled={readOnly}><CriteriaEditor label="Ideal customer" lead="An ideal customer is where" value={ideal.when} onChange={(when, merge) => set({ when }, merge && `icp ${merge}`)} /></fieldset>
      </Part>
      <Part path="idealCustomer.painPoints" title="Pain points" note="What hurts them, in their own words.">
        <fieldset className={sectionCss.plain} disabled={readOnly}>
          {(painPoints ?? []).map((words, i) => (
            <div key={i} className={css.inline}>
              <div className={css.grow}><TextInput bare label={`Pain point ${i + 1}`} value={words} maxLength={2_000} onChange={(next) => set({ painPoints: painPoints!.with(i, next) }, `pain ${i}`)} /></div>
              <Button kind="quiet" icon={RemoveIcon} onClick={() => (painPoints!.length === 1 ? without("painPoints") : set({ painPoints: painPoints!.toSpliced(i, 1) }))}>Remove</Button>
            </div>
          ))}
          {!readOnly && <Button kind="quiet" icon={AddIcon} onClick={() => set({ painPoints: [...(painPoints ?? []), ""] })}>Add pain point</Button>}
        </fieldset>
      </Part>
      <Part path="idealCustomer.exclusions" title="Exclusions" note="Who is none, although the conditions say so.">
        <fieldset className={sectionCss.plain} disabled={readOnly}>
          {exclusions ? (
            <>
              <Textarea label="In words" value={exclusions.prose} maxLength={2_000} onChange={(prose) => set({ exclusions: { ...exclusions, prose } }, "exclusion prose")} />
              {exclusions.when && <CriteriaEditor label="Excluded" lead="Excluded is who" value={exclusions.when} onChange={(when, merge) => set({ exclusions: { ...exclusions, when } }, merge && `exclusion ${merge}`)} />}
              <div className={css.inline}>
                {!exclusions.when && <Button kind="quiet" icon={AddIcon} onClick={() => set({ exclusions: { ...exclusions, when: { any: [] } } })}>Add conditions</Button>}
                <Button kind="quiet" icon={RemoveIcon} onClick={() => without("exclusions")}>Remove exclusions</Button>
              </div>
            </>
          ) : (
            !readOnly && <Button kind="quiet" icon={AddIcon} onClick={() => set({ exclusions: { prose: "" } })}>Add exclusions</Button>
          )}
        </fieldset>
      </Part>
    </>
  );
}

export function PersonasSection() {
  const { document, edit } = useDraftEditing();
  const taken = document.personas.map(({ key }) => key);
  return (
    <Rows
      path="personas" noun="persona" items={document.personas} onChange={(personas, merge) => edit((d) => ({ ...d, personas }), merge)}
      keyOf={({ key }) => key} nameOf={({ name }) => name} words={({ prose }) => prose} fresh={(keys) => ({ key: placeholderKey(keys), name: "", prose: "" })}
      editor={(item, change) => (
        <div className={css.grid}>
          <NameCell item={item} taken={taken} change={change} />
          <Cell><Textarea label="Who they are and what they want" value={item.prose} maxLength={2_000} onChange={(prose) => change({ ...item, prose }, "prose")} /></Cell>
        </div>
      )}
    />
  );
}

export function StagesSection() {
  const { document, edit, names, readOnly } = useDraftEditing();
  return (
    <>
      <Rows
        path="stages" noun="stage" items={document.stages} onChange={(stages, merge) => edit((d) => ({ ...d, stages }), merge)}
        keyOf={({ stage }) => stage} nameOf={({ stage }) => stageNames[stage]}
        words={({ prose, owner, entry }) => `${prose} ${sideNames[owner]} answers for it.${entry ? ` Entered: ${explainCriteria(entry, names)}` : ""}`}
        editor={(item, change) => (
          <div className={css.grid}>
            <Cell span={4}><Textarea label="What the stage means" value={item.prose} maxLength={2_000} onChange={(prose) => change({ ...item, prose }, "prose")} /></Cell>
            <Cell span={2}><Select label="Answers for it" value={item.owner} choices={[{ value: "marketing", label: "Marketing" }, { value: "sales", label: "Sales" }]} onChange={(owner) => change({ ...item, owner })} /></Cell>
            <Cell>
              {item.entry ? (
                <>
                  <CriteriaEditor label={`Entering ${stageNames[item.stage]}`} lead="Enters who" value={item.entry} onChange={(entry, merge) => change({ ...item, entry }, merge)} />
                  <Button kind="quiet" icon={RemoveIcon} onClick={() => { const { entry: _, ...rest } = item; change(rest); }}>Remove entry conditions</Button>
                </>
              ) : (
                <Button kind="quiet" icon={AddIcon} onClick={() => change({ ...item, entry: { all: [] } })}>Add entry conditions</Button>
              )}
            </Cell>
          </div>
        )}
      />
      <Part path="ageing" title="An untouched SQL">
        <fieldset className={css.inline} disabled={readOnly}>
          <Checkbox label="falls back to nurture" checked={document.ageing.sqlUntouchedDays !== null} onChange={(on) => edit((d) => ({ ...d, ageing: { sqlUntouchedDays: on ? 60 : null } }))} />
          {document.ageing.sqlUntouchedDays !== null && <><span>after</span><div className={css.short}><NumberBox bare label="Days untouched" unit="days" whole min={1} max={730} value={document.ageing.sqlUntouchedDays} onChange={(days) => edit((d) => ({ ...d, ageing: { sqlUntouchedDays: days } }), "ageing")} /></div></>}
        </fieldset>
      </Part>
    </>
  );
}

export function SegmentsSection() {
  const { document, edit, names } = useDraftEditing();
  const segments = document.segments ?? [];
  const taken = segments.map(({ key }) => key);
  return (
    <Rows
      path="segments" noun="segment" items={segments} empty="No markets are told apart; targets count for everyone."
      onChange={(next, merge) => edit((d) => { const { segments: _, ...rest } = d; return next.length === 0 ? rest : { ...d, segments: next }; }, merge)}
      keyOf={({ key }) => key} nameOf={({ name }) => name} words={({ when }) => explainCriteria(when, names)} fresh={(keys) => ({ key: placeholderKey(keys), name: "", when: { all: [] } })}
      editor={(item, change) => (
        <div className={css.grid}>
          <NameCell item={item} taken={taken} change={change} />
          <Cell><CriteriaEditor label={`Segment ${item.name}`} value={item.when} onChange={(when, merge) => change({ ...item, when }, merge)} /></Cell>
        </div>
      )}
    />
  );
}

/** The kinds of engagement both notice, and how a raw event is recognised as one. */
export function SignalsSection() {
  const { document, edit } = useDraftEditing();
  const taken = document.signals.map(({ key }) => key);
  return (
    <Rows
      path="signals" noun="signal" items={document.signals} onChange={(signals, merge) => edit((d) => ({ ...d, signals }), merge)}
      keyOf={({ key }) => key} nameOf={({ name }) => name} words={(item) => `${describeRecognition(item.recognise)}${item.handRaise ? "; the person asks to be contacted" : ""}.`}
      fresh={(keys): SignalDefinition => ({ key: placeholderKey(keys), name: "", handRaise: false, recognise: [{ type: "track", name: "" }] })}
      editor={(item, change) => (
        <div className={css.grid}>
          <NameCell item={item} taken={taken} change={change} span={4} />
          <Cell span={2}><Checkbox label="The person asks to be contacted" checked={item.handRaise} onChange={(handRaise) => change({ ...item, handRaise })} /></Cell>
          <Cell>
            <p className={css.legend}>Recognised by any of</p>
            {item.recognise.map((pattern, i) => (
              <PatternFields key={i} pattern={pattern} onChange={(next, merge) => change({ ...item, recognise: item.recognise.with(i, next) }, merge && `pattern ${i} ${merge}`)} onRemove={item.recognise.length > 1 ? () => change({ ...item, recognise: item.recognise.toSpliced(i, 1) }) : undefined} />
            ))}
            <Button kind="quiet" icon={AddIcon} onClick={() => change({ ...item, recognise: [...item.recognise, { type: "page", pathStartsWith: "/" }] })}>Add another way</Button>
          </Cell>
        </div>
      )}
    />
  );
}
