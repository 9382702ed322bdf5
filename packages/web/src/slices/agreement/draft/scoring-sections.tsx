import { grades, type Agreement, type EngagementRule } from "@tandem/domain/agreement/agreement";
import { describeEngagementRule, describeFitRule, pointsOf } from "@tandem/domain/agreement/describe";
import { Button } from "../../../ui/button.tsx";
import { Combobox } from "../../../ui/combobox.tsx";
import { Grade } from "../../../ui/grade.tsx";
import { AddIcon, RemoveIcon } from "../../../ui/icons.ts";
import { NumberBox } from "../../../ui/number-box.tsx";
import { Select } from "../../../ui/select.tsx";
import { useFormat } from "../../../ui/use-format.ts";
import { having } from "../criteria/condition-forms.ts";
import { CriteriaEditor } from "../criteria/criteria-editor.tsx";
import { Cell, NameCell, placeholderKey } from "./cells.tsx";
import { useDraftEditing } from "./draft-context.ts";
import { freshKey } from "./draft-context.ts";
import { Part } from "./part.tsx";
import { Rows } from "./rows.tsx";
import css from "./fields.module.css";
import rowsCss from "./rows.module.css";
import sectionCss from "./section.module.css";
import wordsCss from "./words.module.css";

/** NaN stands for a number that is still to be written; the text is not saved before it is. */
export const needed = (value: number | null): number => value ?? Number.NaN;
const optionalNumber = (value: number | null): number | undefined => value ?? undefined;

export function FitSection() {
  const { document, edit, names, readOnly } = useDraftEditing();
  const format = useFormat();
  const { fit } = document;
  const set = (part: Partial<Agreement["fit"]>, merge?: string) => edit((d) => ({ ...d, fit: { ...d.fit, ...part } }), merge);
  const taken = fit.rules.map(({ key }) => key);
  return (
    <>
      <Part path="fit.gradeFrom" title="Grades" note="Fit points from which each is given; below C is D.">
        <fieldset className={css.gradeRow} disabled={readOnly}>
          {(["A", "B", "C"] as const).map((grade) => (
            <div key={grade} className={css.gradeCell}><Grade grade={grade} /><div className={css.short}><NumberBox bare label={`Grade ${grade} from`} value={fit.gradeFrom[grade]} onChange={(value) => set({ gradeFrom: { ...fit.gradeFrom, [grade]: needed(value) } }, `grade ${grade}`)} /></div></div>
          ))}
        </fieldset>
      </Part>
      <Rows
        path="fit.rules" noun="rule" items={fit.rules} onChange={(rules, merge) => set({ rules }, merge)}
        keyOf={({ key }) => key} nameOf={({ name }) => name} words={(rule) => `${describeFitRule(rule, names)}.`} figure={(rule) => format.number(rule.points, { sign: true })}
        fresh={(keys) => ({ key: placeholderKey(keys), name: "", points: 10, when: { all: [] } })}
        copy={(item, keys) => ({ ...item, key: freshKey(item.key, keys) })}
        editor={(item, change) => (
          <div className={css.grid}>
            <NameCell item={item} taken={taken} change={change} span={3} />
            <Cell span={1} narrow><NumberBox label="Points" value={item.points} min={-1_000} max={1_000} onChange={(points) => change({ ...item, points: needed(points) }, "points")} /></Cell>
            <GroupCell groups={fit.groups} value={item.group} onChange={(group) => change(having(item, "group", group))} />
            <Cell><p className={css.legend}>Given to whoever</p><CriteriaEditor label={`Rule ${item.name}`} lead="Given where" mayAskScore={false} value={item.when} onChange={(when, merge) => change({ ...item, when }, merge)} /></Cell>
          </div>
        )}
      />
      <Groups path="fit.groups" groups={fit.groups} rules={fit.rules} onChange={(groups, merge) => set({ groups }, merge)} />
    </>
  );
}

export function EngagementSection() {
  const { document, edit } = useDraftEditing();
  const format = useFormat();
  const { engagement, signals } = document;
  const set = (part: Partial<Agreement["engagement"]>, merge?: string) => edit((d) => ({ ...d, engagement: { ...d.engagement, ...part } }), merge);
  const taken = engagement.rules.map(({ key }) => key);
  return (
    <>
      <Rows
        path="engagement.rules" noun="rule" items={engagement.rules} onChange={(rules, merge) => set({ rules }, merge)}
        keyOf={({ key }) => key} nameOf={({ name }) => name} words={(rule) => `${describeEngagementRule(rule, document)}.`} figure={(rule) => format.number(rule.points, { sign: true })}
        fresh={(keys): EngagementRule => ({ key: placeholderKey(keys), name: "", signal: signals.find((signal) => !engagement.rules.some((rule) => rule.signal === signal.key))?.key ?? signals[0]?.key ?? "", points: 5, per: "occurrence", capPerDay: 1, cap: 15, windowDays: 30 })}
        copy={(item, keys) => ({ ...item, key: freshKey(item.key, keys) })}
        editor={(item, change) => <EngagementFields item={item} taken={taken} change={change} />}
      />
      <Groups path="engagement.groups" groups={engagement.groups} rules={engagement.rules} onChange={(groups, merge) => set({ groups }, merge)} />
    </>
  );
}

function EngagementFields({ item, taken, change }: { item: EngagementRule; taken: readonly string[]; change: (item: EngagementRule, merge?: string) => void }) {
  const { document } = useDraftEditing();
  const fades = item.halfLifeDays !== undefined ? "half-life" : item.windowDays !== undefined ? "window" : "never";
  const fade = (next: string) => {
    const { windowDays, halfLifeDays, ...rest } = item;
    const days = windowDays ?? halfLifeDays ?? 30;
    change(next === "window" ? { ...rest, windowDays: days } : next === "half-life" ? { ...rest, halfLifeDays: days } : rest);
  };
  return (
    <div className={css.grid}>
      <NameCell item={item} taken={taken} change={change} span={3} />
      <Cell span={3}><Combobox label="Signal" value={item.signal} valueLabel={document.signals.find((one) => one.key === item.signal)?.name ?? item.signal} choices={document.signals.map((one) => ({ value: one.key, label: one.name }))} onChange={(signal) => signal !== null && change({ ...item, signal })} /></Cell>
      <Cell span={1} narrow><NumberBox label="Points" value={item.points} min={-1_000} max={1_000} onChange={(points) => change({ ...item, points: needed(points) }, "points")} /></Cell>
      <Cell span={2}><Select label="Given" value={item.per} choices={[{ value: "occurrence", label: "each time" }, { value: "once", label: "once" }]} onChange={(per) => change({ ...item, per })} /></Cell>
      <Cell span={1} narrow><NumberBox optional label="At most a day" placeholder="any" whole min={1} max={1_000} value={item.capPerDay ?? null} onChange={(value) => change(having(item, "capPerDay", optionalNumber(value)), "capPerDay")} /></Cell>
      <Cell span={2}><NumberBox optional label="At most in all" unit="points" placeholder="any" min={0} max={10_000} value={item.cap ?? null} onChange={(value) => change(having(item, "cap", optionalNumber(value)), "cap")} /></Cell>
      <Cell span={2}><Select label="Ends" value={fades} choices={[{ value: "window", label: "after a window" }, { value: "half-life", label: "fades, by half-life" }, { value: "never", label: "never" }]} onChange={fade} /></Cell>
      {fades !== "never" && (
        <Cell span={2}>
          {fades === "window" ? (
            <NumberBox label="Window" unit="days" whole min={1} max={3_650} value={item.windowDays ?? Number.NaN} onChange={(days) => change({ ...item, windowDays: needed(days) }, "days")} />
          ) : (
            <NumberBox label="Half-life" unit="days" whole min={1} max={3_650} value={item.halfLifeDays ?? Number.NaN} onChange={(days) => change({ ...item, halfLifeDays: needed(days) }, "days")} />
          )}
        </Cell>
      )}
      <GroupCell groups={document.engagement.groups} value={item.group} onChange={(group) => change(having(item, "group", group))} />
    </div>
  );
}

function GroupCell({ groups, value, onChange }: { groups: readonly { key: string; name: string }[]; value: string | undefined; onChange: (group: string | undefined) => void }) {
  if (groups.length === 0 && value === undefined) return null;
  const choices = [{ value: "-", label: "none" }, ...groups.map((group) => ({ value: group.key, label: group.name })), ...(value !== undefined && !groups.some((group) => group.key === value) ? [{ value, label: value }] : [])];
  return <Cell span={2}><Select label="Shares the cap of" value={value ?? "-"} choices={choices} onChange={(next) => onChange(next === "-" ? undefined : next)} /></Cell>;
}

type Group = Agreement["fit"]["groups"][number];

/** Rules that share one cap. */
function Groups({ path, groups, rules, onChange }: { path: string; groups: readonly Group[]; rules: readonly { group?: string | undefined }[]; onChange: (groups: Group[], merge?: string) => void }) {
  const { readOnly } = useDraftEditing();
  if (groups.length === 0 && readOnly) return null;
  return (
    <div className={sectionCss.sub}>
      <p className={wordsCss.partTitle}>Shared caps <span className="ink3">Rules of one group give no more than its cap together.</span></p>
      <Rows
        path={path} noun="group" items={groups} onChange={onChange} empty="No rules share a cap."
        keyOf={({ key }) => key} changeKey={({ key }) => `group-${key}`} nameOf={({ name }) => name}
        words={(group) => { const count = rules.filter((rule) => rule.group === group.key).length; return `At most ${pointsOf(group.cap)} from ${count} ${count === 1 ? "rule" : "rules"}.`; }} figure={(group) => String(group.cap)}
        fresh={(keys) => ({ key: placeholderKey(keys), name: "", cap: 30 })}
        editor={(item, change) => (
          <div className={css.grid}>
            <NameCell item={item} taken={groups.map(({ key }) => key)} change={change} span={4} />
            <Cell span={2}><NumberBox label="Cap" unit="points" min={0} max={10_000} value={item.cap} onChange={(cap) => change({ ...item, cap: needed(cap) }, "cap")} /></Cell>
          </div>
        )}
      />
    </div>
  );
}

/** The grid, the ways that qualify at once, and who never does. */
export function MqlSection() {
  const { document, edit, readOnly, changes } = useDraftEditing();
  const { mql, fit, signals } = document;
  const set = (part: Partial<Agreement["mql"]>, merge?: string) => edit((d) => ({ ...d, mql: { ...d.mql, ...part } }), merge);
  const from = { A: `Fit ${fit.gradeFrom.A} and above`, B: `Fit ${fit.gradeFrom.B} to below ${fit.gradeFrom.A}`, C: `Fit ${fit.gradeFrom.C} to below ${fit.gradeFrom.B}`, D: `Fit below ${fit.gradeFrom.C}` };
  return (
    <>
      <Part path="mql.grid" title="Becomes MQL when engagement reaches" rule={mql.grid}>
        <fieldset className={sectionCss.plain} disabled={readOnly}>
          {grades.map((grade) => {
            const change = changes.find((one) => one.path === `mql.grid.${grade}`);
            return (
              <div key={grade} className={css.gridRow} data-row={`mql.grid.${grade}`} data-change={change?.kind}>
                <Grade grade={grade} />
                <span className={css.grow}>{from[grade]}</span>
                {change && <s className={`${rowsCss.old} num`}>{change.before === null ? "Never" : String(change.before)}</s>}
                <div className={css.tight}><Select bare label={`Grade ${grade} qualifies`} value={mql.grid[grade] === null ? "never" : "from"} choices={[{ value: "from", label: "from" }, { value: "never", label: "never" }]} onChange={(next) => set({ grid: { ...mql.grid, [grade]: next === "never" ? null : 50 } })} /></div>
                {mql.grid[grade] !== null && <div className={css.short}><NumberBox bare label={`Grade ${grade} from points`} unit="points" min={0} max={10_000} value={mql.grid[grade]} onChange={(value) => set({ grid: { ...mql.grid, [grade]: needed(value) } }, `grid ${grade}`)} /></div>}
              </div>
            );
          })}
        </fieldset>
      </Part>
      <div className={sectionCss.sub}>
        <p className={wordsCss.partTitle}>Fast lanes <span className="ink3">Qualify at once, whatever the grid says.</span></p>
        <Rows
          path="mql.fastLanes" noun="fast lane" items={mql.fastLanes} onChange={(fastLanes, merge) => set({ fastLanes }, merge)} empty="Nothing qualifies at once."
          keyOf={({ key }) => key} nameOf={({ name }) => name} words={(lane) => `“${signals.find((one) => one.key === lane.signal)?.name ?? lane.signal}” qualifies at once.`}
          fresh={(keys) => ({ key: placeholderKey(keys), name: "", signal: signals.find((signal) => signal.handRaise)?.key ?? signals[0]?.key ?? "" })}
          editor={(item, change) => (
            <div className={css.grid}>
              <NameCell item={item} taken={mql.fastLanes.map(({ key }) => key)} change={change} span={3} />
              <Cell span={3}><Combobox label="Signal" value={item.signal} valueLabel={signals.find((one) => one.key === item.signal)?.name ?? item.signal} choices={signals.map((one) => ({ value: one.key, label: one.name, detail: one.handRaise ? "asks to be contacted" : undefined }))} onChange={(signal) => signal !== null && change({ ...item, signal })} /></Cell>
            </div>
          )}
        />
      </div>
      <Part path="mql.never" title="Never" note="Who never becomes an MQL, whatever they do." {...(mql.never && { rule: mql.never })}>
        <fieldset className={sectionCss.plain} disabled={readOnly}>
          {mql.never ? (
            <>
              <CriteriaEditor label="Never becomes an MQL" lead="Never becomes an MQL where" value={mql.never} onChange={(never, merge) => set({ never }, merge && `never ${merge}`)} />
              {!readOnly && <Button kind="quiet" icon={RemoveIcon} onClick={() => edit((d) => { const { never: _, ...rest } = d.mql; return { ...d, mql: rest }; })}>Exclude nobody</Button>}
            </>
          ) : (
            !readOnly && <Button kind="quiet" icon={AddIcon} onClick={() => set({ never: { any: [] } })}>Exclude people</Button>
          )}
        </fieldset>
      </Part>
    </>
  );
}
