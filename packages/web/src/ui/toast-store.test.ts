import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { addToast, closeToast, pauseToasts, resumeToasts, shownToasts, undoLatest } from "./toast-store.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  for (const one of shownToasts()) closeToast(one.id);
  vi.useRealTimers();
});
const texts = () => shownToasts().map((one) => one.text);

test("the newest stands on top, and a fourth makes the oldest go as if its time were over", () => {
  const gone: string[] = [];
  for (const text of ["one", "two", "three", "four"]) addToast(text, "plain", { gone: () => gone.push(text) });
  expect(texts()).toEqual(["four", "three", "two"]);
  expect(gone).toEqual(["one"]);
});

test("none goes while somebody reads them, and what waits for it waits too", () => {
  let sent = 0;
  addToast("Accepted", "plain", { undo: () => undefined, gone: () => (sent += 1) });
  vi.advanceTimersByTime(11_000);
  pauseToasts();
  vi.advanceTimersByTime(60_000);
  expect([texts(), sent]).toEqual([["Accepted"], 0]);
  addToast("Said meanwhile", "plain");
  resumeToasts();
  vi.advanceTimersByTime(1_001);
  expect([texts(), sent]).toEqual([["Said meanwhile"], 1]);
  vi.advanceTimersByTime(5_000);
  expect(texts()).toEqual([]);
});

test("closing the one under the pointer leaves nothing paused", () => {
  const id = addToast("one", "plain");
  pauseToasts();
  closeToast(id);
  addToast("two", "plain");
  vi.advanceTimersByTime(5_001);
  expect(texts()).toEqual([]);
});

test("an undo stands for twelve seconds, whatever is said meanwhile", () => {
  addToast("Accepted", "plain", { undo: () => undefined });
  for (const text of ["one", "two", "three"]) addToast(text, "plain");
  expect(texts()).toEqual(["three", "two", "Accepted"]);
  vi.advanceTimersByTime(11_999);
  expect(texts()).toEqual(["Accepted"]);
  vi.advanceTimersByTime(1);
  expect(texts()).toEqual([]);
});

test("undo takes back the latest act that can be, it is not over then, and where there is none it says so once", () => {
  const told: string[] = [];
  addToast("Accepted", "plain", { undo: () => told.push("undone"), gone: () => told.push("sent") });
  addToast("Copied", "plain");
  undoLatest();
  expect([told, texts()]).toEqual([["undone"], ["Copied"]]);
  undoLatest();
  undoLatest();
  expect([told, texts()]).toEqual([["undone"], ["Nothing to undo.", "Copied"]]);
});

test("a newer one about the same takes the older one's place, and others stay", () => {
  const gone: string[] = [];
  addToast("Still needed: need, authority", "plain", { subject: "answers 1", gone: () => gone.push("older") });
  addToast("Still needed: need", "plain", { subject: "answers 2" });
  addToast("Copied", "plain");
  addToast("All answers are there", "plain", { subject: "answers 1" });
  expect(texts()).toEqual(["All answers are there", "Copied", "Still needed: need"]);
  expect(gone).toEqual(["older"]);
});
