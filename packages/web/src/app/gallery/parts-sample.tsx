import { useState } from "react";
import { Avatar } from "../../ui/avatar.tsx";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Chip } from "../../ui/chip.tsx";
import { ClockText } from "../../ui/clock-text.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Grade } from "../../ui/grade.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { CallIcon, CheckIcon, DocumentIcon, DownloadIcon, EditIcon, MailIcon, MoreIcon, NextIcon, PreviousIcon, RemoveIcon } from "../../ui/icons.ts";
import { Row, Stack } from "../../ui/layout.tsx";
import { Menu } from "../../ui/menu.tsx";
import { MoneyInput } from "../../ui/money-input.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Progress, Steps } from "../../ui/progress.tsx";
import { RadioList } from "../../ui/radio-list.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { Section } from "../../ui/section.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { Select } from "../../ui/select.tsx";
import { SidePanel } from "../../ui/side-panel.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { StageChip } from "../../ui/stage-chip.tsx";
import { DateInput, Textarea, TextInput } from "../../ui/text-input.tsx";
import { Timeline } from "../../ui/timeline.tsx";
import { toast } from "../../ui/toast.tsx";
import { Money, NumberText, Share } from "../../ui/values.tsx";
import css from "./gallery-page.module.css";

const stages = ["visitor", "lead", "mql", "sal", "sql", "opportunity", "customer", "nurture", "lost"];
const people = ["Maya Lindqvist", "Deniz Kaya", "Oskar Weiss", "Ines Costa", "Ruth Adler"].map((label) => ({ value: label, label, detail: "4 of 5 this week" }));

export function PartsSample() {
  const [tab, setTab] = useState<"mine" | "team" | "queue">("mine");
  const [text, setText] = useState("Halvorsen Pike");
  const [owner, setOwner] = useState<string | null>("Deniz Kaya");
  const [amount, setAmount] = useState<number | null>(6_420_000);
  const [day, setDay] = useState("2026-12-15");
  const [reason, setReason] = useState<string | null>("budget");
  const [stage, setStage] = useState("sql");
  const [agreed, setAgreed] = useState(true);
  const [open, setOpen] = useState<"dialog" | "panel" | null>(null);
  return (
    <div className={css.page}>
      <div className={css.halves}>
        <Section card title="Acts">
          <Stack gap={12}>
            <Row wrap><Button kind="primary" icon={CheckIcon} hint="a">Accept</Button><Button icon={CallIcon} hint="l">Log attempt</Button><Button kind="soft">Reject, nurture…</Button><Button kind="quiet" hint="s">Reassign</Button><Button kind="danger" icon={RemoveIcon}>Erase…</Button></Row>
            <Row wrap><Button kind="primary" busy>Saving</Button><Button refused="Needs 5 attempts on 2 channels, 1 so far">Could not be reached</Button><IconButton icon={PreviousIcon} label="Previous" /><IconButton icon={NextIcon} label="Next" />
              <Menu label="More acts" target={<button type="button" className="float-item" style={{ width: "auto" }}><MoreIcon /> More</button>} entries={[{ heading: "This person" }, { label: "Edit", icon: EditIcon, hint: "e", onSelect: () => undefined }, { label: "Download", icon: DownloadIcon, refused: "Only RevOps may", onSelect: () => undefined }, "line", { label: "Erase…", icon: RemoveIcon, danger: true, onSelect: () => setOpen("dialog") }]} />
            </Row>
            <Row wrap><Button onClick={() => setOpen("dialog")}>Open a dialog</Button><Button onClick={() => setOpen("panel")}>Open a panel</Button><Button onClick={() => toast.say("Reassigned to Deniz", { undo: () => toast.say("Taken back") })}>Show a toast</Button></Row>
            <SegmentedTabs label="Whose" value={tab} onChange={setTab} tabs={[{ value: "mine", label: "Mine" }, { value: "team", label: "Team" }, { value: "queue", label: "Queue", count: 4 }]} />
          </Stack>
        </Section>
        <Section card title="Facts in small">
          <Stack gap={12}>
            <Row wrap>{stages.map((one) => <StageChip key={one} stage={one} />)}</Row>
            <Row wrap><Chip tone="accent">Draft v8</Chip><Chip>v7, in force since 1 Sep</Chip><Chip tone="warn">8 under pace</Chip><Chip tone="breach">Breached</Chip><Chip tone="good">Met</Chip><Chip onRemove={() => undefined}>DACH</Chip></Row>
            <Row gap={12} wrap><Grade grade="A" /><Grade grade="B" /><Grade grade="C" /><Grade grade="D" /><Grade grade="A" size="large" /><Avatar name="Elena Brandt" size={40} /><Avatar name="Tessaline Foods" size={24} shape="company" /><Steps done={3} of={5} /></Row>
            <Row gap={20} wrap><ClockText state="running" share={0.3} left="3 h 05 m" due="due 14:47" /><ClockText state="warning" share={0.8} left="11 m" due="due 10:53" /><ClockText state="breached" left="14 m over" due="due 10:28" /><ClockText state="met" left="In 6 m" due="met at 09:20" /><ClockText state="paused" left="Paused" due="to Mon 23 Nov" /><ClockText state="excused" left="Excused" due="by Tomás" /></Row>
            <Progress share={0.7} marks={[0.5, 0.8]} label="42 of 60 minutes" tone="accent" />
            <p><NumberText value={2318} /> · <Share value={0.273} /> · <Money minor={6_420_000} /> · <Money minor={-110_000} sign /> · <Money minor={8_640_000} won /> · <RelativeTime at={Date.now() - 90_000_000} /></p>
          </Stack>
        </Section>
        <Section card title="Fields">
          <Stack gap={12}>
            <TextInput label="Company" value={text} onChange={setText} hint="As on their invoice." />
            <Row gap={12} align="flex-start"><Select label="Stage" value={stage} onChange={setStage} choices={stages.map((value) => ({ value, label: value }))} /><DateInput label="Close date" value={day} onChange={setDay} /><MoneyInput label="Amount" value={amount} onChange={setAmount} currency="EUR" /></Row>
            <Combobox label="Owner" value={owner} onChange={setOwner} choices={people} />
            <TextInput label="E-mail" value="elena@" onChange={() => undefined} error="An address has a part after the @." />
            <Textarea label="In your words" optional value="Budget moves to the 2027 plan. Wants a call after their March review." onChange={() => undefined} />
            <Checkbox label="Treat as live" hint="Opens handoffs and starts clocks for these people." checked={agreed} onChange={setAgreed} />
          </Stack>
        </Section>
        <Section card title="Reject to nurture" definition="Elena Brandt, Halvorsen Pike. Comes back only by new engagement after 30 days.">
          <RadioList label="Reason" bare value={reason} onChange={setReason} choices={[{ value: "need", label: "No need found" }, { value: "budget", label: "No budget this year" }, { value: "competitor", label: "Bought from a competitor" }, { value: "unreached", label: "Could not be reached", refused: "Needs 5 attempts on 2 channels, 1 so far" }]} />
          <FormError error={new Error("Not saved: v8 changed at 10:41. Your edits are kept.")}><Button>Compare</Button></FormError>
          <div style={{ marginTop: 12 }}><Notice tone="good" title="First attempt met: call 10:44, 4 m" /></div>
        </Section>
        <Section card title="States">
          <EmptyState title="No handoff waits for you." text="4 wait in the DACH tier 2 queue." action={<Button hint="g">Claim next</Button>} />
          <SkeletonLines lines={4} />
          <ErrorState title="The timeline could not be loaded" error={new Error("The server does not answer. Nothing was changed.")} onRetry={() => undefined} />
        </Section>
        <Section card title="Timeline" note="143 events">
          <Timeline entries={[
            { id: "1", at: Date.now() - 3_600_000, icon: DocumentIcon, title: "Opened the offer link", detail: "Offer v2, 6 of 9 pages, 3 m 20 s on page 5, terms", effect: "+5" },
            { id: "2", at: Date.now() - 4_600_000, icon: MailIcon, title: "Deniz sent the revised offer", detail: "Reply to “Question on service hours”, 1 attachment" },
            { id: "3", at: Date.now() - 90_000_000, icon: CallIcon, title: "Call with Deniz, 18 m", detail: "Objection: “service hours at night”. Battle card Gantrix used", side: "sales" },
          ]} />
        </Section>
      </div>
      <ConfirmDialog open={open === "dialog"} onClose={() => setOpen(null)} title="Erase Elena Brandt" lead="Her events, messages and notes are removed; counts and statistics stay. This can't be undone." confirm="Erase" danger onConfirm={async () => undefined} />
      <SidePanel open={open === "panel"} onClose={() => setOpen(null)} title="People behind 276" actions={<Button kind="primary" tall>Export</Button>}>
        <SkeletonLines lines={6} />
      </SidePanel>
    </div>
  );
}
