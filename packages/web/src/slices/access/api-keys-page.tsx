import { createApiKey, listApiKeys, revokeApiKey, type ApiKey } from "@tandem/contract/access/api-keys";
import { useEffect, useState } from "react";
import { call } from "../../app/api.ts";
import { invalidate, useAct, useOperation } from "../../app/query.ts";
import { useMay, useSession } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { ConfirmDialog, Dialog } from "../../ui/dialog.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { AddIcon } from "../../ui/icons.ts";
import { RadioList } from "../../ui/radio-list.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import { CopyBox } from "../../ui/copy-box.tsx";
import { SettingsPageFrame } from "./settings-page-frame.tsx";
import css from "./settings.module.css";

/** Keys for programs, each with the rights of the person it was made for. */
export function Page() {
  const may = useMay();
  const { user } = useSession();
  const keys = useOperation(listApiKeys);
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<ApiKey | null>(null);
  const columns: readonly Column<ApiKey>[] = [
    { key: "name", header: "Key", width: "2fr", cell: (key) => <span className={css.lines}><span className={`${css.name} ${key.revokedAt ? css.off : ""}`}>{key.name}</span><span className={css.under}><span className="mono">{key.prefix}…</span></span></span> },
    ...(user.role === "administrator" ? [{ key: "owner", header: "Acts for", width: "1.2fr", wide: true, cell: (key: ApiKey) => <span className="cut">{key.userName}</span> }] : []),
    { key: "may", header: "May", width: 88, wide: true, cell: (key) => (key.readOnly ? "Read" : "Read, write") },
    { key: "made", header: "Made", width: 96, align: "right", wide: true, cell: (key) => <RelativeTime at={key.createdAt} /> },
    { key: "used", header: "Last used", width: 96, align: "right", cell: (key) => (key.lastUsedAt ? <RelativeTime at={key.lastUsedAt} /> : <span className="ink3">Never</span>) },
    { key: "end", header: "State", width: 88, align: "right", cell: (key) => (key.revokedAt ? <Chip>Revoked</Chip> : <Button kind="quiet" onClick={() => setEnding(key)}>Revoke…</Button>) },
  ];
  return (
    <SettingsPageFrame title="API keys" list actions={may(createApiKey) && <Button kind="primary" icon={AddIcon} onClick={() => setAdding(true)}>Create key…</Button>}>
      <DataTable
        label="API keys" columns={columns} rows={keys.data?.rows} rowKey={(key) => key.id} loading={keys.isPending} error={keys.error} retry={() => void keys.refetch()}
        empty={<EmptyState title="There is no API key yet." text="A key lets a program of yours call the API in your name. The API is described under /api/docs." action={<Button onClick={() => setAdding(true)}>Create key…</Button>} />}
      />
      <AddKeyDialog open={adding} onClose={() => setAdding(false)} />
      <ConfirmDialog
        open={ending !== null} onClose={() => setEnding(null)} title={`Revoke ${ending?.name ?? ""}?`} danger confirm="Revoke" lead="Whatever uses this key is refused at once. This can't be taken back."
        onConfirm={async () => {
          if (ending) await call(revokeApiKey, { params: { id: ending.id } });
          await invalidate(["access"]);
        }}
      />
    </SettingsPageFrame>
  );
}

function AddKeyDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [name, setName] = useState("");
  const [may, setMay] = useState<"read" | "write">("read");
  const add = useAct(createApiKey, { quietErrors: true });
  const { reset } = add;
  useEffect(() => {
    if (!open) return;
    setName("");
    setMay("read");
    reset();
  }, [open, reset]);
  if (add.data) {
    return (
      <Dialog open={open} onClose={onClose} title={`${add.data.apiKey.name} is created`} width={560} lead="This is the key. It is shown only now; keep it where your program keeps secrets." actions={<Button kind="primary" onClick={onClose}>Done</Button>}>
        <CopyBox text={add.data.key} label="the key" />
        <p className="label" style={{ marginTop: 8 }}>Send it as <span className="mono">Authorization: Bearer {add.data.apiKey.prefix}…</span></p>
      </Dialog>
    );
  }
  return (
    <Dialog open={open} onClose={onClose} title="Create API key" lead="It acts in your name and with your rights." actions={<><Button kind="quiet" onClick={onClose}>Cancel</Button><Button kind="primary" type="submit" form="add-key" busy={add.isPending}>Create key</Button></>}>
      <form id="add-key" className={css.form} onSubmit={(event) => { event.preventDefault(); add.mutate({ body: { name, readOnly: may === "read" } }); }}>
        <TextInput label="Name" value={name} onChange={setName} placeholder="What it is for" error={add.error?.fieldError("name")} autoFocus data-autofocus />
        <RadioList label="It may" value={may} onChange={setMay} choices={[{ value: "read", label: "Read" }, { value: "write", label: "Read and write", detail: "All you may do, except for users, passwords and keys." }]} />
        <FormError error={add.error} />
      </form>
    </Dialog>
  );
}
