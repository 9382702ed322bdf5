import { expect, test } from "vitest";
import { placeFlow, type FlowLink, type FlowNode } from "./sankey-layout.ts";

const nodes: FlowNode[] = [
  { key: "mql", label: "MQL", column: 0, fill: "" },
  { key: "sal", label: "SAL", column: 1, fill: "" },
  { key: "won", label: "Customer", column: 2, fill: "" },
  { key: "nurture", label: "Nurture", column: 2, fill: "", detour: true },
];
const links: FlowLink[] = [
  { from: "mql", to: "sal", value: 60, kind: "forward" },
  { from: "mql", to: "nurture", value: 40, kind: "detour" },
  { from: "sal", to: "won", value: 50, kind: "won" },
  { from: "sal", to: "nurture", value: 10, kind: "detour" },
];
const placed = placeFlow(nodes, links, { left: 0, right: 300, top: 0, height: 200 });
const node = (key: string) => placed.nodes.find((one) => one.key === key);

test("a node is as high as what flows through it, in one scale", () => {
  const scale = (node("mql")?.height ?? 0) / 100;
  expect(node("sal")?.height).toBeCloseTo(60 * scale);
  expect(node("nurture")?.height).toBeCloseTo(50 * scale);
});

test("ribbons fill their node from top to bottom without covering each other", () => {
  for (const key of ["mql", "sal"]) {
    const out = placed.links.filter((link) => link.from === key).toSorted((a, b) => a.y0 - b.y0);
    let y = node(key)?.y ?? 0;
    for (const link of out) {
      expect(link.y0 - link.width / 2).toBeCloseTo(y);
      y += link.width;
    }
    expect(y).toBeCloseTo((node(key)?.y ?? 0) + (node(key)?.height ?? 0));
  }
});

test("everything stays inside the box, detours below the forward path", () => {
  for (const one of placed.nodes) expect(one.y + one.height).toBeLessThanOrEqual(200.001);
  expect(node("nurture")?.y ?? 0).toBeGreaterThan((node("won")?.y ?? 0) + (node("won")?.height ?? 0));
});
