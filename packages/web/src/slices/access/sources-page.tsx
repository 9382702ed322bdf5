import { createSource, listSources, revokeSource, type Source } from "@tandem/contract/access/sources";
import { useEffect, useState } from "react";
import { call } from "../../app/api.ts";
import { invalidate, useAct, useOperation } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { ConfirmDialog, Dialog } from "../../ui/dialog.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { AddIcon } from "../../ui/icons.ts";
import { RadioList } from "../../ui/radio-list.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { Section } from "../../ui/section.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import { CopyBox } from "../../ui/copy-box.tsx";
import { SettingsPageFrame } from "./settings-page-frame.tsx";
import css from "./settings.module.css";

const kinds: Record<Source["kind"], string> = { browser: "Website", server: "Server", form: "Form", import: "Import" };

/** Where events come from: the tag of each website, and when each was last heard. */
export function Page() {
  const may = useMay();
  // The first event of a new website should be seen as it arrives.
  const sources = useOperation(listSources, {}, { every: 5_000 });
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<Source | null>(null);
  const rows = sources.data?.rows;
  return (
    <SettingsPageFrame title="Sources" actions={may(createSource) && <Button kind="primary" icon={AddIcon} onClick={() => setAdding(true)}>Add source…</Button>}>
      {sources.isPending && <SkeletonLines lines={6} />}
      {sources.error && !rows && <ErrorState title="The sources could not be loaded" error={sources.error} onRetry={() => void sources.refetch()} />}
      {rows?.length === 0 && <EmptyState title="Nothing sends events yet." text="Add a source for each website and each server of yours that should send them." />}
      {rows?.map((source) => (
        <Section
          key={source.id} card title={source.name} note={<Heard source={source} />}
          aside={may(revokeSource) && !source.revokedAt && (source.kind === "browser" || source.kind === "server") && <Button kind="quiet" onClick={() => setEnding(source)}>Revoke…</Button>}
          definition={source.revokedAt ? "Events with its key are refused. What it sent stays." : source.kind === "browser" ? "Put this tag before </head> on every page." : source.kind === "server" ? "Its key was shown once. If it is lost, add another source and revoke this one." : undefined}
        >
          {source.snippet && !source.revokedAt && <div style={{ paddingTop: 8 }}><CopyBox text={source.snippet} label={`the tag of ${source.name}`} /></div>}
        </Section>
      ))}
      <AddSourceDialog open={adding} onClose={() => setAdding(false)} />
      <ConfirmDialog
        open={ending !== null} onClose={() => setEnding(null)} title={`Revoke the key of ${ending?.name ?? ""}?`} danger confirm="Revoke"
        lead="Events sent with it are refused from now on, and the senders are told. What was sent stays. This can't be taken back."
        onConfirm={async () => {
          if (ending) await call(revokeSource, { params: { id: ending.id } });
          await invalidate(["access"]);
        }}
      />
    </SettingsPageFrame>
  );
}

function Heard({ source }: { source: Source }) {
  if (source.revokedAt) return <Chip title="Revoked">Revoked</Chip>;
  return (
    <>
      {kinds[source.kind]} · {source.lastEventAt ? <>last event <RelativeTime at={source.lastEventAt} /></> : <span className="ink3">no event yet</span>}
    </>
  );
}

function AddSourceDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [name, setName] = useState("");
  const [kind, setKind] = useState<"browser" | "server">("browser");
  const add = useAct(createSource, { quietErrors: true });
  const { reset } = add;
  useEffect(() => {
    if (!open) return;
    setName("");
    reset();
  }, [open, reset]);
  const made = add.data;
  if (made) {
    return (
      <Dialog open={open} onClose={onClose} title={`${made.name} is added`} width={560} actions={<Button kind="primary" onClick={onClose}>Done</Button>}
        lead={made.kind === "browser" ? "Put this tag before </head> on every page. It stays to be found here." : "This is the write key. It is shown only now; keep it where your server keeps secrets."}
      >
        <CopyBox text={made.snippet ?? made.writeKey} label={made.snippet ? "the tag" : "the write key"} />
      </Dialog>
    );
  }
  return (
    <Dialog open={open} onClose={onClose} title="Add source" actions={<><Button kind="quiet" onClick={onClose}>Cancel</Button><Button kind="primary" type="submit" form="add-source" busy={add.isPending}>Add source</Button></>}>
      <form id="add-source" className={css.form} onSubmit={(event) => { event.preventDefault(); add.mutate({ body: { name, kind } }); }}>
        <TextInput label="Name" value={name} onChange={setName} placeholder="www.example.com" error={add.error?.fieldError("name")} autoFocus data-autofocus />
        <RadioList label="What sends" value={kind} onChange={setKind} choices={[{ value: "browser", label: "A website", detail: "One tag on every page." }, { value: "server", label: "A server", detail: "Any Segment library or plain HTTP, with a secret key." }]} />
        <FormError error={add.error} />
      </form>
    </Dialog>
  );
}
