import { listDrafts, readDraft, readVersion } from "@tandem/contract/agreement/drafts";
import { readAgreement } from "@tandem/contract/agreement/versions";
import type { DocumentRef } from "@tandem/contract/lab/parts";
import type { OutputOf } from "@tandem/contract/operation";
import type { Agreement } from "@tandem/domain/agreement/agreement";
import { useMemo } from "react";
import { useOperation } from "../../app/query.ts";

export type DraftRead = OutputOf<typeof readDraft>;

/** What is tried: a draft, or a version with nothing written yet. */
export interface Subject {
  readonly ref: DocumentRef;
  /** "Draft 12", "v7". */
  readonly name: string;
  readonly title: string;
  readonly document: Agreement;
  readonly draft: DraftRead | null;
  readonly inForce: { readonly version: number; readonly name: string; readonly title: string; readonly since: string; readonly founding: boolean; readonly document: Agreement };
}

/** Reads what the address names: a draft by number or id, a version, or the version in force. */
export function useSubject(wanted: string | null): { subject: Subject | null; drafts: OutputOf<typeof listDrafts>["drafts"]; error: Error | null; retry: () => void } {
  const agreement = useOperation(readAgreement);
  const drafts = useOperation(listDrafts, { query: { state: "all" } });
  const version = /^v\d+$/.test(wanted ?? "") ? Number(wanted!.slice(1)) : null;
  const byNumber = wanted !== null && /^\d+$/.test(wanted);
  const id = wanted === null || version !== null ? null : byNumber ? (drafts.data?.drafts.find((one) => one.number === Number(wanted))?.id ?? null) : wanted;
  const draft = useOperation(readDraft, { params: { id: id ?? "-" } }, { enabled: id !== null, keep: false });
  const inForceNumber = agreement.data?.version ?? null;
  const inForce = useOperation(readVersion, { params: { version: inForceNumber ?? 1 } }, { enabled: inForceNumber !== null, keep: false });
  const other = useOperation(readVersion, { params: { version: version ?? 1 } }, { enabled: version !== null && version !== inForceNumber, keep: false });
  const missing = byNumber && drafts.data !== undefined && id === null;
  const subject = useMemo((): Subject | null => {
    if (!inForce.data) return null;
    const held = { version: inForce.data.version, name: `v${inForce.data.version}`, title: inForce.data.title, since: inForce.data.effectiveFrom, founding: inForce.data.founding, document: inForce.data.document };
    if (id !== null) return draft.data ? { ref: { draft: draft.data.id }, name: `Draft ${draft.data.number}`, title: draft.data.title, document: draft.data.document, draft: draft.data, inForce: held } : null;
    const read = version !== null && version !== held.version ? other.data : inForce.data;
    if (byNumber || !read) return null;
    return { ref: { version: read.version }, name: `v${read.version}`, title: read.title, document: read.document, draft: null, inForce: held };
  }, [inForce.data, draft.data, other.data, id, version, byNumber]);
  const error = missing ? new Error(`There is no draft ${wanted}. Choose one of the drafts, or try the version in force.`) : (agreement.error ?? inForce.error ?? drafts.error ?? draft.error ?? other.error);
  return { subject, drafts: drafts.data?.drafts ?? [], error, retry: () => void Promise.all([agreement.refetch(), drafts.refetch(), ...(id ? [draft.refetch()] : [])]) };
}
