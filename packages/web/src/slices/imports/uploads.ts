import { getImport, uploadChunk } from "@tandem/contract/imports/imports";
import { largestChunk } from "@tandem/contract/imports/parts";
import { useSyncExternalStore } from "react";
import { call, isProblem } from "../../app/api.ts";
import { invalidate } from "../../app/query.ts";

/** Uploads of this tab: they go on while the person looks at other pages. */
export interface Upload {
  readonly sent: number;
  readonly size: number;
  readonly error: unknown;
}

const uploads = new Map<string, Upload>();
const listeners = new Set<() => void>();
function become(id: string, upload: Upload | null): void {
  if (upload) uploads.set(id, upload);
  else uploads.delete(id);
  listeners.forEach((listener) => listener());
}

/** The upload of an import in this tab, if there is one. */
export function useUpload(id: string): Upload | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => uploads.get(id),
  );
}

/** Sends a file piece by piece from where the server stands; a lost connection is tried again. */
export async function upload(importId: string, file: File, from = 0): Promise<void> {
  if (uploads.has(importId) && uploads.get(importId)!.error === null) return;
  let sent = from;
  become(importId, { sent, size: file.size, error: null });
  for (let failures = 0; sent < file.size; ) {
    try {
      const piece = new Uint8Array(await file.slice(sent, sent + largestChunk).arrayBuffer());
      ({ uploaded: sent } = await call(uploadChunk, { params: { importId }, body: { offset: sent, base64: base64Of(piece) } }));
      failures = 0;
      become(importId, { sent, size: file.size, error: null });
    } catch (error) {
      failures += 1;
      if (failures > 5 || (isProblem(error) && error.status >= 400 && error.status < 500 && error.status !== 429 && error.code !== "wrong-offset")) return become(importId, { sent, size: file.size, error });
      await new Promise((resolve) => setTimeout(resolve, 500 * failures));
      sent = await call(getImport, { params: { importId } }).then((known) => known.uploaded, () => sent);
    }
  }
  await invalidate(["imports"]);
  become(importId, null);
}

function base64Of(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
