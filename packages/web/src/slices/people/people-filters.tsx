import { listTeams } from "@tandem/contract/access/teams";
import { listColleagues } from "@tandem/contract/access/users";
import { stages, stageNames } from "@tandem/domain/lifecycle/stage";
import { useOperation } from "../../app/query.ts";
import { FilterMenu } from "../../ui/filter-menu.tsx";
import { ListFilters } from "./list-filters.tsx";
import { channelNames, countryChoices } from "./names.ts";
import { filterKeys, type FilterKey, type PeopleSearch } from "./people-filter.ts";

/** @param chosen in the address; other pages link to days of their own */
const days = (chosen: string | undefined) => [...new Set(["1", "7", "30", "90", "365", ...(chosen === undefined ? [] : [chosen])])].map((value) => ({ value, label: value === "1" ? "Since yesterday" : `Last ${value} days` }));
const bounds = ["1", "20", "40", "60", "90"].map((value) => ({ value, label: `${value} points or more` }));

/** What the people list is narrowed by. */
export function PeopleFilters({ search, onChange }: { search: PeopleSearch; onChange: (change: Partial<PeopleSearch>) => void }) {
  const people = useOperation(listColleagues).data?.rows ?? [];
  const teams = useOperation(listTeams).data?.rows ?? [];
  const owners = [{ value: "me", label: "Me" }, { value: "none", label: "Nobody" }, ...people.filter((one) => one.active).map((one) => ({ value: one.id, label: one.name }))];
  const set = (key: FilterKey) => (value: string | undefined) => onChange({ [key]: value });
  const used = filterKeys.filter((key) => search[key] !== undefined).length;
  return (
    <ListFilters used={used} show="Show people" onClear={() => onChange(Object.fromEntries(filterKeys.map((key) => [key, undefined])))}>
      <FilterMenu label="Stage" value={search.stage} onChange={set("stage")} choices={stages.filter((one) => one !== "visitor").map((value) => ({ value, label: stageNames[value] }))} />
      <FilterMenu label="Grade" value={search.grade} onChange={set("grade")} choices={["A", "B", "C", "D"].map((value) => ({ value, label: value }))} />
      <FilterMenu label="Engagement" single value={search.engagementAtLeast} onChange={set("engagementAtLeast")} choices={bounds} />
      <FilterMenu label="Owner" value={search.owner} onChange={set("owner")} choices={owners} />
      <FilterMenu label="Team" value={search.team} onChange={set("team")} choices={teams.map((team) => ({ value: team.id, label: team.name }))} />
      <FilterMenu label="Country" value={search.country} onChange={set("country")} choices={countryChoices()} />
      <FilterMenu label="First touch" value={search.channel} onChange={set("channel")} choices={Object.entries(channelNames).map(([value, label]) => ({ value, label }))} />
      <FilterMenu label="Created" single value={search.created} onChange={set("created")} choices={days(search.created)} />
      <FilterMenu label="Last seen" single value={search.seen} onChange={set("seen")} choices={days(search.seen)} />
    </ListFilters>
  );
}
