import { createDraft, listDrafts } from "@tandem/contract/agreement/drafts";
import { listVersions } from "@tandem/contract/agreement/versions";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { call } from "../../app/api.ts";
import { invalidate, useOperation } from "../../app/query.ts";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { Stack } from "../../ui/layout.tsx";
import { Select } from "../../ui/select.tsx";
import { TextInput } from "../../ui/text-input.tsx";

/** Begins a draft: what it wants to change, and from which text. `from` is "newest", "version:3" or "draft:" and an id; undefined is closed. */
export function ProposeDialog({ from, onClose }: { from: string | undefined; onClose: () => void }) {
  const navigate = useNavigate();
  const open = from !== undefined;
  const versions = useOperation(listVersions, {}, { enabled: open });
  const drafts = useOperation(listDrafts, { query: { state: "all" } }, { enabled: open });
  const [title, setTitle] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const source = chosen ?? from ?? "newest";
  const choices = [
    { value: "newest", label: "The version in force" },
    ...(versions.data?.versions ?? []).map((one) => ({ value: `version:${one.version}`, label: `Version ${one.version}${one.inForce ? ", in force" : one.overtaken ? ", never in force" : ""}` })),
    ...(drafts.data?.drafts ?? []).map((one) => ({ value: `draft:${one.id}`, label: `Draft ${one.number}: ${one.title}` })),
  ];
  const begun = useRef(false);
  // Once begun, the page is left for the draft: what closing would do to the address is then no longer wanted.
  const close = () => {
    setTitle("");
    setChosen(null);
    if (!begun.current) onClose();
    begun.current = false;
  };
  return (
    <ConfirmDialog
      open={open} onClose={close} width={480} title="Propose a change" confirm="Begin the draft"
      lead="A draft changes nothing by itself: both teams write and talk about it, and it takes effect when both have signed."
      onConfirm={async () => {
        const [kind, value] = source.split(":") as [string, string | undefined];
        const begin = kind === "version" ? { version: Number(value) } : kind === "draft" ? { draft: value! } : ("newest" as const);
        const made = await call(createDraft, { body: { title: title.trim() === "" ? "A change" : title, from: begin } });
        begun.current = true;
        void invalidate(["agreement.list-drafts"]);
        void navigate({ to: `/agreement/drafts/${made.id}` });
      }}
    >
      <Stack gap={12}>
        <TextInput label="What do you want to change?" placeholder="Fewer, better MQLs" value={title} maxLength={200} onChange={setTitle} data-autofocus />
        <Select label="Begin from" value={source} choices={choices} onChange={setChosen} />
      </Stack>
    </ConfirmDialog>
  );
}
