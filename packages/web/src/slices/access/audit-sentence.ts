import type { AuditLine, AuditRecord } from "@tandem/contract/access/audit";
import { actInWords, partInWords } from "./audit-words.ts";

/** A line of the trail as a sentence whose records can be opened: "gave | Anna Adler | to | Rex Rep". */
export type SentencePart = string | { readonly text: string; readonly to: string | null };

/** What a kind of record is called, with its article where it has no name. */
export const recordKinds: Readonly<Record<string, string>> = {
  contact: "contact", company: "company", handoff: "handoff", opportunity: "deal", activity: "activity", task: "task", campaign: "campaign", spend: "spend", import: "import", field: "field", form: "form", source: "source", event: "event",
  user: "user", team: "team", "api-key": "API key", closure: "closure", agreement: "agreement", "agreement-draft": "draft of the agreement", calibration: "calibration", pipeline: "pipeline", workspace: "workspace", view: "saved view",
};

/** Where a record is looked at; null for what has no page of its own. */
export function pathOf(kind: string, id: string | null): string | null {
  switch (kind) {
    case "contact": return id && `/people/${id}`;
    case "company": return id && `/companies/${id}`;
    case "handoff": return id && `/handoffs/${id}`;
    case "opportunity": return id && `/pipeline/${id}`;
    case "campaign": return id && `/campaigns/${id}`;
    case "import": return id && `/settings/imports/${id}`;
    case "form": return id && `/settings/forms/${id}`;
    case "user": return id && `/settings/users?user=${id}`;
    case "team": return "/settings/teams";
    case "api-key": return "/settings/api-keys";
    case "source": return "/settings/sources";
    case "field": return "/settings/fields";
    case "closure": return "/settings/calendar";
    case "agreement": return "/agreement";
    case "agreement-draft": return id && `/agreement/drafts/${id}`;
    case "calibration": return "/lab/calibration";
    case "pipeline": return "/settings/pipeline";
    case "workspace": return "/settings/workspace";
    case "task": return "/tasks";
    case "event": return "/settings/events";
    default: return null;
  }
}

/**
 * What was done, without who: `{}` is the record, `{to}` a part of the summary. What a record is not told by name is told
 * by its kind.
 */
const sentences: Readonly<Record<string, string>> = {
  "access.set-up": "set up {}",
  "access.signed-in": "signed in",
  "access.sign-in-failed": "mistyped a password, or somebody else did",
  "access.signed-out-everywhere": "signed out everywhere",
  "access.user-created": "added {} as {role}",
  "access.user-changed": "changed {fields} of {}",
  "access.profile-changed": "changed their own {fields}",
  "access.password-changed": "changed their own password",
  "access.password-reset": "made a link for {} to set a new password",
  "access.invitation-accepted": "accepted the invitation",
  "access.reset-accepted": "set a new password",
  "access.api-key-created": "made the API key {}",
  "access.api-key-revoked": "revoked the API key {}",
  "access.source-created": "made a source for events",
  "access.source-revoked": "revoked a source for events",
  "access.absence-created": "noted an absence of {} from {from} to {to}",
  "access.absence-removed": "removed an absence of {}",
  "access.workspace-renamed": "renamed the workspace",
  "agreement.signed": "signed version {version} of the agreement for {side}",
  "agreement.took-effect": "put version {version} of the agreement into force",
  "agreement.draft-begun": "began {}",
  "agreement.draft-changed": "saved changes to {}",
  "agreement.draft-renamed": "renamed {}",
  "agreement.draft-dated": "set {} to take effect {effectiveFrom}",
  "agreement.draft-rebased": "brought {} up to date with the version in force",
  "agreement.draft-signed": "signed {} for {side}",
  "agreement.draft-withdrawn": "withdrew {}",
  "agreement.signature-fell": "made the signature of {userId} under {} fall away, {why}",
  "agreement.version-made": "made version {version} of the agreement from {}",
  "agreement.version-overtaken": "kept version {version} of the agreement from taking effect, by version {by}",
  "agreement.glass-broken": "broke the glass and put {} in force as version {version}",
  "agreement.commented": "commented on {}",
  "agreement.comment-changed": "changed a comment on {}",
  "agreement.comment-resolved": "resolved a comment on {}",
  "agreement.comment-reopened": "reopened a comment on {}",
  "agreement.comment-deleted": "deleted a comment on {}",
  "lab.calibration-started": "started {}",
  "lab.leak-confirmed": "said that the field {ref} leaks the outcome",
  "lab.leak-cleared": "said that the field {ref} does not leak the outcome",
  "lab.field-verdict-withdrawn": "took back what was said about the field {ref}",
  "contact.created": "made the contact {}",
  "contact.edited": "changed {fields} of {}",
  "contact.assigned": "gave {} from {from} to {to}",
  "contact.merged": "merged {from} into {}",
  "contact.unmerged": "took {from} and {} apart again",
  "company.created": "made the company {}",
  "company.edited": "changed {fields} of {}",
  "company.assigned": "gave {} from {from} to {to}",
  "consent.given": "recorded the consent of {} to {purpose}",
  "consent.withdrawn": "recorded that {} withdrew the consent to {purpose}",
  "duplicate.dismissed": "said that {} and {other} are two people",
  "people.exported": "exported {rows} people",
  "people.bulk-edited": "changed {change} of many at once, {changed} in all",
  "people.bulk-undone": "took back a change of many, {changed} in all",
  "field.created": "made the field {key} of {entity}",
  "field.changed": "changed the field {key} of {entity}",
  "qualification.answered": "answered the question {question} about {}",
  "handoff.opened": "opened the handoff of {}",
  "handoff.assigned": "gave the handoff of {} from {from} to {to}",
  "handoff.accepted": "accepted the handoff of {}",
  "handoff.qualified": "qualified the handoff of {}",
  "handoff.rejected-nurture": "sent {} back to nurture, {reason}",
  "handoff.rejected-unqualified": "rejected the handoff of {}, {reason}",
  "handoff.attempted": "recorded an attempt to reach {} by {channel}",
  "handoff.attempt-removed": "removed an attempt to reach {}",
  "handoff.disputed": "disputed the rejection of {}",
  "handoff.dispute-answered": "answered the dispute about {}",
  "handoff.reopened": "reopened the handoff of {}",
  "clock.excused": "excused a late clock of {}",
  "opportunity.opened": "opened the deal {}",
  "opportunity.edited": "changed {fields} of the deal {}",
  "opportunity.moved": "moved the deal {} from {from} to {to}",
  "opportunity.won": "won the deal {}",
  "opportunity.lost": "lost the deal {}, {reason}",
  "opportunity.reopened": "reopened the deal {}",
  "opportunity.group-saved": "put {contactId} into the buying group of {}",
  "opportunity.group-removed": "took {contactId} out of the buying group of {}",
  "activity.logged": "logged a {kind} with {}",
  "activity.edited": "changed an activity with {}",
  "activity.removed": "removed an activity with {}",
  "task.created": "made a task about {} for {assigneeId}",
  "task.done": "did a task about {}",
  "task.removed": "removed a task",
  "pipeline.stages-saved": "changed the stages of the pipeline",
  "pipeline.rate-added": "added an exchange rate",
  "campaign.created": "made the campaign {}",
  "campaign.changed": "changed the campaign {}",
  "campaign.archived": "archived the campaign {}",
  "campaign.restored": "put the campaign {} back into the list",
  "campaign.members-added": "added {added} members to {}",
  "campaign.members-removed": "took {removed} members out of {}",
  "spend.added": "added spend to {}",
  "spend.changed": "changed spend of {}",
  "spend.deleted": "deleted spend of {}",
  "view.shared": "shared the view {}",
  "view.changed": "changed the shared view {}",
  "view.unshared": "took the view {} back for themselves",
  "view.removed": "deleted a shared view",
  "capture.quarantined": "put an event aside",
  "capture.released": "let an event count again",
  "capture.event-replayed": "sent a refused event again",
  "capture.events-replayed": "sent {replayed} refused events again",
  "capture.form-created": "made the form {}",
  "capture.form-changed": "changed the form {}",
  "import.created": "began the import of {}",
  "import.started": "started the import of {}",
  "import.trial-started": "tried the import of {}",
  "import.tried": "tried the import of {}: {created} new, {refused} refused",
  "import.finished": "imported {}: {created} new, {updated} updated, {refused} refused",
  "import.cancelled": "cancelled the import of {}",
  "import.removed": "forgot an import",
  "import.rows-repaired": "repaired {repaired} rows of {}",
  "import.refusals-exported": "downloaded the refused rows of {}",
};

export function sentenceOf(line: AuditLine, names: ReadonlyMap<string, string>, day: (at: string) => string): SentencePart[] {
  const known = new Map(line.records.map((record) => [record.id, record]));
  const template = sentences[line.act] ?? `${actInWords(line.act).toLowerCase()}${line.entity.id === null ? "" : ": {}"}`;
  const parts: SentencePart[] = [];
  for (const piece of template.split(/(\{\w*\})/)) {
    const key = /^\{(\w*)\}$/.exec(piece)?.[1];
    if (key === undefined) parts.push(piece);
    else if (key === "") {
      const part = recordPart(known.get(line.entity.id ?? ""), line);
      const said = parts.at(-1);
      // "opened the deal a deal" is said once.
      if (typeof part === "string" && typeof said === "string") parts[parts.length - 1] = said.replace(new RegExp(`the (shared )?(?:${unnamed(line.entity.kind).replace(/^an? /, "")}|view) $`), "");
      parts.push(part);
    }
    else parts.push(valuePart(line.summary[key], key, known, names, day));
  }
  return tidy(parts);
}

/** The sentence as plain text, for a title and for screen readers. */
export const textOf = (parts: readonly SentencePart[]): string => parts.map((part) => (typeof part === "string" ? part : part.text)).join("");

function recordPart(record: AuditRecord | undefined, { entity, summary }: AuditLine): SentencePart {
  if (record) return { text: record.name, to: pathOf(record.kind, record.id) ?? (record.about && pathOf(record.about.kind, record.about.id)) };
  if (entity.kind === "agreement" && typeof summary["version"] === "number") return { text: `version ${summary["version"]} of the agreement`, to: "/agreement" };
  if (entity.id === null) return { text: `the ${recordKinds[entity.kind] ?? entity.kind}`, to: pathOf(entity.kind, null) };
  return `${unnamed(entity.kind)} (${shortOf(entity.id)})`;
}

/** The end of an id, by which lines about the same unnamed record are told from those about others; its beginning is the time. */
const shortOf = (id: string): string => id.slice(-6);

/** Gone, or not for this role: what kind it is is all there is to say; of what is about a person, that it is somebody. */
function unnamed(kind: string): string {
  if (["contact", "handoff", "activity", "task"].includes(kind)) return "somebody";
  const word = kind === "import" ? "file" : (recordKinds[kind] ?? kind);
  return `${/^[aeiou]/i.test(word) ? "an" : "a"} ${word}`;
}

const nobody = "nobody";

function valuePart(value: unknown, key: string, known: ReadonlyMap<string, AuditRecord>, names: ReadonlyMap<string, string>, day: (at: string) => string): SentencePart {
  if (value === null && key === "effectiveFrom") return "once signed";
  if (value === null || value === undefined) return key === "from" || key === "to" || key === "assigneeId" ? nobody : "";
  if (Array.isArray(value)) return value.map((one) => partInWords(String(one).replace(/^custom\./, "").replaceAll("_", " "))).join(", ");
  const text = String(value);
  const record = known.get(text);
  if (record) return { text: record.name, to: pathOf(record.kind, record.id) };
  const name = names.get(text);
  if (name !== undefined) return { text: name, to: null };
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-/.test(text)) return `somebody (${shortOf(text)})`;
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return day(text);
  return typeof value === "string" ? text.replaceAll("-", " ") : text;
}

/** "from nobody to Rex" reads better as "to Rex", and a reason that was not given leaves no comma behind. */
function tidy(parts: SentencePart[]): SentencePart[] {
  const from = parts.findIndex((part, at) => part === nobody && parts[at - 1] === " from ");
  const shorter = (from < 0 ? parts : parts.toSpliced(from - 1, 2)).filter((part) => part !== "");
  const last = shorter.at(-1);
  return typeof last === "string" ? [...shorter.slice(0, -1), last.replace(/[\s,]+$/, "")] : shorter;
}
