import type { Figure, FigurePart } from "@tandem/contract/insights/figures";
import { bound, type Bound } from "../../platform/bound.ts";
import { clockDecided, clockKept } from "../../spine/clock-verdict.ts";
import { accepted, clocksOf, dealsDecided, defineFigure, gradedAOrB, packaged, won } from "./definitions.ts";
import type { Report } from "./report.ts";

/** A group of a figure's rows, by what became of them; `among` false is one told beside it, that the figure leaves out. */
interface Part {
  readonly name: string;
  readonly condition: string;
  readonly among: boolean;
}

/** What a figure falls into, and of which rows. */
interface Parted {
  readonly from: string;
  readonly of: (report: Report, bound: Bound, key: string | null) => string;
  readonly parts: readonly Part[];
}

/** A figure of handoffs in two: those of which a condition holds, and all others. */
const halves = (figure: Figure, condition: string, yes: string, no: string): Parted => ({
  from: "handoff h",
  of: (report, q, key) => defineFigure(report, q, figure, key)!.condition,
  parts: [
    { name: yes, condition, among: true },
    { name: no, condition: `not (${condition})`, among: true },
  ],
});

const parted: Partial<Record<Figure, Parted>> = {
  clocks: {
    from: "clock c",
    of: clocksOf,
    parts: [
      { name: "met", condition: clockKept("c"), among: true },
      { name: "late", condition: `c.state = 'met' and not ${clockKept("c")}`, among: true },
      { name: "breached", condition: `${clockDecided("c")} and c.state <> 'met'`, among: true },
      { name: "running", condition: "c.state in ('running', 'warning', 'paused')", among: false },
      { name: "excused", condition: "c.state = 'excused'", among: false },
    ],
  },
  "handoffs-by-grade": halves("handoffs-by-grade", gradedAOrB, "of grade A or B", "of grade C or D"),
  "handoffs-by-package": halves("handoffs-by-package", packaged, "with a complete package", "with something missing"),
  "handoffs-decided": halves("handoffs-decided", accepted, "accepted", "never accepted"),
  "deals-decided": {
    from: "opportunity o",
    of: (report, q) => dealsDecided(report, q, report.counted),
    parts: [
      { name: "won", condition: won, among: true },
      { name: "lost", condition: `not (${won})`, among: true },
    ],
  },
};

/** What a figure's rows come to, seen or hidden: "78 met, 4 late", and what it leaves out. Empty where it judges nothing. */
export async function readFigureParts(report: Report, figure: Figure, key: string | null): Promise<FigurePart[]> {
  const known = parted[figure];
  if (!known) return [];
  const q = bound();
  const condition = known.of(report, q, key);
  const counts = await report.sql.one<Record<string, number>>(`select ${known.parts.map((part, i) => `count(*) filter (where ${part.condition}) as part_${i}`).join(", ")} from ${known.from} where ${condition}`, q.params);
  return known.parts.map(({ name, among }, i) => ({ name, among, count: counts[`part_${i}`] ?? 0 }));
}
