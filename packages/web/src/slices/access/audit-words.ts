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

/** "readOnly" → "read only", "userId" → "user". */
export function partInWords(key: string): string {
  return key.replace(/Ids?$/, "").replace(/([A-Z])/g, " $1").toLowerCase();
}
