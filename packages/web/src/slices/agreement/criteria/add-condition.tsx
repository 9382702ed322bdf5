import { Combobox as Floating, useCombobox } from "@mantine/core";
import type { Criteria } from "@tandem/domain/criteria/criteria";
import { useEffect, useState } from "react";
import { AddIcon } from "../../../ui/icons.ts";
import { askField } from "./condition-forms.ts";
import { useVocabulary, type Vocabulary } from "./vocabulary.ts";
import css from "./criteria.module.css";

interface Offer {
  readonly id: string;
  readonly label: string;
  readonly group: "Person" | "Company" | "What they did" | "Where they stand" | "Groups";
  readonly make: () => Criteria;
}

/** Everything that can be asked, in the words people would type. */
function offersOf(vocabulary: Vocabulary, mayAskScore: boolean): Offer[] {
  return [
    ...vocabulary.fields.map((field): Offer => ({ id: field.ref, label: field.name, group: field.ref.startsWith("company.") ? "Company" : "Person", make: () => askField(field.ref, field.type) })),
    ...vocabulary.signals.map((signal): Offer => ({ id: `signal ${signal.key}`, label: signal.name, group: "What they did", make: () => ({ signal: signal.key, withinDays: 30 }) })),
    ...(mayAskScore
      ? ([
          { id: "grade", label: "Fit grade", group: "Where they stand", make: () => ({ gradeIsAnyOf: ["A"] }) },
          { id: "fit", label: "Fit score", group: "Where they stand", make: () => ({ score: "fit", atLeast: 50 }) },
          { id: "engagement", label: "Engagement score", group: "Where they stand", make: () => ({ score: "engagement", atLeast: 40 }) },
        ] satisfies Offer[])
      : []),
    { id: "stage", label: "Stage", group: "Where they stand", make: () => ({ stageIsAnyOf: ["lead"] }) },
    { id: "member", label: "Member of a campaign, segment or list", group: "Where they stand", make: () => ({ memberOf: "campaign", key: "" }) },
    { id: "any", label: "Group: any of these", group: "Groups", make: () => ({ any: [] }) },
    { id: "all", label: "Group: all of these", group: "Groups", make: () => ({ all: [] }) },
    { id: "none", label: "Group: none of these", group: "Groups", make: () => ({ not: { any: [] } }) },
  ];
}

const groups = ["Person", "Company", "What they did", "Where they stand", "Groups"] as const;

/** One line that adds any condition: type what it is about, Enter adds it and leads to its value. */
export function AddCondition({ mayAskScore, onAdd, label = "Add condition" }: { mayAskScore: boolean; onAdd: (node: Criteria) => void; label?: string }) {
  const vocabulary = useVocabulary();
  const store = useCombobox({ onDropdownClose: () => store.resetSelectedOption() });
  const [text, setText] = useState("");
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const offers = offersOf(vocabulary, mayAskScore);
  const shown = offers.filter((offer) => words.every((word) => `${offer.label} ${offer.group} ${offer.id}`.toLowerCase().includes(word)));
  // What begins with the letters stands before what only holds them.
  const ranked = groups.map((group) => ({ group, offers: shown.filter((offer) => offer.group === group).toSorted((a, b) => Number(starts(b, words)) - Number(starts(a, words))) })).filter((one) => one.offers.length > 0);
  useEffect(() => {
    if (words.length > 0) store.selectFirstOption();
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [text]);
  return (
    <Floating
      store={store} position="bottom-start" width={320} withinPortal offset={4} transitionProps={{ duration: 120 }} classNames={{ dropdown: "float", option: "float-item", groupLabel: "float-label" }}
      onOptionSubmit={(id) => {
        const offer = offers.find((one) => one.id === id);
        setText("");
        store.closeDropdown();
        if (offer) onAdd(offer.make());
      }}
    >
      <Floating.Target>
        <span className={css.add}>
          <AddIcon />
          <Floating.EventsTarget withExpandedAttribute>
            <input
              className={css.addInput} role="combobox" aria-label={label} placeholder={`${label}…`} autoComplete="off" value={text} data-add
              onChange={(event) => { setText(event.target.value); store.openDropdown(); }}
              onClick={() => store.openDropdown()} onBlur={() => { setText(""); store.closeDropdown(); }}
            />
          </Floating.EventsTarget>
        </span>
      </Floating.Target>
      <Floating.Dropdown>
        <Floating.Options mah={320} style={{ overflowY: "auto" }} aria-label={label}>
          {ranked.map(({ group, offers: some }) => (
            <Floating.Group key={group} label={group}>
              {some.map((offer) => <Floating.Option key={offer.id} value={offer.id}>{offer.label}</Floating.Option>)}
            </Floating.Group>
          ))}
          {ranked.length === 0 && <Floating.Empty className="label">Nothing is called that. Fields are made under Settings, signals in this text.</Floating.Empty>}
        </Floating.Options>
      </Floating.Dropdown>
    </Floating>
  );
}

function starts(offer: Offer, words: readonly string[]): boolean {
  return words[0] !== undefined && offer.label.toLowerCase().startsWith(words[0]);
}
