import type { Agreement, RoutingTarget } from "@tandem/domain/agreement/agreement";
import { describeRoutingRule } from "@tandem/domain/agreement/describe";
import { explainCriteria } from "@tandem/domain/criteria/explain";
import { Checkbox } from "../../../ui/checkbox.tsx";
import { Combobox } from "../../../ui/combobox.tsx";
import { Select } from "../../../ui/select.tsx";
import { having } from "../criteria/condition-forms.ts";
import { CriteriaEditor } from "../criteria/criteria-editor.tsx";
import { useVocabulary } from "../criteria/vocabulary.ts";
import { Cell, NameCell, placeholderKey } from "./cells.tsx";
import { useDraftEditing } from "./draft-context.ts";
import { Part } from "./part.tsx";
import { Rows } from "./rows.tsx";
import css from "./fields.module.css";
import sectionCss from "./section.module.css";
import wordsCss from "./words.module.css";

const rank = (index: number) => <span className={`${css.rank} num`}>{index + 1}</span>;

export function TiersSection() {
  const { document, edit, names } = useDraftEditing();
  const { tiers } = document;
  return (
    <Rows
      path="tiers" noun="tier" least={1} items={tiers} onChange={(next, merge) => edit((d) => ({ ...d, tiers: next }), merge)} sign={(_, index) => rank(index)}
      keyOf={({ key }) => key} nameOf={({ name }) => name} words={({ when }) => ("all" in when && when.all.length === 0 ? "Everybody else." : explainCriteria(when, names))}
      fresh={(keys) => ({ key: placeholderKey(keys), name: "", when: { all: [] } })}
      editor={(item, change) => (
        <div className={css.grid}>
          <NameCell item={item} taken={tiers.map(({ key }) => key)} change={change} />
          <Cell><CriteriaEditor label={`Tier ${item.name}`} lead="In this tier is who" value={item.when} onChange={(when, merge) => change({ ...item, when }, merge)} /></Cell>
        </div>
      )}
    />
  );
}

/** What Marketing fills in before a lead is handed over. */
export function PackageSection() {
  const { document, edit, readOnly } = useDraftEditing();
  const { fields } = useVocabulary();
  const refs = document.packageRequires;
  const set = (packageRequires: string[]) => edit((d) => ({ ...d, packageRequires }));
  const nameOf = (ref: string) => fields.find((field) => field.ref === ref)?.name ?? ref;
  return (
    <Part path="packageRequires" rule={refs}>
      <fieldset className={sectionCss.plain} disabled={readOnly}>
        {refs.length === 0 && <p className={wordsCss.none}>A package may be empty.</p>}
        <ul className={css.chips} aria-label="Fields of the package">
          {refs.map((ref, i) => (
            <li key={ref} className={css.fieldChip}>
              {nameOf(ref)}<span className="ink3"> {ref.startsWith("company.") ? "company" : "person"}</span>
              {!readOnly && <button type="button" className={css.drop} aria-label={`Leave out ${nameOf(ref)}`} onClick={() => set(refs.toSpliced(i, 1))}>×</button>}
            </li>
          ))}
        </ul>
        {!readOnly && (
          <div className={css.medium}>
            <Combobox bare label="Add a field" placeholder="Add a field…" value={null} choices={fields.filter((field) => !refs.includes(field.ref)).map((field) => ({ value: field.ref, label: field.name, detail: field.ref.startsWith("company.") ? "Company" : "Person" }))} onChange={(ref) => ref !== null && set([...refs, ref])} />
          </div>
        )}
      </fieldset>
    </Part>
  );
}

type Rule = Agreement["routing"]["rules"][number];

export function RoutingSection() {
  const { document, edit, names, teams, readOnly } = useDraftEditing();
  const { routing } = document;
  const set = (part: Partial<Agreement["routing"]>, merge?: string) => edit((d) => ({ ...d, routing: { ...d.routing, ...part } }), merge);
  const teamChoices = withOwn(teams.map((team) => ({ value: team.key, label: team.name })), routing.fallbackTeam);
  return (
    <>
      <p className={sectionCss.note}>An owner of the contact, its company or an open deal comes before any rule. The first rule that holds decides.</p>
      <Rows
        path="routing.rules" noun="rule" items={routing.rules} onChange={(rules, merge) => set({ rules }, merge)} sign={(_, index) => rank(index)}
        keyOf={({ key }) => key} nameOf={({ name }) => name} words={(rule) => `${describeRoutingRule(rule, names)}.`}
        fresh={(keys): Rule => ({ key: placeholderKey(keys), name: "", when: { all: [] }, to: { team: routing.fallbackTeam, by: "weighted" } })}
        editor={(item, change) => (
          <div className={css.grid}>
            <NameCell item={item} taken={routing.rules.map(({ key }) => key)} change={change} />
            <Cell>
              <Checkbox label="Takes everyone who is left" checked={item.when === undefined} onChange={(everyone) => change(having(item, "when", everyone ? undefined : { all: [] }))} />
              {item.when && <CriteriaEditor label={`Routing ${item.name}`} lead="Takes who" value={item.when} onChange={(when, merge) => change({ ...item, when }, merge)} />}
            </Cell>
            <TargetCells target={item.to} change={(to) => change({ ...item, to })} />
          </div>
        )}
      />
      <Part path="routing.fallbackTeam" title="Otherwise">
        <fieldset className={css.inline} disabled={readOnly}>
          <span>the queue of</span>
          <div className={css.medium}><Select bare label="Team for everyone else" value={routing.fallbackTeam} choices={teamChoices} onChange={(fallbackTeam) => set({ fallbackTeam })} /></div>
        </fieldset>
      </Part>
    </>
  );
}

/** Who gets the lead: one of a team by turn, a queue to claim from, or one person. */
function TargetCells({ target, change }: { target: RoutingTarget; change: (target: RoutingTarget) => void }) {
  const { teams, people, document } = useDraftEditing();
  const kind = "user" in target ? "user" : "queue" in target ? "queue" : "team";
  const key = "user" in target ? document.routing.fallbackTeam : "queue" in target ? target.queue : target.team;
  const choices = withOwn(teams.map((team) => ({ value: team.key, label: team.name })), key);
  return (
    <>
      <Cell span={2}><Select label="Goes to" value={kind} choices={[{ value: "team", label: "one of a team" }, { value: "queue", label: "the queue of a team" }, { value: "user", label: "a person" }]} onChange={(next) => change(next === "team" ? { team: key, by: "weighted" } : next === "queue" ? { queue: key } : { user: people[0]?.email ?? "" })} /></Cell>
      {"user" in target ? (
        <Cell span={4}><Combobox label="Person" value={target.user} valueLabel={target.user} choices={people.map((person) => ({ value: person.email, label: person.name, detail: person.email }))} onChange={(user) => user !== null && change({ user })} /></Cell>
      ) : (
        <Cell span={2}><Select label="Team" value={key} choices={choices} onChange={(team) => change("team" in target ? { ...target, team } : { queue: team })} /></Cell>
      )}
      {"team" in target && <Cell span={2}><Select label="Chosen" value={target.by} choices={[{ value: "weighted", label: "in turn, by weight" }, { value: "least-open", label: "fewest open handoffs" }, { value: "territory", label: "by territory" }]} onChange={(by) => change({ ...target, by })} /></Cell>}
    </>
  );
}

/** A team that is gone stays visible until another is chosen. */
function withOwn(choices: { value: string; label: string }[], own: string): { value: string; label: string }[] {
  return choices.some((choice) => choice.value === own) ? choices : [{ value: own, label: `${own} (does not exist)` }, ...choices];
}

