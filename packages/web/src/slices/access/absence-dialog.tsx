import { createAbsence } from "@tandem/contract/access/absences";
import { listTeams } from "@tandem/contract/access/teams";
import { listColleagues } from "@tandem/contract/access/users";
import { epochDayFromIso } from "@tandem/domain/kit/epoch-day";
import { useEffect, useState } from "react";
import { useAct, useOperation } from "../../app/query.ts";
import { useSession } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Select } from "../../ui/select.tsx";
import { DateInput, TextInput } from "../../ui/text-input.tsx";
import css from "./settings.module.css";
import { startOfDayIn } from "./start-of-day.ts";

/** Whole days away, in the person's own zone; both days included. */
export function AbsenceDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { user } = useSession();
  const keep = useKept();
  const [given, setGiven] = useState({ userId: user.id, from: "", to: "", why: "" });
  const record = useAct(createAbsence, { quietErrors: true, said: (absence) => `${absence.userName} is recorded as away`, onDone: onClose });
  const { reset } = record;
  useEffect(() => {
    if (!open) return;
    setGiven({ userId: user.id, from: "", to: "", why: "" });
    reset();
  }, [open, user.id, reset]);
  const backwards = given.from !== "" && given.to !== "" && given.to < given.from;
  const submit = () => {
    const zone = keep.find((one) => one.id === given.userId)?.timeZone ?? "UTC";
    const [from, to] = [epochDayFromIso(given.from), epochDayFromIso(given.to)];
    if (backwards || from === null || to === null) return;
    record.mutate({ body: { userId: given.userId, from: startOfDayIn(zone, given.from, 0), to: startOfDayIn(zone, given.to, 1), why: given.why } });
  };
  return (
    <Dialog
      open={open} onClose={onClose} title="Record absence" lead="Routing skips the person, and their clocks stand still meanwhile."
      actions={<><Button kind="quiet" onClick={onClose}>Cancel</Button><Button kind="primary" type="submit" form="absence" busy={record.isPending}>Record absence</Button></>}
    >
      <form id="absence" className={css.form} onSubmit={(event) => { event.preventDefault(); submit(); }}>
        {keep.length > 1 && <Select label="Who" value={given.userId} onChange={(userId) => setGiven({ ...given, userId })} choices={keep.map(({ id, name }) => ({ value: id, label: name }))} />}
        <div className={css.pair}>
          <DateInput label="First day" value={given.from} onChange={(from) => setGiven((now) => ({ ...now, from, to: now.to === "" || now.to < from ? from : now.to }))} data-autofocus />
          <DateInput label="Last day" value={given.to} min={given.from} onChange={(to) => setGiven({ ...given, to })} error={backwards ? "It lies before the first day." : undefined} />
        </div>
        <TextInput label="Why" optional value={given.why} onChange={(why) => setGiven({ ...given, why })} hint="Seen by them and whoever keeps their absences, by nobody else." />
        <FormError error={record.error} />
      </form>
    </Dialog>
  );
}

/** The people whose absences one may record: oneself first. */
function useKept(): readonly { id: string; name: string; timeZone: string }[] {
  const { user } = useSession();
  const colleagues = useOperation(listColleagues).data?.rows ?? [];
  const teams = useOperation(listTeams).data?.rows ?? [];
  const all = user.role === "revops" || user.role === "administrator";
  const mine = new Set(teams.filter((team) => team.members.some((member) => member.userId === user.id && member.manages)).flatMap((team) => team.members.map((member) => member.userId)));
  const kept = colleagues.filter((one) => one.active && (one.id === user.id || all || mine.has(one.id)));
  return kept.toSorted((a, b) => Number(b.id === user.id) - Number(a.id === user.id));
}
