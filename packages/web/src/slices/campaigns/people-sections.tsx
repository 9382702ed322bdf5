import { addMembers, listMembers, removeMembers, type MemberRow } from "@tandem/contract/campaigns/members";
import { memberStatuses, type MemberStatus } from "@tandem/contract/campaigns/parts";
import { listTouches } from "@tandem/contract/campaigns/touches";
import { listContacts } from "@tandem/contract/people/contacts";
import { useDeferredValue, useState } from "react";
import { useAct, useOperation, usePages } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { AddIcon, MoreIcon } from "../../ui/icons.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Link } from "../../ui/link.tsx";
import { Menu } from "../../ui/menu.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { Section } from "../../ui/section.tsx";
import { Select } from "../../ui/select.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { channelName } from "../insights/door.tsx";
import css from "./campaigns.module.css";

const statusNames: Record<MemberStatus, string> = { invited: "Invited", responded: "Responded", attended: "Attended", declined: "Declined" };

/** The touches that carried one of its values. */
export function TouchesSection({ campaignId }: { campaignId: string }) {
  const list = usePages(listTouches, { params: { campaignId }, query: { limit: 20 } });
  return (
    <Section card title="Touches" definition="Visits that carried one of its utm_campaign values, newest first.">
      {list.loading && <SkeletonLines lines={4} />}
      {list.error && !list.rows && <ErrorState title="The touches could not be read" error={list.error} onRetry={list.retry} />}
      {list.rows?.length === 0 && <EmptyState title="No touch yet." text="They appear when somebody arrives by a link with one of its values." />}
      <div>
        {list.rows?.map((row) => (
          <div key={row.id} className={css.outcome}>
            <span className="cut">{row.contact ? <Link to={`/people/${row.contact.id}`}>{row.contact.name}</Link> : <span className="ink3">Visitor</span>}</span>
            <span>{channelName(row.channel)}</span>
            <span className={`${css.said} cut`} title={row.landingPage ?? undefined}>{[[row.source, row.medium].filter(Boolean).join(" / "), row.term, row.content, row.landingPage].filter(Boolean).join(", ")}</span>
            <span className="label"><RelativeTime at={row.at} /></span>
          </div>
        ))}
      </div>
      {list.more && <div style={{ marginTop: 12 }}><Button onClick={list.loadMore}>Show more</Button></div>}
    </Section>
  );
}

/** Who was invited, answered or came. */
export function MembersSection({ campaignId }: { campaignId: string }) {
  const may = useMay();
  const [adding, setAdding] = useState(false);
  const list = usePages(listMembers, { params: { campaignId }, query: { limit: 20 } });
  return (
    <Section card title="Members" definition="Whom somebody put on its list, by hand or by import. To have responded or attended is a touch of the campaign; people who came by its utm_campaign stand under Touches." aside={may(addMembers) && <Button kind="quiet" icon={AddIcon} onClick={() => setAdding(true)}>Add member…</Button>}>
      {list.loading && <SkeletonLines lines={3} />}
      {list.error && !list.rows && <ErrorState title="The members could not be read" error={list.error} onRetry={list.retry} />}
      {list.rows?.length === 0 && <EmptyState title="Nobody was put on its list." text="People who came by its utm_campaign count without being members. Add who was invited, answered or came otherwise." />}
      {list.rows?.map((row) => <Member key={row.contact.id} row={row} campaignId={campaignId} mayEdit={may(addMembers)} />)}
      {list.more && <Button onClick={list.loadMore}>Show more</Button>}
      {adding && <AddMemberDialog campaignId={campaignId} onClose={() => setAdding(false)} />}
    </Section>
  );
}

function Member({ row, campaignId, mayEdit }: { row: MemberRow; campaignId: string; mayEdit: boolean }) {
  const set = useAct(addMembers);
  const remove = useAct(removeMembers, { said: () => `${row.contact.name} is no longer a member` });
  return (
    <div className={css.rowLine} style={{ minHeight: 32, alignItems: "center" }}>
      <span className="cut"><Link to={`/people/${row.contact.id}`}>{row.contact.name}</Link></span>
      <span className="second ink2">{statusNames[row.status]}</span>
      <span className="label"><RelativeTime at={row.at} /></span>
      {mayEdit && (
        <Menu
          label={`Change ${row.contact.name}`} target={<IconButton icon={MoreIcon} label={`Change ${row.contact.name}`} />}
          entries={[
            ...memberStatuses.map((status) => ({ label: statusNames[status], checked: row.status === status, onSelect: () => set.mutate({ params: { campaignId }, body: { contactIds: [row.contact.id], status } }) })),
            "line" as const,
            { label: "Take out", danger: true, onSelect: () => remove.mutate({ params: { campaignId }, body: { contactIds: [row.contact.id] } }) },
          ]}
        />
      )}
    </div>
  );
}

function AddMemberDialog({ campaignId, onClose }: { campaignId: string; onClose: () => void }) {
  const [text, setText] = useState("");
  const search = useDeferredValue(text.trim());
  const found = useOperation(listContacts, { query: { ...(search && { q: search }), limit: 20 } as never });
  const [contact, setContact] = useState<{ id: string; name: string } | null>(null);
  const [status, setStatus] = useState<MemberStatus>("invited");
  const add = useAct(addMembers, { said: (done) => (done.added > 0 ? `${contact?.name} added` : `${contact?.name} was a member already`), onDone: onClose, quietErrors: true });
  return (
    <Dialog
      open onClose={onClose} title="Add member"
      actions={<><Button kind="quiet" onClick={onClose}>Cancel</Button><Button kind="primary" busy={add.isPending} refused={contact ? undefined : "Needs a contact"} onClick={() => contact && add.mutate({ params: { campaignId }, body: { contactIds: [contact.id], status } })}>Add member</Button></>}
    >
      <div className={css.form}>
        <div className={css.wide}>
          <Combobox
            label="Contact" value={contact?.id ?? null} valueLabel={contact?.name} onSearch={setText} searching={found.isFetching} onChange={(id, choice) => setContact(id === null ? null : { id, name: choice?.label ?? "" })}
            choices={(found.data?.rows ?? []).map((one) => ({ value: one.id, label: one.name, detail: one.company?.name ?? undefined }))}
          />
        </div>
        <div className={css.wide}><Select label="Status" value={status} onChange={setStatus} choices={memberStatuses.map((value) => ({ value, label: statusNames[value] }))} /></div>
      </div>
      <FormError error={add.error} />
    </Dialog>
  );
}
