import { describe, expect, it } from "vitest";
import { compareEnds, goesBack } from "./compare-ends.ts";

const draft = "draft:d";

describe("what is compared", () => {
  it.each([
    ["nothing asked: what the version in force changed", {}, [3, 2, 1], 3, ["version:2", "version:3"]],
    ["only the founding version: what is proposed", {}, [1], 1, ["version:1", draft]],
    ["a draft: against the version in force", { after: draft }, [3, 2, 1], 3, ["version:3", draft]],
    ["a version: what it changed", { after: "version:2" }, [3, 2, 1], 3, ["version:1", "version:2"]],
    ["one that waits for its date", { after: "version:4" }, [4, 3, 2, 1], 3, ["version:3", "version:4"]],
    ["the first version: how far it is to the other", { after: "version:1" }, [2, 1], 2, ["version:2", "version:1"]],
    ["only the older end", { before: "version:1" }, [3, 2, 1], 3, ["version:1", "version:3"]],
    ["the version in force as the older end", { before: "version:3" }, [4, 3, 2, 1], 3, ["version:3", "version:4"]],
    ["both, whichever way", { before: "version:3", after: "version:1" }, [3, 2, 1], 3, ["version:3", "version:1"]],
  ])("%s", (_, asked, versions, inForce, [before, after]) => {
    expect(compareEnds(asked, versions, [draft], inForce)).toEqual({ before, after });
  });

  it("says when it goes back", () => {
    expect(goesBack({ before: "version:3", after: "version:1" })).toBe(true);
    expect(goesBack({ before: draft, after: "version:3" })).toBe(true);
    expect(goesBack({ before: "version:1", after: "version:3" })).toBe(false);
    expect(goesBack({ before: "version:3", after: draft })).toBe(false);
  });
});
