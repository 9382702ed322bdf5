import type { Dashboard } from "@tandem/contract/insights/dashboard";
import { SankeyFlow } from "../../ui/charts/sankey-flow.tsx";
import type { FlowLink, FlowNode } from "../../ui/charts/sankey-layout.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Section } from "../../ui/section.tsx";
import { useFormat } from "../../ui/use-format.ts";
import type { PanelProps } from "./top-panels.tsx";

const known: readonly FlowNode[] = [
  { key: "mql", label: "MQL", column: 0, fill: "var(--m3)" },
  { key: "sal", label: "SAL", column: 1, fill: "var(--s1)" },
  { key: "sql", label: "SQL", column: 2, fill: "var(--s2)" },
  { key: "opportunity", label: "Opportunity", column: 3, fill: "var(--s3)" },
  { key: "customer", label: "Customer", column: 4, fill: "var(--good-fill)" },
  { key: "opportunity:open", label: "Still open", column: 4, fill: "var(--s3)" },
  { key: "waits", label: "Still waiting", column: 4, fill: "var(--flow)" },
  { key: "lost", label: "Lost", column: 4, fill: "var(--grey-fill)" },
  { key: "disqualified", label: "Disqualified", column: 4, fill: "var(--grey-fill)", detour: true },
  { key: "nurture", label: "Nurture", column: 4, fill: "var(--grey-fill)", detour: true },
];
const rank: Record<string, number> = { mql: 0, sal: 1, sql: 2, opportunity: 3, customer: 4, "opportunity:open": 4 };

/** What flows, drawn: whoever still stands at MQL, SAL or SQL ends in a place of its own, so that in is out. */
export function drawFlow({ links, places }: Dashboard["flows"]): { nodes: FlowNode[]; links: FlowLink[] } {
  const drawn = links.map(({ from, to, count, skips }): FlowLink => ({ from, to, value: count, kind: to === "customer" ? "won" : rank[to] === undefined ? "detour" : skips && to !== "opportunity:open" ? "skip" : "forward" }));
  for (const stage of ["mql", "sal", "sql"]) {
    const waiting = places.find(({ place }) => place === stage)?.count ?? 0;
    if (waiting > 0) drawn.push({ from: stage, to: "waits", value: waiting, kind: "detour" });
  }
  const nodes = known.filter(({ key }) => drawn.some((link) => link.from === key || link.to === key));
  return { nodes, links: drawn };
}

export function FlowPanel({ d, open }: PanelProps) {
  const format = useFormat();
  const { flows } = d;
  const { nodes, links } = drawFlow(flows);
  const standing = flows.places.filter(({ place }) => ["mql", "sal", "sql"].includes(place)).reduce((sum, place) => sum + place.count, 0);
  return (
    <Section
      card title="Stage flows" note={`${format.number(flows.total)} MQL episodes of ${d.period.name}`} aside={standing > 0 && `${format.number(standing)} still in MQL, SAL or SQL`}
      definition={`Width is episodes, where each stands now; a rejected one that came to a deal is with the deal. In ${format.number(flows.total)}, accounted for ${format.number(flows.accounted)}.`}
    >
      {flows.total === 0 || links.length === 0 ? (
        <EmptyState title="No MQL episode began in this period." text="An MQL begins when a lead reaches the grid of the agreement or raises a hand." />
      ) : (
        <SankeyFlow
          label={`Where ${flows.total} MQL episodes went`} nodes={nodes} links={links}
          skipText={(link) => `${format.number(link.value)} skipped ${skippedOf(link)}`}
          returned={flows.returned > 0 && nodes.some((node) => node.key === "nurture") ? { from: "nurture", to: "mql", text: `${format.number(flows.returned)} came back as MQL` } : undefined}
          onOpenNode={(key) => open(nodeFigure(key))} onOpenLink={(_, to) => open(nodeFigure(to))}
        />
      )}
    </Section>
  );
}

function skippedOf({ from, to }: FlowLink): string {
  const between = ["mql", "sal", "sql", "opportunity", "customer"].filter((_, index) => index > (rank[from] ?? 0) && index < (rank[to] ?? 0));
  return between.map((stage) => known.find((node) => node.key === stage)!.label).join(" and ");
}

/** Stages that are passed open all episodes; where an episode ends opens those that ended there. */
function nodeFigure(key: string) {
  const place = key === "opportunity:open" ? "opportunity" : key;
  const ends = ["customer", "opportunity:open", "lost", "disqualified", "nurture"].includes(key);
  return { figure: "passages" as const, key: ends ? place : null };
}
