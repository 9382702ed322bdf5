import { createUser, listUsers, type User } from "@tandem/contract/access/users";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useOperation } from "../../app/query.ts";
import { roleNames, useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { PersonAddIcon } from "../../ui/icons.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { useKeys } from "../../ui/use-keys.ts";
import { AddUserDialog } from "./add-user-dialog.tsx";
import { OneTimeLinkDialog, type Link } from "./one-time-link.tsx";
import { PersonCell } from "./person-cell.tsx";
import { SettingsPageFrame } from "./settings-page-frame.tsx";
import { UserPanel } from "./user-panel.tsx";
import css from "./settings.module.css";

const columns: readonly Column<User>[] = [
  { key: "name", header: "Person", width: "2fr", cell: (user) => <PersonCell name={user.name} under={user.email} off={!user.active} /> },
  {
    key: "role", header: "Role", width: "1.3fr", wide: true,
    cell: (user) => <span className={css.lines}><span>{roleNames[user.role]}</span><span className={css.under}>{user.jobTitle ?? ""}</span></span>,
  },
  { key: "teams", header: "Teams", width: "2fr", wide: true, cell: (user) => <Teams user={user} /> },
  { key: "signs", header: "Signs for", width: 96, wide: true, cell: (user) => user.signsFor && <Chip tone={user.signsFor}>{user.signsFor === "marketing" ? "Marketing" : "Sales"}</Chip> },
  { key: "seen", header: "Last seen", width: 120, align: "right", cell: (user) => <Seen user={user} /> },
];

export function Page() {
  const may = useMay();
  const navigate = useNavigate();
  const search: { user?: string; add?: string; show?: string } = useSearch({ strict: false });
  const go = (next: typeof search) => void navigate({ to: "/settings/users", search: next as never, replace: true });
  const users = useOperation(listUsers);
  const [link, setLink] = useState<{ name: string; link: Link } | null>(null);
  const show = search.show === "inactive" ? "inactive" : "active";
  const all = users.data?.rows;
  const rows = all?.filter((user) => user.active === (show === "active"));
  const opened = all?.find((user) => user.id === search.user);
  const mayAdd = may(createUser);
  useKeys("Users", { n: mayAdd && { label: "Add user", run: () => go({ ...search, add: "yes" }) } });
  return (
    <SettingsPageFrame
      title="Users" list note={all && `${all.filter((user) => user.active).length} active`}
      actions={
        <>
          <SegmentedTabs label="Which people" value={show} onChange={(value) => go(value === "inactive" ? { show: value } : {})} tabs={[{ value: "active", label: "Active" }, { value: "inactive", label: "Inactive", count: all?.filter((user) => !user.active).length }]} />
          {mayAdd && <Button kind="primary" icon={PersonAddIcon} hint="n" onClick={() => go({ ...search, add: "yes" })}>Add user…</Button>}
        </>
      }
    >
      <DataTable
        label="Users" columns={columns} rows={rows} rowKey={(user) => user.id} rowLabel={(user) => user.name} openKey={search.user}
        onOpen={(user) => go({ ...search, user: user.id })} loading={users.isPending} error={users.error} retry={() => void users.refetch()}
        empty={<EmptyState title={show === "active" ? "Nobody is active." : "Nobody is inactive."} text="Who leaves is set inactive and keeps their history." />}
      />
      <UserPanel key={opened?.id ?? "none"} user={opened} onClose={() => go(show === "inactive" ? { show } : {})} onLink={(made) => opened && setLink({ name: opened.name, link: made })} />
      <AddUserDialog open={search.add === "yes" && mayAdd} onClose={() => go({})} onMade={(user, made) => made && setLink({ name: user.name, link: made })} />
      <OneTimeLinkDialog name={link?.name ?? ""} link={link?.link ?? null} onClose={() => setLink(null)} />
    </SettingsPageFrame>
  );
}

function Teams({ user }: { user: User }) {
  if (user.teams.length === 0) return <span className="ink3">None</span>;
  return (
    <span className="cut">
      {user.teams.map((team, i) => <span key={team.id}>{i > 0 && ", "}{team.name}{team.manages && <span className="ink3"> (manages)</span>}</span>)}
    </span>
  );
}

function Seen({ user }: { user: User }) {
  if (!user.active) return <span className="ink3">Inactive</span>;
  if (user.lastSeenAt) return <RelativeTime at={user.lastSeenAt} />;
  if (user.invitedUntil) return <Chip tone="accent" title="The invitation is not accepted yet.">Invited</Chip>;
  return <span className="ink3">{user.hasPassword ? "Not yet" : "No sign-in"}</span>;
}
