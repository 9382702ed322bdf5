/**
 * A part of the agreement as the engine reads it, written to be compared by eye: one line a value, short things on one
 * line. The whole text in this form is the export.
 */
export function ruleText(value: unknown, indent = ""): string {
  if (value === null || typeof value !== "object") return scalar(value);
  const inline = oneLine(value);
  if (inline.length + indent.length <= 72) return inline;
  if (Array.isArray(value)) return value.map((part) => `${indent}- ${ruleText(part, `${indent}  `).trimStart()}`).join("\n");
  return Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .map(([key, part]) => {
      const text = ruleText(part, `${indent}  `);
      return text.includes("\n") || (typeof part === "object" && part !== null && oneLine(part).length + indent.length > 64) ? `${indent}${key}:\n${text.startsWith(" ") ? text : `${indent}  ${text}`}` : `${indent}${key}: ${text}`;
    })
    .join("\n");
}

function oneLine(value: unknown): string {
  if (value === null || typeof value !== "object") return scalar(value);
  if (Array.isArray(value)) return `[${value.map(oneLine).join(", ")}]`;
  return `{ ${Object.entries(value).filter(([, part]) => part !== undefined).map(([key, part]) => `${key}: ${oneLine(part)}`).join(", ")} }`;
}

function scalar(value: unknown): string {
  if (typeof value === "number" && Number.isNaN(value)) return "…";
  if (typeof value === "string") return /^[\p{L}\p{N}][\p{L}\p{N} ._/@%’'()+-]*$/u.test(value) && !/^\d/.test(value) ? value : JSON.stringify(value);
  return String(value);
}
