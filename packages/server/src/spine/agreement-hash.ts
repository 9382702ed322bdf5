import { createHash } from "node:crypto";
import type { Agreement, SignalDefinition } from "@tandem/domain/agreement/agreement";
import { canonicalText } from "@tandem/domain/agreement/canonical";
import { signalRevisionText } from "@tandem/domain/capture/recognise";

/** Content hash of an agreement: what signatories sign. */
export function agreementHash(agreement: Agreement): string {
  return sha256(canonicalText(agreement));
}

/** Hash of what recognition of a signal depends on: another hash is another revision. */
export function revisionHash(definition: SignalDefinition): string {
  return sha256(signalRevisionText(definition));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
