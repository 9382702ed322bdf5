import { expect, test } from "vitest";
import { keyName } from "./use-keys.ts";

test.each([
  [{ key: "j" }, "j"],
  [{ key: "J", shiftKey: true }, "shift+j"],
  // Caps lock is not Shift.
  [{ key: "J" }, "j"],
  [{ key: "?", shiftKey: true }, "?"],
  [{ key: "Enter", ctrlKey: true }, "mod+enter"],
  [{ key: "ArrowLeft", shiftKey: true }, "shift+arrowleft"],
  [{ key: "z", metaKey: true, shiftKey: true }, "mod+shift+z"],
])("%o is %s", (event, name) => {
  expect(keyName({ metaKey: false, ctrlKey: false, altKey: false, shiftKey: false, ...event })).toBe(name);
});
