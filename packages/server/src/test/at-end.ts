import { afterAll } from "vitest";

/*
 * What a test file opened is closed after its last test, whether it was opened at the top of the file or in a hook (where
 * vitest takes no further hooks). Loaded before each test file.
 */
const opened: (() => Promise<void>)[] = [];

/** Has `close` called after the file's tests, the last opened first. What it throws fails the file. */
export function atEnd(close: () => Promise<void>): void {
  opened.push(close);
}

afterAll(async () => {
  const failures: unknown[] = [];
  for (const close of opened.splice(0).toReversed()) await close().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
});
