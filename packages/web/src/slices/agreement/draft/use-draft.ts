import { readDraft, saveDraft } from "@tandem/contract/agreement/drafts";
import type { OutputOf } from "@tandem/contract/operation";
import type { Agreement } from "@tandem/domain/agreement/agreement";
import { stableText } from "@tandem/domain/agreement/canonical";
import { diffAgreements } from "@tandem/domain/agreement/diff";
import type { RoutingWording } from "@tandem/domain/agreement/describe";
import { parseShape } from "@tandem/domain/agreement/validate";
import type { Json } from "@tandem/domain/capture/text";
import { useCallback, useEffect, useRef, useState } from "react";
import { call, type ApiProblem } from "../../../app/api.ts";
import { keyOf, queryClient } from "../../../app/query.ts";
import { begin, edited, redone, undone, type DocumentHistory } from "./document-history.ts";
import { mergeDocuments } from "./merge-documents.ts";

export type Draft = OutputOf<typeof readDraft>;
export type SaveState = { kind: "saved" } | { kind: "saving" } | { kind: "waiting" } | { kind: "unfinished"; places: readonly { path: string; words: string }[] } | { kind: "failed"; error: ApiProblem };
/** What somebody else saved while this person was writing, and where both wrote the same part. */
export interface Meeting {
  readonly by: string;
  readonly theirs: readonly string[];
  /** "yours → theirs" where both changed it; yours stands. */
  readonly clashes: readonly string[];
  /** The merge as it stands, and the same with their reading where both wrote. */
  readonly merged: Agreement;
  readonly withTheirs: Agreement;
}

const text = (document: Agreement) => stableText(document as unknown as Json);
const backupKey = (id: string) => `tandem-draft-${id}`;

/**
 * The text being written: edits with undo, saved a moment after the last one with the version they were made on. When
 * somebody else saved meanwhile, both texts are merged part by part and nobody's words are lost. What is not saved yet
 * is also kept in this browser until it is.
 */
export function useDraft(server: Draft, names: RoutingWording) {
  const [history, setHistory] = useState<DocumentHistory<Agreement>>(() => begin(restored(server) ?? server.document));
  const [state, setState] = useState<SaveState>({ kind: "saved" });
  const [meeting, setMeeting] = useState<Meeting | null>(null);
  // What the server holds and under which version, as far as this page knows.
  const known = useRef({ version: server.version, document: server.document });
  const busy = useRef(false);
  // The text under way: its own echo over the live connection may arrive before the answer does.
  const sent = useRef<string | null>(null);
  const [tick, setTick] = useState(0);
  const document = history.now;
  const open = server.state === "open";
  const latest = useRef({ document, names });
  latest.current = { document, names };

  const absorb = useCallback((other: Draft) => {
    if (other.version <= known.current.version) return;
    const [base, mine] = [known.current.document, latest.current.document];
    known.current = { version: other.version, document: other.document };
    const theirs = text(other.document);
    if (theirs === text(base) || theirs === text(mine) || theirs === sent.current) return;
    if (text(mine) === text(base)) {
      setHistory((now) => edited(now, other.document));
      return;
    }
    const merged = mergeDocuments(base, mine, other.document, "mine");
    const withTheirs = mergeDocuments(base, mine, other.document, "theirs");
    const words = (from: Agreement, to: Agreement) => diffAgreements(from, to, latest.current.names).map((one) => one.words);
    setHistory((now) => edited(now, merged));
    setMeeting({ by: other.changedBy.name, theirs: words(base, other.document), clashes: words(merged, withTheirs), merged, withTheirs });
  }, []);
  useEffect(() => absorb(server), [absorb, server]);

  useEffect(() => {
    if (!open) return;
    if (text(document) === text(known.current.document)) {
      setState({ kind: "saved" });
      forget(server.id);
      return;
    }
    keep(server.id, known.current.version, document);
    const parsed = parseShape(document);
    if ("problems" in parsed) {
      setState({ kind: "unfinished", places: parsed.problems.map(({ path, words }) => ({ path, words: unfinishedWords(document, path) ?? words })) });
      return;
    }
    if (busy.current) return;
    setState({ kind: "waiting" });
    const timer = setTimeout(() => {
      busy.current = true;
      sent.current = text(document);
      setState({ kind: "saving" });
      call(saveDraft, { params: { id: server.id }, body: { version: known.current.version, document: document as unknown as Record<string, unknown> } })
        .then(
          (saved) => {
            if (saved.version >= known.current.version) known.current = { version: saved.version, document };
            queryClient.setQueryData(keyOf(readDraft, { params: { id: server.id } }), saved);
          },
          async (error: ApiProblem) => {
            if (error.code === "changed-meanwhile") {
              const now = otherDraft(error) ?? (await call(readDraft, { params: { id: server.id } }));
              absorb(now);
              queryClient.setQueryData(keyOf(readDraft, { params: { id: server.id } }), now);
            } else {
              setState({ kind: "failed", error });
              if (error.status === 503) await new Promise((done) => setTimeout(done, 5_000));
              else throw error;
            }
          },
        )
        .then(
          () => { busy.current = false; sent.current = null; setTick((n) => n + 1); },
          () => { busy.current = false; sent.current = null; },
        );
    }, 600);
    return () => clearTimeout(timer);
  }, [absorb, document, open, server.id, tick]);

  // Closing the tab with something unsaved asks first; the browser keeps it either way.
  const unsaved = open && state.kind !== "saved";
  useEffect(() => {
    if (!unsaved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [unsaved]);

  return {
    document,
    state,
    meeting,
    settle: (takeTheirs: boolean) => {
      if (takeTheirs && meeting) setHistory((now) => edited(now, mergeDocuments(meeting.merged, now.now, meeting.withTheirs, "mine")));
      setMeeting(null);
    },
    edit: useCallback((change: (document: Agreement) => Agreement, merge?: string) => setHistory((now) => edited(now, change(now.now), merge ?? null)), []),
    undo: useCallback(() => setHistory(undone), []),
    redo: useCallback(() => setHistory(redone), []),
    mayUndo: history.past.length > 0,
    mayRedo: history.future.length > 0,
    saveAgain: () => setTick((n) => n + 1),
  };
}

function otherDraft(error: ApiProblem): Draft | null {
  const data = error.problem.data as (Partial<Draft> & { draft?: Draft; current?: Draft }) | undefined;
  const found = data?.draft ?? data?.current ?? data;
  return found && typeof found.version === "number" && found.document !== undefined ? (found as Draft) : null;
}

/** What is not written yet is no mistake: it is said as what is missing. Null where it is more than that. */
function unfinishedWords(document: Agreement, path: string): string | null {
  const value = path.split(".").reduce<unknown>((part, key) => (typeof part === "object" && part !== null ? (part as Record<string, unknown>)[key] : undefined), document);
  if (typeof value === "number" && Number.isNaN(value)) return "A number is missing here.";
  if (value === "" || (Array.isArray(value) && value.length === 0)) return "Something is still to be written or chosen here.";
  return null;
}

/** JSON knows no NaN; a number that is still to be written is kept under this mark. */
const notWritten = "\u0000 not written";

function keep(id: string, version: number, document: Agreement): void {
  try {
    localStorage.setItem(backupKey(id), JSON.stringify({ version, document }, (_, value: unknown) => (typeof value === "number" && Number.isNaN(value) ? notWritten : value)));
  } catch {
    // Storage may be full or switched off; the server has all but the last second.
  }
}
function forget(id: string): void {
  try {
    localStorage.removeItem(backupKey(id));
  } catch {
    // As above.
  }
}
/** What this browser kept of an earlier visit, if nobody has saved since. */
function restored(server: Draft): Agreement | null {
  try {
    const kept = JSON.parse(localStorage.getItem(backupKey(server.id)) ?? "null", (_, value: unknown) => (value === notWritten ? Number.NaN : value)) as { version: number; document: Agreement } | null;
    return kept && server.state === "open" && kept.version === server.version ? kept.document : null;
  } catch {
    return null;
  }
}
