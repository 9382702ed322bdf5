import { changeView, listViews, removeView, saveView, type KeptList, type SavedView } from "@tandem/contract/people/views";
import { useState } from "react";
import { useAct, useOperation } from "../../app/query.ts";
import { useMay, useSession } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { ConfirmDialog, Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { ListIcon, MoreIcon } from "../../ui/icons.ts";
import { Menu, type MenuEntry } from "../../ui/menu.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import { differs } from "./list-kept.ts";
import css from "./people.module.css";

interface ViewsMenuProps {
  list: KeptList;
  /** The list as it is now. */
  question: Record<string, string>;
  columns: readonly string[];
  /** Id of the view it was opened from. */
  current: string | undefined;
  onOpen: (view: SavedView | null) => void;
  /** Where the views share a menu with other acts: its name and those acts. */
  label?: string;
  before?: readonly MenuEntry[];
}

export function useViews(list: KeptList): readonly SavedView[] {
  return useOperation(listViews, { query: { list } }).data?.rows ?? [];
}

/** Views of a list: opened, saved, put right, shared. */
export function ViewsMenu({ list, question, columns, current, onOpen, label = "Views", before = [] }: ViewsMenuProps) {
  const may = useMay();
  const views = useViews(list);
  const [asking, setAsking] = useState<"save" | "change" | "remove" | null>(null);
  const view = views.find((one) => one.id === current);
  const changed = view !== undefined && differs(view, question, columns);
  const put = useAct(changeView, { said: (saved) => `${saved.name} is saved as the list is now` });
  const entry = (one: SavedView): MenuEntry => ({ label: one.mine ? one.name : `${one.name}, by ${one.owner.name}`, checked: one.id === current && !changed, onSelect: () => onOpen(one) });
  const [mine, shared] = [views.filter((one) => one.mine), views.filter((one) => !one.mine)];
  const entries: MenuEntry[] = [
    ...before,
    ...(mine.length > 0 ? [{ heading: "Yours" }, ...mine.map(entry)] : []),
    ...(shared.length > 0 ? [{ heading: "Shared with everybody" }, ...shared.map(entry)] : []),
    ...(views.length > 0 ? ["line" as const] : []),
    ...(view ? [{ label: "Leave the view", onSelect: () => onOpen(null) }] : []),
    ...(view?.editable && changed ? [{ label: `Save into ${view.name}`, onSelect: () => put.mutate({ params: { viewId: view.id }, body: { version: view.version, query: question, ...(view.columns !== null && { columns: [...columns] }) } }) }] : []),
    ...(may(saveView) ? [{ label: "Save as a view…", onSelect: () => setAsking("save") }] : []),
    ...(view?.editable ? [{ label: "Rename or share…", onSelect: () => setAsking("change") }, { label: "Delete view…", danger: true, onSelect: () => setAsking("remove") }] : []),
  ];
  return (
    <>
      <Menu label={label} side={before.length > 0 ? "bottom-end" : "bottom-start"} target={before.length > 0 ? <IconButton icon={MoreIcon} label={label} kind="outline" /> : <Button icon={ListIcon}>{view ? `${view.name}${changed ? ", changed" : ""}` : "Views"}</Button>} entries={entries} />
      {(asking === "save" || (asking === "change" && view)) && <ViewDialog list={list} view={asking === "change" ? view : undefined} question={question} columns={columns} onClose={() => setAsking(null)} onDone={onOpen} />}
      {view && <RemoveView view={view} open={asking === "remove"} onClose={() => setAsking(null)} onDone={() => onOpen(null)} />}
    </>
  );
}

function RemoveView({ view, open, onClose, onDone }: { view: SavedView; open: boolean; onClose: () => void; onDone: () => void }) {
  const remove = useAct(removeView, { quietErrors: true, onDone });
  return <ConfirmDialog open={open} onClose={onClose} danger confirm="Delete" title={`Delete the view ${view.name}?`} lead={view.shared ? "It goes for everybody. What it lists stays." : "What it lists stays."} onConfirm={() => remove.mutateAsync({ params: { viewId: view.id } })} />;
}

/** A new view of the list as it is, or another name for one. */
function ViewDialog({ list, view, question, columns, onClose, onDone }: { list: KeptList; view: SavedView | undefined; question: Record<string, string>; columns: readonly string[]; onClose: () => void; onDone: (view: SavedView) => void }) {
  const { user } = useSession();
  const [name, setName] = useState(view?.name ?? "");
  const [shared, setShared] = useState(view?.shared ?? false);
  const [withColumns, setWithColumns] = useState(view ? view.columns !== null : false);
  const done = (saved: SavedView) => {
    onClose();
    onDone(saved);
  };
  const save = useAct(saveView, { quietErrors: true, said: (saved) => `${saved.name} is kept${saved.shared ? " and shared" : ""}`, onDone: done });
  const change = useAct(changeView, { quietErrors: true, said: (saved) => `${saved.name} is saved`, onDone: done });
  const act = view ? change : save;
  const submit = () => {
    const kept = withColumns ? (view?.columns ?? [...columns]) : null;
    if (view) change.mutate({ params: { viewId: view.id }, body: { version: view.version, name, shared, columns: kept } });
    else save.mutate({ body: { list, name, shared, query: question, columns: kept } });
  };
  return (
    <Dialog
      open onClose={onClose} title={view ? "Rename or share" : "Save as a view"} lead="A view keeps the filters, the search and the order. It is asked anew each time, under the rights of whoever opens it."
      actions={<><Button kind="quiet" onClick={onClose}>Cancel</Button><Button kind="primary" busy={act.isPending} refused={name.trim() === "" ? "Give it a name" : undefined} onClick={submit}>Save</Button></>}
    >
      <form className={css.form} onSubmit={(event) => { event.preventDefault(); if (name.trim() !== "") submit(); }}>
        <TextInput label="Name" value={name} onChange={setName} maxLength={80} error={act.error?.code === "name-taken" ? act.error.message : undefined} />
        {user.role !== "executive" && <Checkbox label="Share with everybody who may open this list" checked={shared} onChange={setShared} />}
        <Checkbox label="Keep the columns too" hint="Otherwise everybody sees their own." checked={withColumns} onChange={setWithColumns} />
        {act.error && act.error.code !== "name-taken" && <FormError error={act.error} />}
      </form>
    </Dialog>
  );
}
