/** JSON laid out to be read and repaired; what is no JSON stays as it is. */
export function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** Why a text is no JSON, with the place, or null when it is. */
export function jsonProblem(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch {
    const at = firstMistake(text);
    if (at >= text.trimEnd().length) return "This is not JSON yet: its end is missing.";
    const before = text.slice(0, at).split("\n");
    return `This is not JSON yet: see line ${before.length}, column ${before.at(-1)!.length + 1}.`;
  }
}

const blank = /\s*/y;
const word = /(?:"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;
const name = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

/** Where a text stops being JSON. Engines tell it in words of their own, and not always. */
function firstMistake(text: string): number {
  let at = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    return found !== null;
  };
  const char = (expected: string): boolean => {
    take(blank);
    if (text[at] !== expected) return false;
    at += 1;
    return true;
  };
  const list = (end: string, part: () => boolean): boolean => {
    if (char(end)) return true;
    do if (!part()) return false;
    while (char(","));
    return char(end);
  };
  const value = (): boolean => {
    if (char("{")) return list("}", () => (take(blank), take(name)) && char(":") && value());
    if (char("[")) return list("]", value);
    take(blank);
    return take(word);
  };
  value();
  take(blank);
  return at;
}
