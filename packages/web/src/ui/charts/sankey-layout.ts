/** Where the nodes and ribbons of a flow stand. Pure: from counts to pixels. */

export interface FlowNode {
  readonly key: string;
  readonly label: string;
  /** 0 is the left. */
  readonly column: number;
  readonly fill: string;
  /** Detours stand below the forward path, with a gap. */
  readonly detour?: boolean;
}
export interface FlowLink {
  readonly from: string;
  readonly to: string;
  readonly value: number;
  /** `forward` and `won` carry the hue; `detour` is grey; `skip` is drawn as a line with a label. */
  readonly kind: "forward" | "won" | "detour" | "skip";
}

export interface PlacedNode extends FlowNode {
  readonly value: number;
  readonly x: number;
  readonly y: number;
  readonly height: number;
}
export interface PlacedLink extends FlowLink {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  /** Width of the ribbon. */
  readonly width: number;
  /** A skip passes beneath the nodes it leaves out. */
  readonly dip?: { readonly x: number; readonly y: number } | undefined;
}

const nodeWidth = 8;
const labelGap = 20;

/** Nodes in the given order within their column; a node is as high as the larger of what comes in and what goes out. */
export function placeFlow(nodes: readonly FlowNode[], links: readonly FlowLink[], box: { left: number; right: number; top: number; height: number }) {
  const sum = (of: readonly FlowLink[]) => of.reduce((total, link) => total + link.value, 0);
  const valueOf = (key: string) => Math.max(sum(links.filter((l) => l.from === key)), sum(links.filter((l) => l.to === key)));
  const lastColumn = Math.max(...nodes.map((node) => node.column));
  const columns = Array.from({ length: lastColumn + 1 }, (_, c) => nodes.filter((node) => node.column === c));
  const scale = Math.min(...columns.map((column) => (box.height - labelGap * Math.max(0, column.length - 1) * 0.75) / Math.max(1, column.reduce((total, node) => total + valueOf(node.key), 0))));
  const columnX = (c: number) => box.left + (lastColumn === 0 ? 0 : (c / lastColumn) * (box.right - box.left - nodeWidth));
  const placed = new Map<string, PlacedNode>();
  for (const [c, column] of columns.entries()) {
    const heights = column.map((node) => Math.max(1.5, valueOf(node.key) * scale));
    // Labels of the last column stand beside their nodes and need room of their own.
    const gaps = column.map((_, i) => (i === 0 ? 0 : Math.max(6, labelGap - ((heights[i - 1] ?? 0) + (heights[i] ?? 0)) / 2)));
    const used = heights.reduce((a, b) => a + b, 0) + gaps.reduce((a, b) => a + b, 0);
    const firstDetour = column.findIndex((node) => node.detour);
    const spare = Math.max(0, box.height - used);
    let y = box.top;
    for (const [i, node] of column.entries()) {
      const detoursBefore = column.slice(0, i).filter((one) => one.detour).length;
      if (firstDetour > 0 && i === firstDetour) y += spare * 0.6;
      else if (detoursBefore > 0 && i === column.length - 1) y += spare * 0.4;
      y += gaps[i] ?? 0;
      placed.set(node.key, { ...node, value: valueOf(node.key), x: columnX(c), y, height: heights[i] ?? 0 });
      y += heights[i] ?? 0;
    }
  }
  return { nodes: [...placed.values()], links: placeLinks(links, placed, scale), nodeWidth };
}

function placeLinks(links: readonly FlowLink[], nodes: ReadonlyMap<string, PlacedNode>, scale: number): PlacedLink[] {
  const drawn = links.filter((link) => nodes.has(link.from) && nodes.has(link.to) && link.value > 0);
  const yOf = (key: string) => nodes.get(key)?.y ?? 0;
  const isDetour = (link: FlowLink) => Number(link.kind === "detour");
  const offset = (end: "from" | "to", other: "from" | "to") => {
    const taken = new Map<string, number>();
    const offsets = new Map<FlowLink, number>();
    const distance = (link: FlowLink) => (nodes.get(link.to)?.column ?? 0) - (nodes.get(link.from)?.column ?? 0);
    // At a node the forward path is on top, what skips a stage beneath it, detours lowest, each by where it leads.
    const order = drawn.toSorted(
      (a, b) => isDetour(a) - isDetour(b) || (a.kind === "detour" ? 0 : distance(a) - distance(b)) || yOf(a[other]) - yOf(b[other]) || distance(a) - distance(b),
    );
    for (const link of order) {
      const from = taken.get(link[end]) ?? 0;
      offsets.set(link, from + (link.value * scale) / 2);
      taken.set(link[end], from + link.value * scale);
    }
    return offsets;
  };
  const starts = offset("from", "to");
  const ends = offset("to", "from");
  return drawn.map((link) => {
    const from = nodes.get(link.from) as PlacedNode;
    const to = nodes.get(link.to) as PlacedNode;
    const passed = [...nodes.values()].filter((node) => node.column > from.column && node.column < to.column && !node.detour);
    const low = passed.toSorted((a, b) => b.y + b.height - (a.y + a.height))[0];
    const width = Math.max(1, link.value * scale);
    const dip = link.kind === "skip" && low ? { x: low.x + nodeWidth / 2, y: low.y + low.height + 6 + width / 2 } : undefined;
    return {
      ...link, width, dip,
      x0: from.x + nodeWidth, y0: from.y + (starts.get(link) ?? 0), x1: to.x, y1: to.y + (ends.get(link) ?? 0),
    };
  });
}
