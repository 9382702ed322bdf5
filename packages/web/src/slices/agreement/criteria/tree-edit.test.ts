import { criteria } from "@tandem/domain/criteria/criteria";
import type { Criteria } from "@tandem/domain/criteria/criteria";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addAfter, addTo, canUnwrap, countConditions, isWithin, moveTo, nodeAt, outermost, pathOf, peel, placeOf, removeAt, replaceAt, rowsOf, setKind, step, stepOut, toggleNot, unwrapAt, wrapAt, type Place } from "./tree-edit.ts";

const leaf = (name: string): Criteria => ({ field: `contact.${name}`, isEmpty: false });
const [a, b, c, d, e] = ["a", "b", "c", "d", "e"].map(leaf) as [Criteria, Criteria, Criteria, Criteria, Criteria];
/** "(a & (b | !c) & d)": the tree as one reads it. */
function drawn(tree: Criteria): string {
  if ("all" in tree) return `(${tree.all.map(drawn).join(" & ")})`;
  if ("any" in tree) return `(${tree.any.map(drawn).join(" | ")})`;
  if ("not" in tree) return `!${drawn(tree.not)}`;
  return "field" in tree ? tree.field.slice("contact.".length) : "?";
}
const tree: Criteria = { all: [a, { any: [b, { not: c }] }, d] };

describe("conditions", () => {
  test("are replaced and removed in their place; the rest stays the same object", () => {
    const next = replaceAt(tree, [1, 1, 0], e);
    expect(drawn(next)).toBe("(a & (b | !e) & d)");
    expect(nodeAt(next, [0])).toBe(a);
    expect(drawn(removeAt(tree, [0]))).toBe("((b | !c) & d)");
    // The negation goes with its condition.
    expect(drawn(removeAt(tree, [1, 1, 0]))).toBe("(a & (b) & d)");
    expect(removeAt(a, [])).toEqual({ all: [] });
    expect(replaceAt(tree, [9, 9], e)).toBe(tree);
  });

  test("are added to a group, after another, or make a group of a single one", () => {
    expect(drawn(addTo(tree, [1], e).tree)).toBe("(a & (b | !c | e) & d)");
    expect(addTo(tree, [1], e).place).toEqual([1, 2]);
    expect(drawn(addTo(a, [], b).tree)).toBe("(a & b)");
    expect(drawn(addTo({ not: a }, [], b).tree)).toBe("(!a & b)");
    expect(drawn(addTo({ not: { any: [a] } }, [], b).tree)).toBe("!(a | b)");
    expect(drawn(addAfter(tree, [1, 0], e).tree)).toBe("(a & (b | e | !c) & d)");
    expect(addAfter(tree, [1, 1, 0], e).place).toEqual([1, 2]);
    expect(drawn(addAfter({ not: a }, [0], b).tree)).toBe("(!a & b)");
  });

  test("are negated and back", () => {
    expect(drawn(toggleNot(tree, [0]))).toBe("(!a & (b | !c) & d)");
    expect(drawn(toggleNot(tree, [1, 1, 0]))).toBe("(a & (b | c) & d)");
    expect(drawn(toggleNot(toggleNot(a, []), []))).toBe("a");
  });
});

describe("groups", () => {
  test("are put around a condition with its negation, dissolved, and change their kind", () => {
    expect(drawn(wrapAt(tree, [1, 1, 0], "all").tree)).toBe("(a & (b | (!c)) & d)");
    expect(wrapAt(a, [], "any")).toEqual({ tree: { any: [a] }, place: [0] });
    expect(drawn(unwrapAt(tree, [1]).tree)).toBe("(a & b & !c & d)");
    expect(drawn(unwrapAt({ not: { any: [a] } }, [0]).tree)).toBe("!a");
    expect(drawn(setKind(tree, [1], "all"))).toBe("(a & (b & !c) & d)");
  });

  test("that would change their meaning beyond the parts are not dissolved", () => {
    const negated: Criteria = { not: { any: [a, b] } };
    expect(canUnwrap(negated, [0])).toBe(false);
    expect(unwrapAt(negated, [0]).tree).toBe(negated);
    expect(canUnwrap(tree, [])).toBe(false);
    expect(canUnwrap(tree, [0])).toBe(false);
  });
});

describe("moving", () => {
  test("steps over a neighbour, into a neighbouring group, and out of its own", () => {
    const down: string[] = [];
    let [at, place]: [Criteria, Place] = [tree, [0]];
    for (let next = step(at, place, 1); next; next = step(at, place, 1)) {
      [at, place] = [next.tree, next.place];
      expect(nodeAt(at, place)).toBe(a);
      down.push(drawn(at));
    }
    expect(down).toEqual(["((a | b | !c) & d)", "((b | a | !c) & d)", "((b | !c | a) & d)", "((b | !c) & a & d)", "((b | !c) & d & a)"]);
    const up: string[] = [];
    for (let next = step(at, place, -1); next; next = step(at, place, -1)) {
      [at, place] = [next.tree, next.place];
      up.push(drawn(at));
    }
    expect(up[up.length - 1]).toBe("(a & (b | !c) & d)");
    expect(stepOut(tree, [0])).toBeNull();
    expect(drawn(stepOut(tree, [1, 0])!.tree)).toBe("(a & (!c) & b & d)");
  });

  test("carries the negation along, and never goes into itself", () => {
    expect(drawn(moveTo(tree, [1, 1, 0], [0])!.tree)).toBe("(!c & a & (b) & d)");
    expect(moveTo(tree, [1], [1, 0])).toBeNull();
    expect(moveTo(tree, [], [0])).toBeNull();
    expect(drawn(moveTo(tree, [0], [3])!.tree)).toBe("((b | !c) & d & a)");
    expect(drawn(moveTo(tree, [2], [1, 1])!.tree)).toBe("(a & (b | d | !c))");
  });
});

test("a group that is left empty goes too: nobody means “holds for nobody”", () => {
  const nested: Criteria = { all: [a, { any: [{ not: { all: [b] } }] }, c] };
  expect(drawn(removeAt(nested, [1, 0, 0, 0]))).toBe("(a & c)");
  expect(drawn(stepOut({ all: [a, { any: [b] }] }, [1, 0])!.tree)).toBe("(a & b)");
  expect(drawn(moveTo(nested, [1, 0, 0, 0], [0])!.tree)).toBe("(b & a & c)");
  expect(drawn(moveTo(nested, [1, 0, 0, 0], [3])!.tree)).toBe("(a & c & b)");
  expect(drawn(moveTo(nested, [1, 0, 0, 0], [1, 0])!.tree)).toBe("(a & (b) & c)");
  expect(drawn(removeAt({ any: [a] }, [0]))).toBe("()");
});

test("rows are read from top to bottom, and places are paths in the document", () => {
  expect(rowsOf(tree)).toEqual([[], [0], [1], [1, 0], [1, 1, 0], [2]]);
  expect(rowsOf(tree).map((place) => pathOf(tree, place))).toEqual(["", "all.0", "all.1", "all.1.any.0", "all.1.any.1.not", "all.2"]);
  expect(placeOf(tree, "all.1.any.1.not.between")).toEqual([1, 1, 0]);
  expect(placeOf(tree, "all.9")).toEqual([]);
  expect(outermost(tree, [1, 1, 0])).toEqual([1, 1]);
  expect(peel({ not: { not: a } }, [3])).toEqual({ node: a, nots: 2, inner: [3, 0, 0] });
  expect(countConditions(tree)).toBe(4);
});

const anyTree = fc.letrec<{ node: Criteria }>((tie) => ({
  node: fc.oneof({ maxDepth: 4 }, fc.constantFrom(a, b, c, d, e), fc.array(tie("node"), { maxLength: 4 }).map((all) => ({ all })), fc.array(tie("node"), { maxLength: 4 }).map((any) => ({ any })), tie("node").map((not) => ({ not }))),
})).node;

test("whatever is moved, no condition is lost or doubled and the shape stays good", () => {
  const conditions = (node: Criteria): string[] => ("field" in node ? [node.field] : "all" in node ? node.all.flatMap(conditions) : "any" in node ? node.any.flatMap(conditions) : "not" in node ? conditions(node.not) : []);
  fc.assert(
    fc.property(anyTree, fc.nat(), fc.nat(), fc.nat(5), fc.constantFrom(1 as const, -1 as const), (root, from, to, index, by) => {
      const rows = rowsOf(root);
      const place = rows[from % rows.length]!;
      const target = [...rows[to % rows.length]!, index % 3];
      for (const edited of [moveTo(root, place, target), step(root, place, by), stepOut(root, place), wrapAt(root, place, "any"), unwrapAt(root, place)]) {
        if (!edited) continue;
        expect(conditions(edited.tree).toSorted()).toEqual(conditions(root).toSorted());
        expect(criteria.safeParse(edited.tree).success).toBe(true);
        expect(nodeAt(edited.tree, edited.place)).toBeDefined();
      }
      const gone = removeAt(root, place);
      expect(conditions(gone).length).toBe(conditions(root).length - conditions(nodeAt(root, place)!).length);
      expect(placeOf(root, pathOf(root, place))).toEqual(place);
      expect(isWithin(place, outermost(root, place))).toBe(true);
    }),
  );
});
