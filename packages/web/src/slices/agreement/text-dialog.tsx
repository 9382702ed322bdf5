import { readText } from "@tandem/contract/agreement/versions";
import { useState } from "react";
import { useOperation } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { CheckIcon, CopyIcon, DownloadIcon } from "../../ui/icons.ts";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import css from "./agreement.module.css";

/** A version as YAML, to look at, copy or keep in git. */
export function TextDialog({ version, open, onClose }: { version: number; open: boolean; onClose: () => void }) {
  const read = useOperation(readText, { params: { version } }, { enabled: open, keep: false });
  const [copied, setCopied] = useState(false);
  const file = read.data;
  const copy = async () => {
    if (!file) return;
    await navigator.clipboard.writeText(file.text).then(() => setCopied(true), () => selectText());
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <Dialog
      open={open} onClose={onClose} width={720} title={`Version ${version} as text`} lead="The same content in YAML: what the engine runs, to compare or to keep in git."
      actions={file && <><Button icon={copied ? CheckIcon : CopyIcon} onClick={() => void copy()}>{copied ? "Copied" : "Copy"}</Button><Button kind="primary" icon={DownloadIcon} data-autofocus onClick={() => saveText(file.fileName, file.text)}>Download {file.fileName}</Button></>}
    >
      {read.error ? <ErrorState title="The text could not be loaded" error={read.error} onRetry={() => void read.refetch()} /> : file ? <pre id="agreement-text" className={css.yaml} tabIndex={0} aria-label={file.fileName}>{file.text}</pre> : <SkeletonLines lines={12} />}
    </Dialog>
  );
}

/** Without https the clipboard is closed to pages: the text is selected, and ⌘C does the rest. */
function selectText(): void {
  const text = document.getElementById("agreement-text");
  if (text) getSelection()?.selectAllChildren(text);
}

function saveText(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/yaml;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
