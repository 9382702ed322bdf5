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

/** The summary on one line; ids of people become names. */
export function summaryInWords({ summary, entity }: AuditLine, names: ReadonlyMap<string, string>): string {
  const about = entity.id ? names.get(entity.id) : undefined;
  const value = (one: unknown): string => (Array.isArray(one) ? one.map(value).join(", ") : typeof one === "string" ? (names.get(one) ?? one) : one === null ? "none" : typeof one === "object" ? JSON.stringify(one) : String(one));
  const parts = Object.entries(summary)
    .filter(([, one]) => !(Array.isArray(one) && one.length === 0) && one !== null)
    .map(([key, one]) => (key === "fields" ? value(one) : `${key} ${value(one)}`));
  return [about, ...parts].filter(Boolean).join(" · ");
}
