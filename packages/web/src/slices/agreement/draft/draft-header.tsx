import { createDraft, changeDraft, withdrawDraft } from "@tandem/contract/agreement/drafts";
import { breakGlass } from "@tandem/contract/agreement/signing";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { call } from "../../../app/api.ts";
import { invalidate } from "../../../app/query.ts";
import { useMay } from "../../../app/session.ts";
import { Button } from "../../../ui/button.tsx";
import { Chip } from "../../../ui/chip.tsx";
import { ConfirmDialog } from "../../../ui/dialog.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import { CalendarIcon, CopyIcon, DiffIcon, EditIcon, MessageIcon, MoreIcon, PeopleIcon, RemoveIcon, UndoIcon, WarningIcon } from "../../../ui/icons.ts";
import { Menu } from "../../../ui/menu.tsx";
import { PageHeader } from "../../../ui/page-header.tsx";
import { TextInput } from "../../../ui/text-input.tsx";
import { toast } from "../../../ui/toast.tsx";
import { usePhone } from "../../../ui/use-phone.ts";
import { useFormat } from "../../../ui/use-format.ts";
import { RedoIcon } from "../own-icons.ts";
import { BreakGlassDialog } from "./break-glass-dialog.tsx";
import type { ListedChange } from "./change-list.tsx";
import { DateDialog } from "./date-dialog.tsx";
import type { PlacedProblem } from "./draft-context.ts";
import type { PanelTab } from "./draft-panel.tsx";
import type { Draft, SaveState, useDraft } from "./use-draft.ts";
import { useReckoning } from "./use-reckoning.ts";
import { findingsWords } from "./findings.ts";
import { inTheWay } from "./in-the-way.ts";
import draftCss from "./draft.module.css";
import css from "./words.module.css";

interface DraftHeaderProps {
  draft: Draft;
  writing: ReturnType<typeof useDraft>;
  panel: PanelTab | undefined;
  changes: readonly ListedChange[];
  problems: readonly PlacedProblem[];
  comments: number;
  onPanel: (panel: PanelTab | undefined) => void;
  onCrossings: () => void;
}

/** Title, how it is saved, undo, and what else can be done with a draft. */
export function DraftHeader({ draft, writing, panel, changes, problems, comments, onPanel, onCrossings }: DraftHeaderProps) {
  const phone = usePhone();
  const may = useMay();
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<"rename" | "date" | "withdraw" | "glass" | null>(null);
  const reckoning = useReckoning(draft, dialog === "glass");
  const open = draft.state === "open";
  // In an emergency it takes effect now, whatever date the draft has.
  const way = inTheWay({ draft, saved: writing.state.kind === "saved", problems, changes: changes.length, follows: draft.inForceVersion });
  const toggle = (tab: PanelTab) => onPanel(panel === tab ? "none" : tab);
  const another = async () => {
    try {
      const made = await call(createDraft, { body: { title: `${draft.title}, once more`.slice(0, 200), from: { draft: draft.id } } });
      void navigate({ to: `/agreement/drafts/${made.id}` });
    } catch (error) {
      toast.problem(error);
    }
  };
  const close = () => setDialog(null);
  return (
    <>
      <PageHeader
        title={draft.title} path={phone ? [] : [{ label: "Agreement", to: "/agreement" }, { label: "Drafts", to: "/agreement/drafts" }]}
        note={<span className={draftCss.headNote}><Chip tone={open ? "accent" : "neutral"}>Draft {draft.number}</Chip>{draft.state === "withdrawn" && <Chip>Withdrawn</Chip>}{draft.becameVersion !== null && <Chip tone="good">Version {draft.becameVersion}</Chip>}{!phone && <SaveWords state={writing.state} readOnly={!open} />}</span>}
      >
        {open && (
          <>
            <IconButton kind="outline" icon={UndoIcon} label="Undo" disabled={!writing.mayUndo} onClick={writing.undo} />
            <IconButton kind="outline" icon={RedoIcon} label="Redo" disabled={!writing.mayRedo} onClick={writing.redo} />
          </>
        )}
        <Button icon={DiffIcon} hint={phone ? undefined : "d"} aria-pressed={panel === "changes"} onClick={() => toggle("changes")}>{changes.length} {changes.length === 1 ? "change" : "changes"}</Button>
        {!phone && open && <Button icon={WarningIcon} aria-pressed={panel === "problems"} onClick={() => toggle("problems")}>{findingsWords(problems)}</Button>}
        {!phone && <Button icon={MessageIcon} aria-pressed={panel === "comments"} onClick={() => toggle("comments")}>{comments} {comments === 1 ? "comment" : "comments"}</Button>}
        <Menu
          label="More" target={<IconButton kind="outline" icon={MoreIcon} label="More" />}
          entries={[
            ...(phone ? [{ label: findingsWords(problems), icon: WarningIcon, onSelect: () => onPanel("problems") }, { label: `Comments, ${comments}`, icon: MessageIcon, onSelect: () => onPanel("comments") }] : []),
            ...(phone && open ? [{ label: "Who crosses…", icon: PeopleIcon, onSelect: onCrossings }, "line" as const] : []),
            ...(open ? [{ label: "Rename…", icon: EditIcon, onSelect: () => setDialog("rename") }, { label: "When it takes effect…", icon: CalendarIcon, onSelect: () => setDialog("date") }] : []),
            { label: "Begin another draft from this", icon: CopyIcon, onSelect: () => void another() },
            { label: "Compare with any version…", icon: DiffIcon, onSelect: () => void navigate({ to: "/agreement/compare", search: { after: `draft:${draft.id}` } as never }) },
            ...(open ? ["line" as const, { label: "Withdraw…", icon: RemoveIcon, danger: true, onSelect: () => setDialog("withdraw") }] : []),
            ...(open && may(breakGlass) ? [{ label: "Put in force unsigned…", icon: WarningIcon, danger: true, refused: way?.words, onSelect: () => { reckoning.start(); setDialog("glass"); } }] : []),
          ]}
        />
      </PageHeader>
      <RenameDialog draft={draft} open={dialog === "rename"} onClose={close} />
      <DateDialog draft={draft} open={dialog === "date"} onClose={close} />
      <BreakGlassDialog draft={draft} changes={changes} reckoning={reckoning} open={dialog === "glass"} onClose={close} />
      <ConfirmDialog
        open={dialog === "withdraw"} onClose={close} danger title={`Withdraw draft ${draft.number}?`} confirm="Withdraw"
        lead={draft.signatures.length > 0 ? "It stays readable, and another can be begun from it. Its signatures fall away." : "It stays readable, and another can be begun from it."}
        onConfirm={async () => {
          await call(withdrawDraft, { params: { id: draft.id }, body: { version: draft.version } });
          await invalidate(["agreement"]);
          toast.say(`Draft ${draft.number} is withdrawn`);
        }}
      />
    </>
  );
}

function RenameDialog({ draft, open, onClose }: { draft: Draft; open: boolean; onClose: () => void }) {
  const [title, setTitle] = useState<string | null>(null);
  return (
    <ConfirmDialog
      open={open} onClose={() => { setTitle(null); onClose(); }} title="Rename the draft" confirm="Rename"
      onConfirm={async () => {
        await call(changeDraft, { params: { id: draft.id }, body: { version: draft.version, title: title ?? draft.title } });
        await invalidate(["agreement"]);
      }}
    >
      <TextInput label="Title" value={title ?? draft.title} maxLength={200} onChange={setTitle} data-autofocus hint="What it wants to change, in a few words." />
    </ConfirmDialog>
  );
}

/** How the text stands with the server, in words; `wide` is the line above the document, shown when something is owed. */
export function SaveWords({ state, readOnly, wide, onJump, onAgain }: { state: SaveState; readOnly: boolean; wide?: boolean; onJump?: (path: string) => void; onAgain?: () => void }) {
  const format = useFormat();
  if (readOnly) return null;
  if (wide) {
    if (state.kind === "unfinished") {
      const first = state.places[0]!;
      return <p className={css.owed} role="status">Not saved yet, as something is unfinished. <span className="ink3">Your text is kept in this browser.</span> <button type="button" className={css.link} onClick={() => onJump?.(first.path)}>Go there</button></p>;
    }
    if (state.kind === "failed") return <p className={css.owed} data-tone="breach" role="alert">Not saved: {state.error.message} Your text is kept. <button type="button" className={css.link} onClick={onAgain}>Save again</button></p>;
    return null;
  }
  const words = { saved: "Saved", saving: "Saving…", waiting: "Saving…", unfinished: "Not saved yet", failed: "Not saved" }[state.kind];
  return <span className={draftCss.save} data-kind={state.kind} role="status" title={state.kind === "saved" ? `As of ${format.time(format.now)}` : undefined}>{words}</span>;
}
