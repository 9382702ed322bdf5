import { expect, test } from "vitest";
import { readTime } from "./read-time.ts";

test.each([
  ["9", "09:00"], ["930", "09:30"], ["0930", "09:30"], ["9:30", "09:30"], [" 17.45 ", "17:45"], ["24:00", "24:00"], ["0", "00:00"],
  ["24:01", null], ["25", null], ["9:60", null], ["", null], ["noon", null], ["9:3", null],
])("%j reads as %j", (text, time) => expect(readTime(text)).toBe(time));
