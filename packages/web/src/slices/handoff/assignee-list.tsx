import type { listAssignees } from "@tandem/contract/handoff/acts";
import type { OutputOf } from "@tandem/contract/operation";
import { Notice } from "../../ui/notice.tsx";
import { RadioList } from "../../ui/radio-list.tsx";
import { useFormat } from "../../ui/use-format.ts";

type Lists = OutputOf<typeof listAssignees>;
interface AssigneeListProps {
  lists: { people: readonly (Omit<Lists["people"][number], "rejectedThisLead"> & { rejectedThisLead?: boolean })[]; queues: Lists["queues"] };
  /** How many leads come to whoever is chosen. */
  adds: number;
  /** "user <id>" or "team <id>". */
  value: string | null;
  onChange: (value: string) => void;
}

/** Whom leads may be given to, with what each holds; who would hold more than was agreed is warned of, not forbidden. */
export function AssigneeList({ lists, adds, value, onChange }: AssigneeListProps) {
  const format = useFormat();
  const chosen = lists.people.find((person) => `user ${person.id}` === value);
  const over = chosen && chosen.capacity !== null && chosen.open + adds > chosen.capacity;
  return (
    <>
      <RadioList
        label="To" bare value={value} onChange={onChange}
        choices={[
          ...lists.people.map((person) => ({
            value: `user ${person.id}`, label: person.name,
            detail: [
              `${person.open} open${person.capacity === null ? "" : ` of ${person.capacity}`}${person.capacity !== null && person.open >= person.capacity ? ", at capacity" : ""}`,
              person.awayUntil ? `away until ${format.weekday(person.awayUntil)}` : "", person.rejectedThisLead ? "has rejected this lead before" : "",
            ].filter(Boolean).join(", "),
          })),
          ...lists.queues.map((queue) => ({ value: `team ${queue.id}`, label: `Queue of ${queue.name}`, detail: `${queue.unclaimed} unclaimed` })),
        ]}
      />
      {over && <Notice tone="warn" title={`Over capacity: ${chosen.name} would hold ${chosen.open + adds} of ${chosen.capacity} agreed.`} text="They get it all the same; routing passes them by until there is room." />}
    </>
  );
}

export function targetOf(value: string): { userId: string } | { teamId: string } {
  const [kind, id = ""] = value.split(" ");
  return kind === "user" ? { userId: id } : { teamId: id };
}
