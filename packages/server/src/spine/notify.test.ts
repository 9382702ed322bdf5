import { expect, test } from "vitest";
import { dueWords } from "./notify.ts";

test("an instant is told in the reader's zone, its day as it stands on the screens", () => {
  expect(dueWords(Date.UTC(2026, 8, 17, 22, 30), "Europe/Berlin")).toBe("Fri 18 Sep, 00:30 (Europe/Berlin)");
  expect(dueWords(Date.UTC(2026, 8, 17, 22, 30), "America/New_York")).toBe("Thu 17 Sep, 18:30 (America/New_York)");
});
