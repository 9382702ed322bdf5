import { listTeams } from "@tandem/contract/access/teams";
import { listColleagues } from "@tandem/contract/access/users";
import { stages, stageNames } from "@tandem/domain/lifecycle/stage";
import { useState } from "react";
import { useOperation } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Filters } from "../../ui/filter-bar.tsx";
import { FilterMenu } from "../../ui/filter-menu.tsx";
import { FilterIcon } from "../../ui/icons.ts";
import { usePhone } from "../../ui/use-phone.ts";
import { channelNames, countryChoices } from "./names.ts";
import { filterKeys, type FilterKey, type PeopleSearch } from "./people-filter.ts";

const days = ["1", "7", "30", "90", "365"].map((value) => ({ value, label: value === "1" ? "Since yesterday" : `Last ${value} days` }));
const bounds = ["1", "20", "40", "60", "90"].map((value) => ({ value, label: `${value} points or more` }));

/** The filters of the people list: a bar on the desk, a sheet on the phone. */
export function PeopleFilters({ search, onChange }: { search: PeopleSearch; onChange: (change: Partial<PeopleSearch>) => void }) {
  const phone = usePhone();
  const [open, setOpen] = useState(false);
  const people = useOperation(listColleagues).data?.rows ?? [];
  const teams = useOperation(listTeams).data?.rows ?? [];
  const owners = [{ value: "me", label: "Me" }, { value: "none", label: "Nobody" }, ...people.filter((one) => one.active).map((one) => ({ value: one.id, label: one.name }))];
  const set = (key: FilterKey) => (value: string | undefined) => onChange({ [key]: value });
  const used = filterKeys.filter((key) => search[key] !== undefined).length;
  const clear = () => onChange(Object.fromEntries(filterKeys.map((key) => [key, undefined])));
  const filters = (
    <>
      <FilterMenu label="Stage" value={search.stage} onChange={set("stage")} choices={stages.filter((one) => one !== "visitor").map((value) => ({ value, label: stageNames[value] }))} />
      <FilterMenu label="Grade" value={search.grade} onChange={set("grade")} choices={["A", "B", "C", "D"].map((value) => ({ value, label: value }))} />
      <FilterMenu label="Engagement" single value={search.engagementAtLeast} onChange={set("engagementAtLeast")} choices={bounds} />
      <FilterMenu label="Owner" value={search.owner} onChange={set("owner")} choices={owners} />
      <FilterMenu label="Team" value={search.team} onChange={set("team")} choices={teams.map((team) => ({ value: team.id, label: team.name }))} />
      <FilterMenu label="Country" value={search.country} onChange={set("country")} choices={countryChoices()} />
      <FilterMenu label="First touch" value={search.channel} onChange={set("channel")} choices={Object.entries(channelNames).map(([value, label]) => ({ value, label }))} />
      <FilterMenu label="Created" single value={search.created} onChange={set("created")} choices={days} />
      <FilterMenu label="Last seen" single value={search.seen} onChange={set("seen")} choices={days} />
    </>
  );
  if (!phone)
    return (
      <Filters>
        {filters}
        {used > 0 && <Button kind="quiet" onClick={clear}>Clear</Button>}
      </Filters>
    );
  return (
    <>
      <Button icon={FilterIcon} onClick={() => setOpen(true)}>{used > 0 ? `Filters, ${used} on` : "Filters"}</Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Filters" actions={<><Button kind="quiet" onClick={clear}>Clear</Button><Button kind="primary" onClick={() => setOpen(false)}>Show people</Button></>}>
        <Filters sheet>{filters}</Filters>
      </Dialog>
    </>
  );
}
