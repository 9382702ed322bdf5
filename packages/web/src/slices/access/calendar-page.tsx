import { listAbsences, listClosures, removeAbsence, removeClosure, saveClosure, type Absence } from "@tandem/contract/access/absences";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useAct, useOperation } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { AddIcon, CloseIcon } from "../../ui/icons.ts";
import { Section } from "../../ui/section.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { DateInput, TextInput } from "../../ui/text-input.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { AbsenceDialog } from "./absence-dialog.tsx";
import { PersonCell } from "./person-cell.tsx";
import { SettingsPageFrame } from "./settings-page-frame.tsx";
import css from "./settings.module.css";

/** Who is away, and when the whole company is closed. */
export function Page() {
  const search: { add?: string } = useSearch({ strict: false });
  const navigate = useNavigate();
  const ask = (add?: string) => void navigate({ to: "/settings/calendar", search: (add ? { add } : {}) as never, replace: true });
  return (
    <SettingsPageFrame title="Absences and closures" actions={<Button kind="primary" icon={AddIcon} onClick={() => ask("yes")}>Record absence…</Button>}>
      <Absences />
      <Closures />
      <AbsenceDialog open={search.add === "yes"} onClose={() => ask()} />
    </SettingsPageFrame>
  );
}

function Absences() {
  const absences = useOperation(listAbsences);
  const remove = useAct(removeAbsence, { said: () => "The absence is taken back" });
  const rows = absences.data?.rows;
  return (
    <Section card title="Absences" definition="Routing skips who is away, and their clocks stand still meanwhile.">
      {absences.isPending && <div style={{ paddingTop: 12 }}><SkeletonLines lines={3} /></div>}
      {absences.error && !rows && <ErrorState title="The absences could not be loaded" error={absences.error} onRetry={() => void absences.refetch()} />}
      {rows && (
        <div className={css.rows}>
          {rows.map((absence) => <AbsenceRow key={absence.id} absence={absence} onRemove={() => remove.mutate({ params: { id: absence.id } })} />)}
          {rows.length === 0 && <p className={`${css.row} ink3`}>Nobody is away, now or later. Record an absence and it stands here.</p>}
        </div>
      )}
    </Section>
  );
}

function AbsenceRow({ absence, onRemove }: { absence: Absence; onRemove: () => void }) {
  const format = useFormat();
  const now = format.now >= Date.parse(absence.from);
  // The end is the first moment back; people say the last day away.
  const last = Date.parse(absence.to) - 1;
  return (
    <div className={css.row}>
      <span className={css.grow}><PersonCell name={absence.userName} under={absence.why} /></span>
      <span className={css.when}>
        {now && <Chip>Away now</Chip>}
        <span className="num second" title={`${format.exact(absence.from)} to ${format.exact(absence.to)}`}>{format.date(absence.from)} – {format.date(last)}</span>
      </span>
      {absence.mine ? <IconButton icon={CloseIcon} label={`Take back the absence of ${absence.userName}`} onClick={onRemove} /> : <span style={{ width: 28 }} />}
    </div>
  );
}

function Closures() {
  const may = useMay();
  const format = useFormat();
  const closures = useOperation(listClosures);
  const [given, setGiven] = useState({ day: "", name: "" });
  const save = useAct(saveClosure, { onDone: () => setGiven({ day: "", name: "" }) });
  const remove = useAct(removeClosure);
  const rows = closures.data?.rows;
  return (
    <Section card title="Company closures" definition="Beside public holidays, which follow from each person's country. No business time passes on these days.">
      <div className={css.rows}>
        {rows?.map(({ day, name }) => (
          <div key={day} className={css.row}>
            <span className={css.grow}>{name}</span>
            <span className="num second">{format.day(day)}</span>
            {may(removeClosure) ? <IconButton icon={CloseIcon} label={`Open again on ${day}`} onClick={() => remove.mutate({ params: { day } })} /> : null}
          </div>
        ))}
        {rows?.length === 0 && <p className={`${css.row} ink3`}>The company is closed on no day but holidays.</p>}
        {may(saveClosure) && (
          <form className={css.row} onSubmit={(event) => { event.preventDefault(); save.mutate({ params: { day: given.day }, body: { name: given.name } }); }}>
            <span className={css.grow}><TextInput bare label="What for" placeholder="Summer closure, stocktaking…" value={given.name} onChange={(name) => setGiven({ ...given, name })} /></span>
            <DateInput bare label="Day" value={given.day} onChange={(day) => setGiven({ ...given, day })} />
            <Button type="submit" busy={save.isPending}>Add</Button>
          </form>
        )}
      </div>
    </Section>
  );
}
