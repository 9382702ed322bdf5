import { describe, expect, it } from "vitest";
import { drawFlow } from "./flow-panel.tsx";

const place = (name: string, count: number) => ({ place: name, name, count, figure: { figure: "passages" as const, key: name } });

describe("the drawing of flows", () => {
  it("lets out of every stage what came in, with a place for those who wait", () => {
    const { links, nodes } = drawFlow({
      total: 30, accounted: 30, returned: 2,
      places: [place("mql", 4), place("sal", 3), place("customer", 8), place("nurture", 15)],
      links: [
        { from: "mql", to: "sal", count: 11, skips: false }, { from: "mql", to: "nurture", count: 15, skips: false },
        { from: "sal", to: "customer", count: 8, skips: true },
      ],
    });
    const sum = (of: typeof links) => of.reduce((total, link) => total + link.value, 0);
    expect(sum(links.filter((l) => l.from === "mql"))).toBe(30);
    expect(sum(links.filter((l) => l.from === "sal"))).toBe(sum(links.filter((l) => l.to === "sal")));
    expect(sum(links.filter((l) => !links.some((other) => other.from === l.to)))).toBe(30);
    expect(nodes.map((node) => node.key)).toEqual(["mql", "sal", "customer", "waits", "nurture"]);
    expect(links.find((l) => l.to === "customer")!.kind).toBe("won");
  });
});
