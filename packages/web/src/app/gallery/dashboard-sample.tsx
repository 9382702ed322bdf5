import { Chip } from "../../ui/chip.tsx";
import { ClauseBars } from "../../ui/charts/clause-bars.tsx";
import { FunnelColumns } from "../../ui/charts/funnel-columns.tsx";
import { LineWeeks } from "../../ui/charts/line-weeks.tsx";
import { PaceChart } from "../../ui/charts/pace-chart.tsx";
import { SankeyFlow } from "../../ui/charts/sankey-flow.tsx";
import { StageEpisodes } from "../../ui/charts/stage-episodes.tsx";
import { Hatch } from "../../ui/hatch.tsx";
import { Section } from "../../ui/section.tsx";
import { Tile } from "../../ui/tile.tsx";
import { toast } from "../../ui/toast.tsx";
import css from "./gallery-page.module.css";

const open = (what: string) => toast.say(`Opens the rows behind ${what}`);
const at = (day: string) => Date.parse(`${day}T09:00:00Z`);
const actual = Array.from({ length: 49 }, (_, d) => Math.round(148 * (d / 48) ** 1.12 + Math.sin(d) * 1.2 * (d > 0 && d < 48 ? 1 : 0)));

export function DashboardSample() {
  return (
    <div className={css.page}>
      <div className={css.tiles}>
        <Tile name="Pipeline velocity" value="€14,303" unit="a day" change={{ text: "+6.1 % on Q3", tone: "good" }} definition="58 open × 27.3 % × €64,200 ÷ 71 days" onOpen={() => open("pipeline velocity")} />
        <Tile name="Win rate" value="27.3 %" unit="in period" change={{ text: "+1.9 pts on Q3", tone: "good" }} definition="Won ÷ (won + lost): 12 of 44" onOpen={() => open("win rate")} />
        <Tile name="Average deal" value="€64,200" unit="won" change={{ text: "−€1,100 on Q3", tone: "neutral" }} definition="€770,400 won ÷ 12 deals" onOpen={() => open("average deal")} />
        <Tile name="Sales cycle" value="62 d" unit="median" change={{ text: "4 d faster than Q3", tone: "good" }} definition="Created to won, mean 71 days" onOpen={() => open("sales cycle")} />
        <Tile name="CAC" value="€34,400" unit="each" change={{ text: "+€2,900 on Q3", tone: "warn" }} definition="€412,800 cost ÷ 12 new customers" onOpen={() => open("CAC")} />
        <Tile name="CLTV" value="€252,000" unit="7.3 × CAC" change={{ text: "Payback 14.9 months", tone: "neutral" }} maturing definition="72 % × €38,500 ARPA ÷ 11 % churn" onOpen={() => open("CLTV")} />
      </div>
      <div className={css.wideNarrow}>
        <Section card title="Cohort funnel" note="People who became leads in Q3 2026" aside={<><Hatch /> maturing, hatched may still pass</>} definition="Reached this stage or a later one ÷ reached the stage before. Skips count as passed. Arrow is the median time.">
          <div style={{ marginTop: 12 }}>
            <FunnelColumns
              label="Cohort funnel of Q3 2026" onOpen={open}
              stages={[
                { stage: "lead", reached: 2318 },
                { stage: "mql", reached: 276, share: 0.119, median: "11 d" },
                { stage: "sal", reached: 126, share: 0.457, median: "5 h 10 m", note: "7 skipped it" },
                { stage: "sql", reached: 77, share: 0.611, open: 0.05, median: "6 d", note: "3 skipped it" },
                { stage: "opportunity", reached: 42, share: 0.545, open: 0.04, median: "4 d" },
                { stage: "customer", reached: 9, share: 0.214, open: 0.452, median: "47 d", note: "19 open" },
              ]}
            />
          </div>
        </Section>
        <Section card title="MQL pace" aside={<Chip tone="marketing">Marketing owes 300</Chip>}>
          <p><b style={{ fontSize: 20, letterSpacing: "-0.02em" }}>283</b> <span className="ink2">of 300 by 31 Dec at this rate</span></p>
          <p className="label">148 in 48 of 92 days, 8 under pace. Range 266 to 301.</p>
          <div style={{ marginTop: 8 }}>
            <PaceChart label="MQLs so far against 300 owed by 31 December" side="marketing" actual={actual} days={92} commitment={300} commitmentName="Marketing owes by the end" forecast={{ value: 283, low: 266, high: 301 }}
              ticks={[{ day: 0, text: "1 Oct" }, { day: 31, text: "1 Nov" }, { day: 61, text: "1 Dec" }, { day: 91, text: "31 Dec" }]} dayLabel={(day) => `Day ${day + 1}`} />
          </div>
        </Section>
        <Section card title="Stage flows" note="276 MQL episodes of the Q3 cohort" aside="9 still in SAL or SQL" definition="Width is episodes. Every MQL ends in one place: in 276, accounted for 276.">
          <SankeyFlow
            label="Where 276 MQL episodes went" onOpenNode={open} onOpenLink={(from, to) => open(`${from} to ${to}`)} skipText={(link) => `${link.value} skipped SAL`}
            returned={{ from: "nurture", to: "mql", text: "22 came back as MQL" }}
            nodes={[
              { key: "mql", label: "MQL", column: 0, fill: "var(--m3)" }, { key: "sal", label: "SAL", column: 1, fill: "var(--s1)" },
              { key: "sql", label: "SQL", column: 2, fill: "var(--s2)" }, { key: "opp", label: "Opportunity", column: 3, fill: "var(--s3)" },
              { key: "won", label: "Customer", column: 4, fill: "var(--good-fill)" }, { key: "open", label: "Still open", column: 4, fill: "var(--s3)" },
              { key: "lost", label: "Lost", column: 4, fill: "var(--grey-fill)" }, { key: "disq", label: "Disqualified", column: 4, fill: "var(--grey-fill)", detour: true },
              { key: "nurture", label: "Nurture", column: 4, fill: "var(--grey-fill)", detour: true },
            ]}
            links={[
              { from: "mql", to: "sal", value: 119, kind: "forward" }, { from: "mql", to: "sql", value: 7, kind: "skip" },
              { from: "mql", to: "disq", value: 52, kind: "detour" }, { from: "mql", to: "nurture", value: 98, kind: "detour" },
              { from: "sal", to: "sql", value: 70, kind: "forward" }, { from: "sal", to: "disq", value: 12, kind: "detour" }, { from: "sal", to: "nurture", value: 30, kind: "detour" },
              { from: "sql", to: "opp", value: 42, kind: "forward" }, { from: "sql", to: "disq", value: 6, kind: "detour" }, { from: "sql", to: "nurture", value: 27, kind: "detour" },
              { from: "opp", to: "won", value: 9, kind: "won" }, { from: "opp", to: "open", value: 19, kind: "forward" }, { from: "opp", to: "lost", value: 14, kind: "detour" },
            ]}
          />
        </Section>
        <Section card title="SLA attainment" aside="v7, Q4 to date, %" definition="Clocks met ÷ clocks due, business time. Mark is the clause.">
          <ClauseBars
            onOpen={open}
            sides={[
              { side: "marketing", title: "Marketing owes", clauses: [
                { key: "volume", name: "MQL volume to date", share: 0.83, clause: 0.87, value: "148", wanted: "of 156", met: false },
                { key: "acceptance", name: "Acceptance rate", share: 0.76, clause: 0.75, value: "45.7", wanted: "≥ 45", met: true },
                { key: "grade", name: "Grade A or B", share: 0.682, clause: 0.65, value: "68.2", wanted: "≥ 65", met: true },
                { key: "package", name: "Package complete", share: 0.971, clause: 0.95, value: "97.1", wanted: "≥ 95", met: true },
              ] },
              { side: "sales", title: "Sales owes", clauses: [
                { key: "t1", name: "Tier 1 attempt in 1 h", share: 0.912, clause: 0.9, value: "91.2", wanted: "≥ 90", met: true },
                { key: "t2", name: "Tier 2 attempt in 4 h", share: 0.934, clause: 0.9, value: "93.4", wanted: "≥ 90", met: true },
                { key: "attempts", name: "5 attempts, 2 channels", share: 0.84, clause: 0.9, value: "84.0", wanted: "≥ 90", met: false },
                { key: "disposition", name: "Disposition in 3 days", share: 0.883, clause: 0.85, value: "88.3", wanted: "≥ 85", met: true },
              ] },
            ]}
          />
        </Section>
      </div>
      <div className={css.halves}>
        <Section card title="MQLs per week" definition="Click a week to open its people" aside="by day of entry">
          <LineWeeks
            label="MQLs per week, v8 against v7" weeks={["W34", "W35", "W36", "W37", "W38", "W39", "W40", "W41", "W42", "W43", "W44", "W45", "W46"]} maturingFrom={10} chosen={8}
            series={[
              { name: "v7", kind: "in-force", values: [21, 19, 24, 22, 18, 23, 25, 20, 22, 24, 19, 21, 22] },
              { name: "v8", kind: "proposed", values: [18, 16, 20, 18, 16, 19, 21, 17, 19, 20, 16, 18, 19] },
            ]}
            readout={() => <span style={{ color: "var(--accent)" }}>3 gained, 6 lost</span>} onOpen={(week) => open(`week ${week}`)}
          />
        </Section>
        <Section card title="Stage episodes" note="8 episodes, twice MQL, owner Deniz Kaya since 22 Sep">
          <StageEpisodes
            label="Stage episodes of Ilse Vandermeer" now={at("2026-11-18")} onOpen={open}
            episodes={[
              { id: "1", stage: "visitor", entered: at("2026-02-04"), left: at("2026-02-18") },
              { id: "2", stage: "lead", entered: at("2026-02-18"), left: at("2026-03-12") },
              { id: "3", stage: "mql", entered: at("2026-03-12"), left: at("2026-03-14"), title: "Episode 1", note: "12 Mar, v5. Rejected by Oskar" },
              { id: "4", stage: "nurture", entered: at("2026-03-14"), left: at("2026-09-07") },
              { id: "5", stage: "mql", entered: at("2026-09-07"), left: at("2026-09-08"), title: "Episode 2", note: "7 Sep, v7. Back by webinar" },
              { id: "6", stage: "sal", entered: at("2026-09-08"), left: at("2026-09-15") },
              { id: "7", stage: "sql", entered: at("2026-09-15"), left: at("2026-09-22") },
              { id: "8", stage: "opportunity", entered: at("2026-09-22") },
            ]}
          />
        </Section>
      </div>
    </div>
  );
}
