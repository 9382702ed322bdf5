import type { listVersions } from "@tandem/contract/agreement/versions";
import type { OutputOf } from "@tandem/contract/operation";
import type { Agreement } from "@tandem/domain/agreement/agreement";
import type { AgreementChange } from "@tandem/domain/agreement/diff";
import type { RoutingWording } from "@tandem/domain/agreement/describe";
import type { SectionKey } from "@tandem/domain/agreement/sections";
import { createContext, useContext } from "react";

/** The version a draft became. */
export type Became = OutputOf<typeof listVersions>["versions"][number];

export interface PlacedProblem {
  readonly path: string;
  readonly words: string;
  readonly severity: "problem" | "doubt";
  /** Said at the row of its condition already, where that is shown. */
  readonly atRow?: boolean;
}

/** What every part of the document's editor needs: the text, how to change it, and what is said about its places. */
export interface DraftEditing {
  readonly document: Agreement;
  /** The version it is compared with, for what is struck out beside the proposed: the one in force, or the one before it. */
  readonly againstVersion: number;
  edit: (change: (document: Agreement) => Agreement, merge?: string) => void;
  /** Withdrawn, in force or not permitted: to be read only. */
  readonly readOnly: boolean;
  readonly changes: readonly AgreementChange[];
  readonly problems: readonly PlacedProblem[];
  readonly names: RoutingWording;
  readonly teams: readonly { key: string; name: string }[];
  readonly people: readonly { email: string; name: string }[];
  readonly events: readonly { type: string; name: string; count: number }[];
  /** The row that is open: its path. */
  readonly opened: string | null;
  open: (path: string | null) => void;
  readonly openComments: readonly { readonly section: string; readonly key: string | null }[];
  commentsOn: (section: SectionKey, key: string | null) => number;
  comment: (section: SectionKey, key: string | null) => void;
}

export const DraftEditingContext = createContext<DraftEditing | null>(null);
export function useDraftEditing(): DraftEditing {
  const editing = useContext(DraftEditingContext);
  if (!editing) throw new Error("a part of the document is shown outside a draft");
  return editing;
}

/** Whether a path lies in another, or is it. */
export function within(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}.`);
}

/** A key that no entry has yet, from the words of a name: "Viewed pricing" → "viewed-pricing". */
export function freshKey(name: string, taken: readonly string[]): string {
  const stem = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "").slice(0, 50) || "new";
  let key = stem;
  for (let n = 2; taken.includes(key); n++) key = `${stem}-${n}`;
  return key;
}
