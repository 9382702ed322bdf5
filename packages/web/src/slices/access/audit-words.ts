import type { AuditLine } from "@tandem/contract/access/audit";

/** "access.user-changed" → "User changed"; other slices keep their noun: "handoff.accepted" → "Handoff accepted". */
export function actInWords(act: string): string {
  const [slice = "", verb = ""] = act.split(".", 2);
  const words = (slice === "access" || verb.startsWith(`${slice}-`) ? verb : `${slice} ${verb}`).replaceAll("-", " ").trim().replace(/\bapi\b/, "API");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function actorInWords({ actor }: AuditLine): string {
  const name = actor.name ?? "Somebody";
  switch (actor.kind) {
    case "user":
      return name;
    case "api-key":
      return `${name}, by API key`;
    case "engine":
      return "Tandem";
    case "import":
      return actor.name ? `${name}, by import` : "Import";
    case "form":
      return "A form";
  }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** "readOnly" → "read only", "userId" → "user". */
export function partInWords(key: string): string {
  return key.replace(/Ids?$/, "").replace(/([A-Z])/g, " $1").toLowerCase();
}

/**
 * The summary on one line, for people: ids become names and are left out where they have none, instants become days.
 * The whole of it is in the opened line.
 */
export function summaryInWords({ summary, entity, actor }: AuditLine, names: ReadonlyMap<string, string>, day: (at: string) => string): string {
  const about = entity.id && entity.id !== actor.id ? names.get(entity.id) : undefined;
  const value = (one: unknown): string | null => {
    if (Array.isArray(one)) return one.map(value).filter(Boolean).join(", ") || null;
    if (one === null || typeof one === "object") return null;
    if (typeof one !== "string") return String(one);
    if (/^\d{4}-\d\d-\d\dT/.test(one)) return day(one);
    return names.get(one) ?? (uuid.test(one) ? null : one);
  };
  const parts = Object.entries(summary).map(([key, one]) => {
    if (one === true) return partInWords(key);
    if (one === false) return `not ${partInWords(key)}`;
    const text = key === "fields" && Array.isArray(one) ? one.map((field) => partInWords(String(field))).join(", ") : value(one);
    return text && (key === "fields" || names.has(String(one)) ? text : `${partInWords(key)} ${text}`);
  });
  return [about, ...parts].filter(Boolean).join(" · ");
}
