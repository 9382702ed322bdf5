import { searchEverything } from "@tandem/contract/people/search";
import { useState } from "react";
import { useOperation } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { Combobox } from "../../ui/combobox.tsx";

export interface PickedRecord {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
}

/** A person, company or deal by part of its name; for those who may look for them. Others come here from a line. */
export function RecordPicker({ value, valueLabel, onChange }: { value: string | null; valueLabel: string | undefined; onChange: (record: PickedRecord | null) => void }) {
  const may = useMay();
  const [text, setText] = useState("");
  const allowed = may(searchEverything);
  const found = useOperation(searchEverything, { query: { q: text.trim() || "-" } }, { enabled: allowed && text.trim() !== "" });
  if (!allowed && value === null) return null;
  const hits = found.data && text.trim() !== "" ? found.data : { contacts: [], companies: [], opportunities: [] };
  const records: (PickedRecord & { detail: string })[] = [
    ...hits.contacts.map((one) => ({ kind: "contact", id: one.id, name: one.name, detail: one.company ?? one.email ?? "Contact" })),
    ...hits.companies.map((one) => ({ kind: "company", id: one.id, name: one.name, detail: one.domain ?? "Company" })),
    ...hits.opportunities.map((one) => ({ kind: "opportunity", id: one.id, name: one.name, detail: "Deal" })),
  ];
  return (
    <Combobox
      bare optional label="Record" placeholder="Any person, company, deal" value={value} valueLabel={valueLabel ?? "One record"} onSearch={setText} searching={found.isFetching}
      choices={records.map(({ id, name, detail }) => ({ value: id, label: name, detail }))}
      onChange={(id) => onChange(records.find((record) => record.id === id) ?? null)}
    />
  );
}
