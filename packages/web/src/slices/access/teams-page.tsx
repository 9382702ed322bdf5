import { changeTeam, createTeam, listTeams, removeMember, saveMember, type Team } from "@tandem/contract/access/teams";
import { listColleagues } from "@tandem/contract/access/users";
import { useState } from "react";
import { useAct, useOperation } from "../../app/query.ts";
import { useMay, useSession } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { AddIcon } from "../../ui/icons.ts";
import { Section } from "../../ui/section.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { MemberRow } from "./member-row.tsx";
import { SettingsPageFrame } from "./settings-page-frame.tsx";
import { AddTeamDialog, TeamPanel } from "./team-panel.tsx";
import css from "./settings.module.css";
import { weekInWords } from "./week-editor.tsx";

/** The teams, who belongs to them, and what each member takes. */
export function Page() {
  const may = useMay();
  const teams = useOperation(listTeams);
  const [editing, setEditing] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const rows = teams.data?.rows;
  return (
    <SettingsPageFrame title="Teams" wide actions={may(createTeam) && <Button kind="primary" icon={AddIcon} onClick={() => setAdding(true)}>Create team…</Button>}>
      {teams.isPending && <SkeletonLines lines={8} />}
      {teams.error && !rows && <ErrorState title="The teams could not be loaded" error={teams.error} onRetry={() => void teams.refetch()} />}
      {rows?.length === 0 && <EmptyState title="There is no team yet." text="A lead is handed to a team; its queue holds what nobody has taken." />}
      {rows?.map((team) => <TeamCard key={team.id} team={team} onEdit={() => setEditing(team.id)} />)}
      <TeamPanel key={editing ?? "none"} team={rows?.find((team) => team.id === editing)} onClose={() => setEditing(null)} />
      <AddTeamDialog open={adding} onClose={() => setAdding(false)} />
    </SettingsPageFrame>
  );
}

function TeamCard({ team, onEdit }: { team: Team; onEdit: () => void }) {
  const may = useMay();
  const { user } = useSession();
  const whole = may(changeTeam);
  const manages = team.members.some((member) => member.userId === user.id && member.manages);
  const save = useAct(saveMember);
  const remove = useAct(removeMember, {
    said: () => "Taken out of the team. Open handoffs stay until somebody reassigns them.",
  });
  const editable = whole || (manages && may(saveMember));
  return (
    <Section
      card title={team.name} note={<Chip tone={team.side}>{team.side === "marketing" ? "Marketing" : "Sales"}</Chip>}
      definition={`${weekInWords(team.week)}, ${team.timeZone.replaceAll("_", " ")} time. Routing names it “${team.key}”.`}
      aside={whole && <Button kind="quiet" onClick={onEdit}>Change…</Button>}
    >
      <div className={css.rows}>
        <div role="table" aria-label={`Members of ${team.name}`}>
        <div className={`${css.member} ${css.memberHead}`} role="row">
          <span role="columnheader">Member</span>
          <span role="columnheader">Receives</span>
          <span role="columnheader" className={`${css.right} ${css.wide2}`} title="Share of the leads, against the other members' weights">Weight</span>
          <span role="columnheader" className={css.right} title="Open handoffs at most">Capacity</span>
          <span role="columnheader" className={css.wide2}>Manages</span>
          <span role="columnheader"><span className="sr-only">Remove</span></span>
        </div>
        {team.members.map((member) => (
          <MemberRow
            key={member.userId} member={member} editable={editable} whole={whole}
            onSave={(body) => save.mutate({ params: { id: team.id, userId: member.userId }, body })}
            onRemove={() => remove.mutate({ params: { id: team.id, userId: member.userId } })}
          />
        ))}
        </div>
        {team.members.length === 0 && <p className={`${css.row} ink3`}>Nobody belongs to this team yet. What is routed to it waits in its queue.</p>}
        {whole && <AddMember team={team} onAdd={(userId) => save.mutate({ params: { id: team.id, userId }, body: {} })} />}
      </div>
    </Section>
  );
}

function AddMember({ team, onAdd }: { team: Team; onAdd: (userId: string) => void }) {
  const colleagues = useOperation(listColleagues).data?.rows ?? [];
  const choices = colleagues
    .filter((one) => one.active && !team.members.some((member) => member.userId === one.id))
    .map(({ id, name, jobTitle, email }) => ({ value: id, label: name, detail: jobTitle ?? email }));
  if (choices.length === 0) return null;
  return (
    <div className={css.addMember}>
      <Combobox bare label={`Add a member to ${team.name}`} placeholder="Add a member…" value={null} onChange={(id) => id && onAdd(id)} choices={choices} />
    </div>
  );
}
