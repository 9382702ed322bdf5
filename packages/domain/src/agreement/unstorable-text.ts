import { repairText } from "../capture/text.ts";
import { problem, type AgreementProblem } from "./problem.ts";

/**
 * Text that no database keeps as it is written: U+0000 and halves of a surrogate pair. What is signed must be kept to the
 * letter, so it is refused here with its place and not repaired.
 *
 * @param value an agreement of good shape, so that it is no deeper than one can be
 */
export function unstorableText(value: unknown, path = ""): AgreementProblem[] {
  if (typeof value === "string") return isKept(value) ? [] : [refused(path, "This text")];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    const place = path === "" ? key : `${path}.${key}`;
    return isKept(key) ? unstorableText(part, place) : [refused(path, "A name in here")];
  });
}

function isKept(text: string): boolean {
  return repairText(text) === text;
}

function refused(path: string, what: string): AgreementProblem {
  return problem(path, "bad-character", `${what} has a character that can't be kept: U+0000, or half of a pair that makes one character. Write it again without it.`);
}
