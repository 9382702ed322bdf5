import { listTeams } from "@tandem/contract/access/teams";
import { listColleagues } from "@tandem/contract/access/users";
import type { OpportunitySort } from "@tandem/contract/pipeline/opportunities";
import { listPipelineStages } from "@tandem/contract/pipeline/stages";
import { useOperation } from "../../app/query.ts";
import { useSession } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Filters } from "../../ui/filter-bar.tsx";
import { FilterMenu } from "../../ui/filter-menu.tsx";
import { filterKeys, sortOf, stateOf, type PipelineSearch } from "./pipeline-search.ts";

const closes = [{ value: "overdue", label: "Overdue" }, { value: "this-month", label: "This month" }, { value: "this-quarter", label: "This quarter" }, { value: "next-quarter", label: "Next quarter" }, { value: "none", label: "No date" }];
const sorts: { value: OpportunitySort; label: string }[] = [{ value: "close", label: "Close date" }, { value: "amount", label: "Amount" }, { value: "age", label: "Longest in stage" }, { value: "created", label: "Newest" }];
const states = [{ value: "open", label: "Open" }, { value: "won", label: "Won" }, { value: "lost", label: "Lost" }, { value: "any", label: "Open and closed" }];

/** Whose, which team's, closing when; the list also by stage and state. */
export function PipelineFilters({ search, list, onChange }: { search: PipelineSearch; list: boolean; onChange: (change: Partial<PipelineSearch>) => void }) {
  const { user } = useSession();
  const people = useOperation(listColleagues).data?.rows ?? [];
  const teams = (useOperation(listTeams).data?.rows ?? []).filter((team) => team.side === "sales");
  const stages = useOperation(listPipelineStages, {}, { enabled: list }).data?.rows ?? [];
  const sellers = people.filter((one) => one.active && one.id !== user.id && (one.role === "sales-rep" || one.role === "sales-manager"));
  const owners = [{ value: "me", label: "Me" }, ...sellers.map((one) => ({ value: one.id, label: one.name })), { value: "none", label: "Nobody" }];
  const set = (key: keyof PipelineSearch) => (value: string | undefined) => onChange({ [key]: value });
  const used = [...filterKeys, ...(list ? (["stage"] as const) : [])].some((key) => search[key] !== undefined);
  return (
    <Filters>
      <FilterMenu single label="Owner" value={search.owner} onChange={set("owner")} choices={owners} />
      {teams.length > 1 && <FilterMenu single label="Team" value={search.team} onChange={set("team")} choices={teams.map((team) => ({ value: team.id, label: team.name }))} />}
      <FilterMenu single label="Closes" value={search.close} onChange={set("close")} choices={closes} />
      {list && <FilterMenu single label="Stage" value={search.stage} onChange={set("stage")} choices={stages.map((stage) => ({ value: stage.key, label: stage.name }))} />}
      {list && <FilterMenu single label="State" value={stateOf(search) === "open" ? undefined : search.state} onChange={set("state")} choices={states} />}
      {!list && <FilterMenu single label="Order" value={search.sort === undefined ? undefined : sortOf(search)} onChange={set("sort")} choices={sorts} />}
      {used && <Button kind="quiet" onClick={() => onChange(Object.fromEntries([...filterKeys, "stage"].map((key) => [key, undefined])))}>Clear</Button>}
    </Filters>
  );
}
