import type { Agreement } from "@tandem/domain/agreement/agreement";
import { sectionOf, type SectionKey } from "@tandem/domain/agreement/sections";
import type { DraftEditing } from "./draft-context.ts";

interface Kept {
  readonly editing: DraftEditing;
  readonly from: DraftEditing;
  readonly said: string;
  /** Parts of the document that this section has looked at. */
  readonly read: Set<keyof Agreement>;
}

/**
 * Gives each section of the document its own view of what is being edited: the same object as before as long as nothing
 * changed that the section has looked at, so that a letter typed in one section does not draw the nineteen others.
 */
export function sectionScopes(): (section: SectionKey, editing: DraftEditing) => DraftEditing {
  const kept = new Map<SectionKey, Kept>();
  const latest: { document: Agreement | null } = { document: null };
  return (section, editing) => {
    latest.document = editing.document;
    const before = kept.get(section);
    const changes = editing.changes.filter((one) => one.section === section);
    const problems = editing.problems.filter((one) => sectionOf(one.path) === section);
    const opened = editing.opened !== null && sectionOf(editing.opened) === section ? editing.opened : null;
    const said = JSON.stringify([changes.map(({ kind, key, path, words }) => [kind, key, path, words]), problems.map(({ path, words, severity, atRow }) => [path, words, severity, atRow]), opened, editing.openComments.filter((one) => one.section === section).map(({ key }) => key)]);
    if (before && before.said === said && always.every((name) => before.from[name] === editing[name]) && [...before.read].every((name) => before.from.document[name] === editing.document[name])) return before.editing;
    const read = before?.read ?? new Set<keyof Agreement>();
    const mine: DraftEditing = { ...editing, changes, problems, opened, document: watched(editing.document, latest, read) };
    kept.set(section, { editing: mine, from: editing, said, read });
    return mine;
  };
}

/** What every section may use. */
const always = ["againstVersion", "edit", "readOnly", "names", "teams", "people", "events", "open", "comment"] as const satisfies readonly (keyof DraftEditing)[];

/** The document, remembering which of its parts were looked at; one looked at later on reads as it is then. */
function watched(document: Agreement, latest: { readonly document: Agreement | null }, read: Set<keyof Agreement>): Agreement {
  return new Proxy(document, {
    get(target, name) {
      if (typeof name === "string") read.add(name as keyof Agreement);
      return (latest.document ?? target)[name as keyof Agreement];
    },
    ownKeys(target) {
      for (const name of Object.keys(target)) read.add(name as keyof Agreement);
      return Reflect.ownKeys(target);
    },
  });
}
