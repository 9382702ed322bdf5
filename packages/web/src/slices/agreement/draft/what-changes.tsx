import { ChangeList, type ListedChange } from "./change-list.tsx";
import css from "./signing.module.css";
import wordsCss from "./words.module.css";

/** What a text changes against the version in force, to be read before it becomes the next. The focus begins here: Enter in a hurry signs nothing. */
export function WhatChanges({ changes, version, label }: { changes: readonly ListedChange[]; version: number; label: string }) {
  return (
    <>
      <p className={wordsCss.partTitle}>{changes.length} {changes.length === 1 ? "change" : "changes"} against version {version}</p>
      <div className={css.changes} tabIndex={0} data-autofocus role="region" aria-label={label}><ChangeList changes={changes} /></div>
    </>
  );
}
