import type { Agreement, MarketingClause, SalesClause } from "@tandem/domain/agreement/agreement";
import { businessTime, describeEscalation, describeMarketingClause, describeReason, describeSalesClause, nameEscalation } from "@tandem/domain/agreement/describe";
import { useState } from "react";
import { Checkbox } from "../../../ui/checkbox.tsx";
import { NumberBox } from "../../../ui/number-box.tsx";
import { Select } from "../../../ui/select.tsx";
import { useFormat } from "../../../ui/use-format.ts";
import { Toggles } from "../criteria/toggles.tsx";
import { Cell, NameCell, placeholderKey } from "./cells.tsx";
import { freshKey, useDraftEditing } from "./draft-context.ts";
import { Part } from "./part.tsx";
import { Rows } from "./rows.tsx";
import { needed } from "./scoring-sections.tsx";
import { TextInput } from "../../../ui/text-input.tsx";
import css from "./fields.module.css";

type Sla = Agreement["sla"];
const kindNames: Readonly<Record<SalesClause["kind"], string>> = { "first-attempt": "First attempt", attempts: "Attempts before “not reached”", disposition: "Accepted or rejected" };

export function SalesSection() {
  const { document, edit } = useDraftEditing();
  const format = useFormat();
  const { tiers } = document;
  const set = (sales: Sla["sales"], merge?: string) => edit((d) => ({ ...d, sla: { ...d.sla, sales } }), merge);
  const taken = document.sla.sales.map(({ key }) => key);
  return (
    <Rows
      path="sla.sales" noun="clause" items={document.sla.sales} onChange={set}
      keyOf={({ key }) => key} nameOf={({ name }) => name} words={(clause) => `${describeSalesClause(clause, tiers)}.`} figure={(clause) => format.share(clause.target / 100, { digits: Number.isInteger(clause.target) ? 0 : 1 })}
      fresh={(keys): SalesClause => ({ kind: "first-attempt", key: placeholderKey(keys), name: "", tiers: [tiers[0]!.key], withinMinutes: 240, warnAtPercent: [50, 80], target: 90 })}
      copy={(item, keys) => ({ ...item, key: freshKey(item.key, keys) })}
      editor={(item, change) => (
        <div className={css.grid}>
          <NameCell item={item} taken={taken} change={change} span={4} />
          <Cell span={2}><Select label="Promises" value={item.kind} choices={(Object.keys(kindNames) as SalesClause["kind"][]).map((value) => ({ value, label: kindNames[value] }))} onChange={(kind) => change(ofKind(item, kind))} /></Cell>
          <Cell span={3}><p className={css.legend}>For tiers</p><Toggles label="Tiers" values={item.tiers} choices={tiers.map((tier) => ({ value: tier.key, label: tier.key.toUpperCase() }))} onChange={(next) => change({ ...item, tiers: next })} /></Cell>
          <Cell span={3}><NumberBox label="Kept in" unit="%" min={0} max={100} value={item.target} onChange={(target) => change({ ...item, target: needed(target) }, "target")} hint="of handoffs" /></Cell>
          {item.kind === "attempts" ? (
            <>
              <Cell span={2}><NumberBox label="Attempts" whole min={1} max={50} value={item.attempts} onChange={(value) => change({ ...item, attempts: needed(value) }, "attempts")} /></Cell>
              <Cell span={2}><NumberBox label="On channels" whole min={1} max={4} value={item.channels} onChange={(value) => change({ ...item, channels: needed(value) }, "channels")} /></Cell>
              <Cell span={2}><NumberBox label="Within" unit="days" whole min={1} max={90} value={item.withinDays} onChange={(value) => change({ ...item, withinDays: needed(value) }, "days")} /></Cell>
            </>
          ) : (
            <>
              <Cell span={3}><NumberBox label="Within" unit="min" whole min={1} max={525_600} value={item.withinMinutes} onChange={(value) => change({ ...item, withinMinutes: needed(value) }, "minutes")} hint={`${Number.isNaN(item.withinMinutes) ? "" : businessTime(item.withinMinutes)}; a working day of 8 hours is 480 minutes.`} /></Cell>
              <Cell span={3}><Warnings values={item.warnAtPercent} onChange={(warnAtPercent) => change({ ...item, warnAtPercent })} /></Cell>
            </>
          )}
        </div>
      )}
    />
  );
}

function ofKind(item: SalesClause, kind: SalesClause["kind"]): SalesClause {
  const { key, name, tiers, target } = item;
  if (kind === "attempts") return { kind, key, name, tiers, attempts: 5, channels: 2, withinDays: 10, target };
  const [withinMinutes, warnAtPercent] = item.kind === "attempts" ? [480, [50, 80]] : [item.withinMinutes, item.warnAtPercent];
  return { kind, key, name, tiers, withinMinutes, warnAtPercent, target };
}

/** "50, 80": warnings as percent of the time that has run. */
function Warnings({ values, onChange }: { values: readonly number[]; onChange: (values: number[]) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const take = (text: string) => {
    setTyped(text);
    const read = text.split(/[,\s%]+/).filter(Boolean).map(Number);
    if (read.every((value) => Number.isInteger(value) && value > 0 && value < 100)) onChange(read);
  };
  return <TextInput label="Warns at" value={typed ?? values.join(", ")} inputMode="numeric" hint="Percent of the time, separated by commas." onChange={take} onBlur={() => setTyped(null)} />;
}

const marketingKinds: Readonly<Record<MarketingClause["kind"], string>> = { "mql-volume": "MQLs a quarter", "acceptance-rate": "Share accepted by Sales", "grade-a-or-b": "Share of grade A or B", "package-complete": "Share with a complete package" };

export function MarketingSection() {
  const { document, edit } = useDraftEditing();
  const format = useFormat();
  return (
    <Rows
      path="sla.marketing" noun="clause" items={document.sla.marketing} onChange={(marketing, merge) => edit((d) => ({ ...d, sla: { ...d.sla, marketing } }), merge)}
      keyOf={({ key }) => key} nameOf={({ name }) => name} words={(clause) => `${describeMarketingClause(clause)}.`}
      figure={(clause) => (clause.kind === "mql-volume" ? format.number(clause.atLeast) : format.share(clause.atLeast / 100, { digits: Number.isInteger(clause.atLeast) ? 0 : 1 }))}
      fresh={(keys): MarketingClause => ({ kind: "acceptance-rate", key: placeholderKey(keys), name: "", atLeast: 70 })}
      editor={(item, change) => (
        <div className={css.grid}>
          <NameCell item={item} taken={document.sla.marketing.map(({ key }) => key)} change={change} span={3} />
          <Cell span={2}><Select label="Promises" value={item.kind} choices={(Object.keys(marketingKinds) as MarketingClause["kind"][]).map((value) => ({ value, label: marketingKinds[value] }))} onChange={(kind) => change({ ...item, kind })} /></Cell>
          <Cell span={1}><NumberBox label="At least" {...(item.kind !== "mql-volume" && { unit: "%" })} min={0} {...(item.kind !== "mql-volume" && { max: 100 })} value={item.atLeast} onChange={(atLeast) => change({ ...item, atLeast: needed(atLeast) }, "atLeast")} /></Cell>
        </div>
      )}
    />
  );
}

type Step = Sla["escalation"][number];
const acts: Readonly<Record<Step["act"], string>> = { "remind-owner": "the owner is reminded", "tell-manager": "the manager is told", reassign: "it is reassigned by routing", "next-review": "it is on the list of the next review" };

export function EscalationSection() {
  const { document, edit } = useDraftEditing();
  return (
    <Rows
      path="sla.escalation" noun="step" items={document.sla.escalation} onChange={(escalation, merge) => edit((d) => ({ ...d, sla: { ...d.sla, escalation } }), merge)}
      keyOf={(step) => `${step.at} ${step.act}`} nameOf={nameEscalation} words={(step) => `${describeEscalation(step)}.`} fresh={(): Step => ({ at: "breach", afterMinutes: 0, act: "tell-manager" })}
      editor={(item, change) => (
        <div className={css.grid}>
          <Cell span={2}><Select label="When" value={item.at} choices={[{ value: "warning", label: "a clock warns" }, { value: "breach", label: "a clock ran out" }]} onChange={(at) => change({ ...item, at })} /></Cell>
          <Cell span={2}><NumberBox label="And then" unit="min" whole min={0} value={item.afterMinutes} onChange={(value) => change({ ...item, afterMinutes: needed(value) }, "after")} hint="business minutes later" /></Cell>
          <Cell span={2}><Select label="Follows" value={item.act} choices={(Object.keys(acts) as Step["act"][]).map((value) => ({ value, label: acts[value] }))} onChange={(act) => change({ ...item, act })} /></Cell>
        </div>
      )}
    />
  );
}

export function ReasonsSection() {
  const { document, edit, readOnly } = useDraftEditing();
  return (
    <>
      <Rows
        path="rejectionReasons" noun="reason" least={1} items={document.rejectionReasons} onChange={(rejectionReasons, merge) => edit((d) => ({ ...d, rejectionReasons }), merge)}
        keyOf={({ code }) => code} nameOf={({ name }) => name} words={(reason) => `${describeReason(reason)}.`}
        fresh={(keys) => ({ code: placeholderKey(keys), name: "", to: "nurture" as const, needsAttempts: false })}
        editor={(item, change) => {
          const { code, ...rest } = item;
          return (
            <div className={css.grid}>
              <NameCell item={{ ...rest, key: code }} taken={document.rejectionReasons.map((one) => one.code)} change={({ key: next, ...other }, merge) => change({ ...other, code: next }, merge)} span={4} />
              <Cell span={2}><Select label="The lead goes to" value={item.to} choices={[{ value: "nurture", label: "nurture, comes back" }, { value: "unqualified", label: "unqualified, stays out" }]} onChange={(to) => change({ ...item, to })} /></Cell>
              <Cell><Checkbox label="Claims that nobody could be reached: accepted only after the agreed attempts" checked={item.needsAttempts} onChange={(needsAttempts) => change({ ...item, needsAttempts })} /></Cell>
            </div>
          );
        }}
      />
      <Part path="nurture" title="Way back from nurture">
        <fieldset className={css.inline} disabled={readOnly}>
          <span>by new engagement, after a cool-off of</span>
          <div className={css.short}><NumberBox bare label="Cool-off" unit="days" whole min={0} max={730} value={document.nurture.coolOffDays} onChange={(days) => edit((d) => ({ ...d, nurture: { coolOffDays: needed(days) } }), "cool-off")} /></div>
        </fieldset>
      </Part>
    </>
  );
}
