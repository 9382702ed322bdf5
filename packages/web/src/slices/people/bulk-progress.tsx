import { getBulkEdit, listBulkEdits, undoBulkEdit } from "@tandem/contract/people/bulk-edits";
import type { OutputOf } from "@tandem/contract/operation";
import type { KeptList } from "@tandem/contract/people/views";
import { useEffect } from "react";
import { invalidate, useAct, useOperation } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { HistoryIcon, UndoIcon } from "../../ui/icons.ts";
import { Menu } from "../../ui/menu.tsx";
import { Progress } from "../../ui/progress.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { bulkOutcome, bulkTitle } from "./bulk-words.ts";
import { useFields } from "./field-words.ts";

const isUnderWay = (edit: OutputOf<typeof getBulkEdit> | undefined) => edit?.state === "running" || edit?.state === "undoing";

/** A change of many on its way, and what came of it. It goes on when this is closed; undo works as long as it is kept. */
export function BulkProgress({ id, onClose }: { id: string; onClose: () => void }) {
  const { number } = useFormat();
  const fields = useFields();
  const found = useOperation(getBulkEdit, { params: { bulkEditId: id } }, { every: (edit) => (isUnderWay(edit) ? 700 : null), keep: false });
  const undo = useAct(undoBulkEdit, { quietErrors: true });
  const edit = found.data;
  const under = isUnderWay(edit);
  // The lists behind it are old once it has ended.
  useEffect(() => {
    if (edit && !under) void invalidate(["people.list-contacts", "people.count-contacts", "people.list-companies", "people.list-bulk-edits"]);
  }, [edit?.state, under]);
  const title = edit ? bulkTitle(edit, (key) => fields.nameOf(edit.list === "contacts" ? "contact" : "company", key), number) : "Change of many";
  return (
    <Dialog
      open onClose={onClose} title={title} lead={under ? "You can close this; it goes on." : undefined}
      actions={<>{edit?.state === "finished" && edit.changed > 0 && <Button icon={UndoIcon} busy={undo.isPending} onClick={() => undo.mutate({ params: { bulkEditId: id } })}>Undo</Button>}<Button kind="primary" onClick={onClose}>Close</Button></>}
    >
      {!edit && !found.error && <SkeletonLines lines={2} />}
      {edit && <Progress share={edit.total === 0 ? 1 : edit.done / edit.total} label={title} tone={under ? "accent" : "neutral"} height={8} />}
      {edit && <p role="status" style={{ paddingTop: 12 }}>{bulkOutcome(edit, number)}.</p>}
      <FormError error={undo.error ?? (edit ? null : found.error)} />
    </Dialog>
  );
}

/** One's last changes of many, to look at again and take back. */
export function BulkHistory({ list, onOpen }: { list: KeptList; onOpen: (id: string) => void }) {
  const may = useMay();
  const { number, date } = useFormat();
  const fields = useFields();
  const rows = useOperation(listBulkEdits, { query: { list } }, { enabled: may(listBulkEdits) }).data?.rows ?? [];
  if (rows.length === 0) return null;
  const name = (key: string) => fields.nameOf(list === "contacts" ? "contact" : "company", key);
  return <Menu label="Your changes of many" target={<IconButton icon={HistoryIcon} label="Your changes of many" />} entries={[{ heading: "Your changes of many" }, ...rows.slice(0, 10).map((row) => ({ label: `${bulkTitle(row, name, number)}, ${date(row.createdAt)}${row.state === "undone" ? ", taken back" : ""}`, onSelect: () => onOpen(row.id) }))]} />;
}
