import { listVersions } from "@tandem/contract/agreement/versions";
import { listSegments } from "@tandem/contract/insights/figures";
import type { ReportFilterInput } from "@tandem/contract/insights/filter";
import type { PeriodChoice } from "@tandem/domain/kpis/period";
import { Popover } from "@mantine/core";
import { useState } from "react";
import { useOperation } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { CalendarIcon, FilterIcon } from "../../ui/icons.ts";
import { Menu } from "../../ui/menu.tsx";
import { Select } from "../../ui/select.tsx";
import { DateInput } from "../../ui/text-input.tsx";
import { channelName } from "./channel-names.ts";
import { countSegment, wholeSegment } from "./report-search.ts";
import css from "./report.module.css";

type Change = (next: Record<string, string | undefined>) => void;

const periods: readonly { value: PeriodChoice; label: string }[] = [
  { value: "this-quarter", label: "This quarter" },
  { value: "last-quarter", label: "Last quarter" },
  { value: "this-month", label: "This month" },
  { value: "last-month", label: "Last month" },
  { value: "last-12-months", label: "12 months" },
  { value: "all-time", label: "All time" },
];

interface ReportBarProps {
  filter: ReportFilterInput;
  /** What the period is called: "Q4 2026". */
  name: string | undefined;
  /** The period of the page when its address names none. */
  standing?: PeriodChoice;
  change: Change;
}

/** Period and segment of a report, kept in the address so that a link shows what its sender saw. */
export function ReportBar({ filter, name, standing = "this-quarter", change }: ReportBarProps) {
  return (
    <>
      <PeriodMenu filter={filter} name={name} standing={standing} change={change} />
      <SegmentMenu filter={filter} change={change} />
    </>
  );
}

function PeriodMenu({ filter, name, standing, change }: Required<ReportBarProps>) {
  const [own, setOwn] = useState(false);
  const [days, setDays] = useState({ from: filter.from ?? "", to: filter.to ?? "" });
  const chosen = filter.period ?? standing;
  const wrong = days.from !== "" && days.to !== "" && days.to < days.from ? "The last day lies before the first." : undefined;
  return (
    <>
      <Menu
        label="Period"
        target={<Button icon={CalendarIcon}>{name ?? periods.find((one) => one.value === chosen)?.label ?? "Period"}</Button>}
        entries={[
          ...periods.map((one) => ({ label: one.label, checked: chosen === one.value, onSelect: () => change({ period: one.value === standing ? undefined : one.value, from: undefined, to: undefined }) })),
          "line" as const,
          { label: "Days of your own…", checked: chosen === "custom", onSelect: () => setOwn(true) },
        ]}
      />
      <Dialog
        open={own} onClose={() => setOwn(false)} width={360} title="Days of your own" lead="Company days, both included."
        actions={
          <>
            <Button kind="quiet" onClick={() => setOwn(false)}>Cancel</Button>
            <Button
              kind="primary" refused={!days.from || !days.to ? "Needs a first and a last day" : wrong}
              onClick={() => {
                change({ period: "custom", ...days });
                setOwn(false);
              }}
            >
              Show these days
            </Button>
          </>
        }
      >
        <DateInput label="First day" value={days.from} onChange={(from) => setDays({ ...days, from })} data-autofocus />
        <DateInput label="Last day" value={days.to} onChange={(to) => setDays({ ...days, to })} error={wrong} />
      </Dialog>
    </>
  );
}

function SegmentMenu({ filter, change }: { filter: ReportFilterInput; change: Change }) {
  const [open, setOpen] = useState(false);
  const { data } = useOperation(listSegments, {}, { enabled: open || countSegment(filter) > 0 });
  const { data: agreed } = useOperation(listVersions, {}, { enabled: open });
  const chosen = countSegment(filter);
  const version = filter.agreementVersion === undefined ? undefined : String(filter.agreementVersion);
  const words = [
    filter.country,
    filter.grade && `grade ${filter.grade}`,
    filter.channel && channelName(filter.channel),
    data?.owners.find((one) => one.id === filter.owner)?.name,
    data?.teams.find((one) => one.id === filter.team)?.name,
    version && `agreement v${version}`,
  ].filter((word) => word !== undefined && word !== "");
  const pick = (key: string, label: string, value: string | undefined, choices: readonly { value: string; label: string }[]) => (
    <Select label={label} optional value={value ?? ""} placeholder="All" choices={choices} onChange={(next: string) => change({ [key]: next || undefined })} />
  );
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" offset={4} withinPortal trapFocus transitionProps={{ duration: 120 }} classNames={{ dropdown: "float" }}>
      <Popover.Target>
        <Button icon={FilterIcon} aria-expanded={open} aria-haspopup="dialog" onClick={() => setOpen(!open)} title={words.join(", ")}>
          {chosen === 0 ? "All segments" : words.length > 0 && words.length < 3 ? words.join(", ") : `${chosen} chosen`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={css.own}>
          {pick("country", "Country", filter.country, (data?.countries ?? []).map((value) => ({ value, label: value })))}
          {pick("grade", "Grade", filter.grade, ["A", "B", "C", "D"].map((value) => ({ value, label: value })))}
          {pick("channel", "Channel of the first touch", filter.channel, (data?.channels ?? []).map((value) => ({ value, label: channelName(value) })))}
          {pick("team", "Team", filter.team, (data?.teams ?? []).map(({ id, name }) => ({ value: id, label: name })))}
          {pick("owner", "Owner", filter.owner, (data?.owners ?? []).map(({ id, name }) => ({ value: id, label: name })))}
          {pick("agreementVersion", "Made by the agreement's version", version, (agreed?.versions ?? []).map((one) => ({ value: String(one.version), label: `Version ${one.version}` })))}
          {chosen > 0 && <Button full onClick={() => change(wholeSegment)}>All segments</Button>}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
