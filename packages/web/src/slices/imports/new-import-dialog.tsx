import { createImport } from "@tandem/contract/imports/imports";
import { useState } from "react";
import { useAct } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Stack } from "../../ui/layout.tsx";
import { RadioList } from "../../ui/radio-list.tsx";
import { FileDrop } from "./file-drop.tsx";
import { upload } from "./uploads.ts";
import { kindChoices, type ImportKind } from "./words.ts";

/** What is in the file, and the file. The upload begins at once and goes on while the next page opens. */
export function NewImportDialog({ onClose, onCreated }: { onClose: () => void; onCreated: (importId: string) => void }) {
  const [kind, setKind] = useState<ImportKind>("contacts");
  const [file, setFile] = useState<File | null>(null);
  const create = useAct(createImport, { quietErrors: true });
  const begin = () => {
    if (!file || file.size === 0) return;
    create.mutate({ body: { kind, fileName: file.name, fileSize: file.size } }, {
      onSuccess: ({ id }) => {
        void upload(id, file);
        onCreated(id);
      },
    });
  };
  return (
    <Dialog
      open onClose={onClose} title="Import a file" lead="Nothing is written until you have seen what would happen." width={520}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>Cancel</Button>
          <Button kind="primary" busy={create.isPending} refused={!file ? "Choose a file first" : file.size === 0 ? "The file is empty" : undefined} onClick={begin}>Upload</Button>
        </>
      }
    >
      <Stack gap={16}>
        <FileDrop file={file} onFile={setFile} />
        <RadioList label="What is in it" value={kind} onChange={setKind} choices={kindChoices} />
        <FormError error={create.error} />
      </Stack>
    </Dialog>
  );
}
