import { assignContact, editContact, getContact, recordConsent, type ContactPage } from "@tandem/contract/people/contacts";
import { mergeContacts } from "@tandem/contract/people/merges";
import { timelineFilters, type TimelineFilter } from "@tandem/contract/people/timeline";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useOperation } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { Chip } from "../../ui/chip.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { CopyIcon, EditIcon, MoreIcon, PeopleIcon, ShieldIcon, UserIcon } from "../../ui/icons.ts";
import { Menu, type MenuEntry } from "../../ui/menu.tsx";
import { Notice } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { RecordColumns, RecordHead, RecordPage } from "../../ui/record-page.tsx";
import { StageChip } from "../../ui/stage-chip.tsx";
import { toast } from "../../ui/toast.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { useKeys } from "../../ui/use-keys.ts";
import { useContactActions } from "./contact-actions.tsx";
import { ConsentDialog } from "./consent-dialog.tsx";
import { EditPanel } from "./edit-panel.tsx";
import { EpisodesStrip } from "./episodes-strip.tsx";
import { FactsColumn } from "./facts-column.tsx";
import { useFields } from "./field-words.ts";
import { backTo } from "./list-order.ts";
import { ListPager } from "./list-pager.tsx";
import { MergeDialog } from "./merge-dialog.tsx";
import { countryName, nameBeside, sentence } from "./names.ts";
import { OwnerDialog } from "./owner-dialog.tsx";
import { ScoreColumn } from "./score-column.tsx";
import { TimelineColumn } from "./timeline-column.tsx";
import { useUrlSearch } from "./use-url-search.ts";
import css from "./contact.module.css";

/** Everything about a person on one page. */
export function Page() {
  const { contactId = "" } = useParams({ strict: false }) as { contactId?: string };
  const reading = useOperation(getContact, { params: { contactId } });
  return (
    <RecordPage
      reading={reading} failed={reading.error?.code === "no-such-contact" ? "There is no such contact" : "The contact could not be loaded"}
      bar={
        <PageHeader title={reading.data?.name ?? "Contact"} path={[{ label: "People", to: backTo("people") }]}>
          <ListPager list="people" id={contactId} />
        </PageHeader>
      }
    >
      {(page) => <Loaded key={page.id} page={page} />}
    </RecordPage>
  );
}

type Open = "edit" | "owner" | "merge" | "consent" | null;

function Loaded({ page }: { page: ContactPage }) {
  const fields = useFields();
  const [open, setOpen] = useState<Open>(null);
  const [search, change] = useUrlSearch<{ show?: string | undefined }>(`/people/${page.id}`);
  const show = timelineFilters.find((one) => one === search.show) ?? "all";
  const close = () => setOpen(null);
  const format = useFormat();
  return (
    <>
      {page.mergedFrom && <div className={css.band}><Notice title={`${nameBeside(page.mergedFrom, format.date)} was merged into ${page.name}.`} text="This page answers for both. Un-merge stands under Merges." /></div>}
      <Head page={page} onOpen={setOpen} />
      <EpisodesStrip page={page} />
      <RecordColumns>
        <ScoreColumn page={page} />
        <TimelineColumn contactId={page.id} events={page.events} show={show} onShow={(next: TimelineFilter) => change({ show: next === "all" ? undefined : next })} />
        <FactsColumn page={page} fields={fields} />
      </RecordColumns>
      <EditPanel open={open === "edit"} onClose={close} page={page} fields={fields} />
      <OwnerDialog open={open === "owner"} onClose={close} about={{ kind: "contact", id: page.id, name: page.name, version: page.version, owner: page.owner }} />
      <MergeDialog open={open === "merge"} onClose={close} contact={{ id: page.id, name: page.name, email: typeof page.values["email"] === "string" ? page.values["email"] : null, createdAt: page.createdAt }} />
      <ConsentDialog open={open === "consent"} onClose={close} contactId={page.id} name={page.name} />
    </>
  );
}

function Head({ page, onOpen }: { page: ContactPage; onOpen: (open: Open) => void }) {
  const may = useMay();
  const format = useFormat();
  const text = (key: string) => (typeof page.values[key] === "string" ? (page.values[key] as string) : null);
  const where = [text("city"), countryName(text("country"))].filter(Boolean).join(", ");
  const under = [[text("title"), page.company?.name].filter(Boolean).join(", "), where].filter(Boolean).join(". ");
  const { buttons, dialog } = useContactActions(page);
  const mayEdit = may(editContact);
  const mayAssign = may(assignContact);
  useKeys("Contact", {
    i: mayEdit && { label: "Edit contact", run: () => onOpen("edit") },
    s: mayAssign && { label: "Give to an owner", run: () => onOpen("owner") },
  });
  const entries: MenuEntry[] = [
    ...(mayEdit ? [{ label: "Edit…", icon: EditIcon, hint: "i", onSelect: () => onOpen("edit") }] : []),
    ...(mayAssign ? [{ label: page.owner ? "Give to another owner…" : "Give to an owner…", icon: UserIcon, hint: "s", onSelect: () => onOpen("owner") }] : []),
    ...(may(recordConsent) ? [{ label: "Record consent…", icon: ShieldIcon, onSelect: () => onOpen("consent") }] : []),
    ...(may(mergeContacts) ? [{ label: "Merge…", icon: PeopleIcon, onSelect: () => onOpen("merge") }] : []),
    { label: "Copy link", icon: CopyIcon, onSelect: () => void navigator.clipboard.writeText(`${location.origin}/people/${page.id}`).then(() => toast.say("The link is copied"), (error: unknown) => toast.problem(error)) },
  ];
  return (
    <RecordHead
      name={page.name} under={under || text("email") || "Nothing more is known yet"}
      chips={
        <>
          <StageChip stage={page.stage} />
          {page.coolOffUntil && <Chip title="Until then no engagement qualifies again.">Cools off until {format.day(page.coolOffUntil)}</Chip>}
          {page.flags.map((flag) => <Chip key={flag} tone="warn" title={flag === "creation-unknown" ? "Nobody knows since when: imported without a date of first contact, counted in no period but all time." : "The data contradicts itself; it was kept as it is."}>{sentence(flag)}</Chip>)}
        </>
      }
    >
      {buttons}
      <Menu label="More" target={<IconButton icon={MoreIcon} label="More" kind="outline" />} entries={entries} />
      {dialog}
    </RecordHead>
  );
}
