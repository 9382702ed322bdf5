import { useMemo, useState } from "react";
import { Avatar } from "../../ui/avatar.tsx";
import { Button } from "../../ui/button.tsx";
import { ClockRing, type ClockState } from "../../ui/clock-ring.tsx";
import { ClockText } from "../../ui/clock-text.tsx";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { Facts } from "../../ui/facts.tsx";
import { Grade } from "../../ui/grade.tsx";
import { Ask, GroupBar } from "../../ui/group-bar.tsx";
import { CallIcon, CheckIcon, CloseIcon, HandoffIcon, MailIcon, QualifiedIcon, QueueIcon, TagIcon } from "../../ui/icons.ts";
import { Row } from "../../ui/layout.tsx";
import { Notice } from "../../ui/notice.tsx";
import { PointsRow } from "../../ui/points-row.tsx";
import { Progress, Steps } from "../../ui/progress.tsx";
import { Section } from "../../ui/section.tsx";
import { Spark } from "../../ui/spark.tsx";
import { StageChip } from "../../ui/stage-chip.tsx";
import { Timeline } from "../../ui/timeline.tsx";
import { toast } from "../../ui/toast.tsx";
import css from "./gallery-page.module.css";

interface Lead {
  id: string; name: string; company: string; state: ClockState; share: number; left: string; due: string; grade: "A" | "B" | "C" | "D"; tier: string; score: number; source: string; detail?: string; steps?: number;
}
const lead = (name: string, company: string, state: ClockState, share: number, left: string, due: string, grade: Lead["grade"], tier: string, score: number, source: string, rest: Partial<Lead> = {}): Lead => ({ id: name, name, company, state, share, left, due, grade, tier, score, source, ...rest });
const owed = [
  lead("Rafael Ostrowski", "Brackwater Foods", "breached", 1, "14 m over", "due 10:28", "B", "T1", 71, "Webinar", { detail: "Cold-chain live" }),
  lead("Elena Brandt", "Halvorsen Pike", "warning", 0.82, "11 m", "due 10:53", "A", "T1", 52, "Organic search", { detail: "ROI calculator" }),
  lead("Sunniva Aas", "Kaldvik Cold Storage", "warning", 0.55, "26 m", "due 11:08", "A", "T1", 48, "Demo request", { detail: "Fast lane" }),
  lead("Marco Bellandi", "Orbenta Packaging", "running", 0.25, "3 h 05 m", "due 14:47", "B", "T2", 66, "LinkedIn ad", { detail: "Pick-rate Q4" }),
  lead("Yusuf Demirel", "Ferrowick Metal", "running", 0.08, "7 h 20 m", "due Thu 10:02", "C", "T3", 94, "Newsletter", { detail: "October issue" }),
];
const inWork = [
  lead("Peter Novak", "Dolmen Parts", "warning", 0.6, "3 h 50 m", "due 15:32", "B", "T2", 58, "Referral", { steps: 4 }),
  lead("Claire Dumont", "Verrier Pharma", "running", 0.45, "15 h 55 m", "due Fri 10:37", "A", "T1", 77, "Demo request", { steps: 2 }),
  lead("Aiko Tanaka", "Senbon Tools", "paused", 0, "Paused", "to Mon 23 Nov", "D", "T2", 55, "Cold-chain kit", { steps: 3 }),
];
const settled = [
  lead("Greta Holm", "Lindqvist Paper", "met", 1, "In 6 m", "met at 09:20", "A", "T1", 61, "Partner", { detail: "Accepted, SAL" }),
  lead("Owen Marsh", "Saltmere Foods", "excused", 1, "Excused", "by Tomás", "B", "T2", 60, "Webinar", { detail: "Rejected to nurture" }),
];
const curve = (score: number) => [score * 0.4, score * 0.42, score * 0.5, score * 0.55, score * 0.8, score];
const now = Date.parse("2026-11-18T09:42:00Z");

const columns: Column<Lead>[] = [
  { key: "time", header: "Time left", width: 100, cell: (row) => <ClockText state={row.state} share={row.share} left={row.left} due={row.due} /> },
  { key: "lead", header: "Lead", width: "1.45fr", sort: true, cell: (row) => <><div style={{ fontWeight: 500 }}>{row.name}</div><span className={`${css.two} cut`} title={row.company}>{row.company}</span></> },
  { key: "fit", header: "Fit, tier", width: 48, wide: true, cell: (row) => <Row gap={6}><Grade grade={row.grade} /><span className="second ink2">{row.tier}</span></Row> },
  { key: "engagement", header: "Engagement", width: 76, wide: true, cell: (row) => <Row gap={10} justify="space-between"><Spark values={curve(row.score)} label={`Engagement ${row.score}`} /><span className="num" style={{ fontWeight: 500 }}>{row.score}</span></Row> },
  { key: "source", header: "Source", width: "1fr", wide: true, cell: (row) => <><div className="second" style={{ color: "var(--ink2)" }}>{row.source}</div><span className="label" style={{ display: "block" }}>{row.steps ? <Row gap={4}><Steps done={row.steps} of={5} />{row.steps} of 5</Row> : row.detail}</span></> },
];

export function InboxSample() {
  const [openKey, setOpenKey] = useState("Elena Brandt");
  const groups = useMemo(
    () => [
      { key: "owed", rows: owed, bar: <GroupBar title="First attempt owed" count={owed.length}><Ask tone="breach">1 breached</Ask><Ask tone="warn">2 warning</Ask></GroupBar> },
      { key: "work", rows: inWork, bar: <GroupBar title="In work, disposition owed" count={inWork.length} /> },
      { key: "settled", rows: settled, bar: <GroupBar title="Settled today" count={settled.length} /> },
    ],
    [],
  );
  return (
    <div className={css.split}>
      <div className={css.list}>
        <DataTable
          label="Open handoffs" columns={columns} groups={groups} rowKey={(row) => row.id} rowLabel={(row) => row.name} openKey={openKey} onOpen={(row) => setOpenKey(row.id)} onMove={(row) => setOpenKey(row.id)}
          phoneRow={(row) => (
            <div className={css.rowCard}>
              <span style={{ paddingTop: 3 }}><ClockRing state={row.state} share={row.share} /></span>
              <div><div style={{ fontWeight: 500 }} className="cut">{row.name}</div><div className="second ink2 cut">{row.company}</div></div>
              <div style={{ textAlign: "right" }}><div className="num" style={{ color: row.state === "breached" ? "var(--breach)" : row.state === "warning" ? "var(--warn)" : undefined }}>{row.left}</div><Row gap={6} justify="end"><Grade grade={row.grade} /><span className="second ink2 num">{row.tier} {row.score}</span></Row></div>
            </div>
          )}
          foot={
            <Row gap={12} style={{ padding: "12px 16px" }}>
              <span className="ink2" style={{ display: "flex" }}><QueueIcon /></span>
              <div style={{ flex: 1 }}><div style={{ fontWeight: 500 }}>DACH tier 2 queue: 4 unclaimed</div><div className="label">Oldest waits 38 m. You have room for 2 of 5 this week.</div></div>
              <Button hint="g">Claim next</Button>
            </Row>
          }
        />
      </div>
      <div style={{ display: "flex", flexDirection: "column", minHeight: 0 }}>
        <div className={css.person}>
          <Row gap={12}>
            <Avatar name="Elena Brandt" size={40} />
            <div style={{ flex: 1 }}><Row><h2 className={css.name}>Elena Brandt</h2><StageChip stage="mql" /></Row><div className="ink2">Head of Warehouse Operations, Halvorsen Pike</div></div>
          </Row>
          <div style={{ marginTop: 12 }}>
            <Notice tone="warn" sign={<ClockRing state="warning" share={0.82} size={20} />} title="First attempt due 10:53, 11 m of business time left" text="A recorded attempt stops it. Accepting does not.">
              <div style={{ width: 176 }}><Progress share={0.82} tone="warn" marks={[0.5, 0.8]} label="49 of 60 minutes used" /></div>
              <span className="num">49 of 60 m, clause S-1, v7</span>
            </Notice>
          </div>
        </div>
        <div className={css.detail}>
          <div className={css.main}>
            <Section title="Why now"><p className="prose" style={{ marginTop: 4 }}>Elena opened pricing three times since Monday and finished the ROI calculator this morning for 3 sites and 420,000 picks a month. Two colleagues in operations read the same case study, so a team is comparing, not one person.</p></Section>
            <Section title="Engagement" note={<b>52</b>} aside="Sum of 6 rules">
              <PointsRow label="Pricing page viewed" how="3 × 8, capped at 20" milliPoints={20_000} startOpen rule="8 points for each pricing page view, at most 20 in 7 days." events={[
                { when: "Mon 17:22", what: "/pricing, 1 m 12 s", milliPoints: 8000 }, { when: "Tue 09:31", what: "/pricing, 58 s", milliPoints: 8000 },
                { when: "Tue 16:08", what: "/pricing/fleet, 2 m 41 s", milliPoints: 4000, note: "8, cap leaves" },
              ]} />
              <PointsRow label="ROI calculator completed" how="once in 30 days" milliPoints={15_000} rule="15 points once in 30 days." />
              <PointsRow label="Careers page viewed" how="once" milliPoints={-5000} rule="Minus 5, once." />
            </Section>
            <Section title="Timeline" aside="27 events, 41 days">
              <Timeline dense entries={[
                { id: "1", at: now - 49 * 60_000, icon: HandoffIcon, title: "Handed to Maya by rule 2, “DACH tier 1”" },
                { id: "2", at: now - 50 * 60_000, icon: QualifiedIcon, title: "Became MQL: fit A, engagement 37 to 52" },
                { id: "3", at: now - 18 * 3_600_000, icon: TagIcon, title: "Pricing page viewed, third time" },
              ]} />
            </Section>
          </div>
          <div className={css.side}>
            <Section title={<Row>Fit <Grade grade="A" /> 78</Row>} aside="A from 70">
              <PointsRow label="Head of department" milliPoints={20_000} /><PointsRow label="Works in operations" milliPoints={15_000} /><PointsRow label="Group buys centrally" milliPoints={-5000} />
            </Section>
            <Section title="Company" aside={<a href="/gallery">Open</a>}><Facts facts={[{ label: "People", value: "1,240" }, { label: "Sites", value: "5, Duisburg first" }, { label: "Also here", value: "Jan Roth, Mila Sorg" }, { label: "Open deal", absent: "None" }]} /></Section>
            <Section title="Qualification" aside="1 of 4 answered"><Facts facts={[{ label: "Need", value: "Peak picks, from form" }, { label: "Budget", absent: "Not asked" }]} /></Section>
          </div>
        </div>
        <Row style={{ marginTop: "auto", minHeight: 56, padding: "0 20px", borderTop: "1px solid var(--line)" }} wrap>
          <Button kind="primary" icon={CheckIcon} hint="a" tall onClick={() => toast.say("Accepted. Elena is SAL.", { undo: () => toast.say("Taken back") })}>Accept</Button>
          <Button icon={CallIcon} hint="l" tall>Log attempt</Button>
          <Button icon={MailIcon} hint="e" tall>Write</Button>
          <span style={{ flex: 1 }} />
          <Button kind="quiet" hint="s" tall>Reassign</Button>
          <Button icon={CloseIcon} hint="r" tall>Reject…</Button>
        </Row>
      </div>
    </div>
  );
}
