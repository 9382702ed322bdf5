import { Chip, type Tone } from "./chip.tsx";

/** Stages in the order of the path, then the detours. Hue changes exactly where the handoff is. */
const stages: Record<string, { label: string; tone: Tone; fill: string }> = {
  visitor: { label: "Visitor", tone: "neutral", fill: "var(--flow)" },
  lead: { label: "Lead", tone: "marketing", fill: "var(--m1)" },
  mql: { label: "MQL", tone: "marketing", fill: "var(--m3)" },
  sal: { label: "SAL", tone: "sales", fill: "var(--s1)" },
  sql: { label: "SQL", tone: "sales", fill: "var(--s2)" },
  opportunity: { label: "Opportunity", tone: "sales", fill: "var(--s3)" },
  customer: { label: "Customer", tone: "good", fill: "var(--good-fill)" },
  advocate: { label: "Advocate", tone: "good", fill: "var(--good-fill)" },
  nurture: { label: "Nurture", tone: "neutral", fill: "var(--grey-fill)" },
  disqualified: { label: "Disqualified", tone: "neutral", fill: "var(--grey-fill)" },
  lost: { label: "Lost", tone: "neutral", fill: "var(--grey-fill)" },
  churned: { label: "Churned", tone: "neutral", fill: "var(--grey-fill)" },
};

export function stageLabel(stage: string): string {
  return stages[stage.toLowerCase()]?.label ?? stage;
}
/** The fill of a stage in charts; always beside a label. */
export function stageFill(stage: string): string {
  return stages[stage.toLowerCase()]?.fill ?? "var(--flow)";
}

export function StageChip({ stage }: { stage: string }) {
  return <Chip tone={stages[stage.toLowerCase()]?.tone ?? "neutral"}>{stageLabel(stage)}</Chip>;
}
