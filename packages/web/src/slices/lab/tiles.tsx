import type { Picture } from "@tandem/contract/lab/replay";
import { WarningIcon } from "../../ui/icons.ts";
import { useFormat } from "../../ui/use-format.ts";
import figures from "./figures.module.css";
import css from "./tiles.module.css";
import type { Ending, WhichPeople } from "./lab-search.ts";
import { lostWords, under, volumeOwed, weeksOf } from "./picture-words.ts";
import type { Subject } from "./use-subject.ts";

export type OpenPeople = (which: WhichPeople, narrow?: { week?: string; ended?: Ending; segment?: string }) => void;

/** The four numbers people ask for first. On the phone they stay in sight while a rule is dragged. */
export function Tiles({ picture, subject, name, open }: { picture: Picture; subject: Subject; name: string; open: OpenPeople }) {
  const format = useFormat();
  const { inForce, draft } = picture;
  const weeks = weeksOf(picture);
  const volume = subject.document.sla.marketing.find((clause) => clause.kind === "mql-volume");
  const owed = volume ? volumeOwed(volume.atLeast, weeks) : null;
  const change = (draft.mqls - inForce.mqls) / weeks;
  return (
    <div className={css.tiles}>
      <div className={css.tile}>
        <h2>MQLs in {weeks} {weeks === 1 ? "week" : "weeks"}</h2>
        <p className={css.tileValue}><b>{format.number(draft.mqls)}</b> <span>{format.number(inForce.mqls)} in {subject.inForce.name}</span></p>
        <p className="ink2">{format.number(draft.mqls / weeks, { digits: 1 })} a week{Math.abs(change) < 0.05 ? "" : `, ${format.number(Math.abs(change), { digits: 1 })} ${change > 0 ? "more" : "fewer"}`}</p>
        <p className="label">By {format.number(draft.people)} {draft.people === 1 ? "person" : "people"}{draft.mqls > draft.people && ", some more than once"}</p>
      </div>
      <div className={css.tile}>
        <h2>Gained people</h2>
        <p className={css.tileValue}><Opens people={picture.gained} open={() => open("gained")} /></p>
        <p className="ink2">{picture.gained === 0 ? "Nobody is gained" : `What would have become of ${format.number(picture.ended.gained.unknown)} is unknown`}</p>
      </div>
      <div className={css.tile}>
        <h2>Lost people</h2>
        <p className={css.tileValue}><Opens people={picture.lost} open={() => open("lost")} /></p>
        <LostRecord picture={picture} name={name} open={open} />
      </div>
      {volume && owed !== null ? (
        <div className={css.tile}>
          <h2>Marketing’s volume clause</h2>
          <p className={css.tileValue}><b>{format.number(draft.mqls)}</b> <span>of {format.number(owed)} agreed</span></p>
          <p className={draft.mqls < owed ? css.warn : "ink2"}>{draft.mqls < owed ? <><WarningIcon />{format.number(owed - draft.mqls)} short of the clause</> : `Met, at ${format.number(volume.atLeast)} a quarter`}</p>
        </div>
      ) : (
        <div className={css.tile}>
          <h2>By both versions</h2>
          <p className={css.tileValue}><Opens people={picture.both} open={() => open("both")} /></p>
          <p className="ink2">{shiftWords(picture.shiftDays, format.number)}</p>
        </div>
      )}
    </div>
  );
}

/** How many people, and the way to them where there are any. */
function Opens({ people, open }: { people: number; open: () => void }) {
  const format = useFormat();
  return people === 0 ? <b>{format.number(0)}</b> : <button type="button" className={figures.open} onClick={open}><b>{format.number(people)}</b> Open list</button>;
}

/** The same in one line, above the rules on the phone: it stays in sight while one is dragged. */
export function Strip({ picture, subject, open }: { picture: Picture; subject: Subject; open: OpenPeople }) {
  const format = useFormat();
  return (
    <div className={css.strip}>
      <span><b>{format.number(picture.draft.mqls)}</b> MQLs<small>{format.number(picture.inForce.mqls)} in {subject.inForce.name}</small></span>
      {(["gained", "lost"] as const).map((which) => {
        const people = picture[which];
        const said = <><b>{format.number(which === "gained" ? people : -people, { sign: true })}</b><small>{which}</small></>;
        return people === 0 ? <span key={which}>{said}</span> : <button key={which} type="button" onClick={() => open(which)}>{said}</button>;
      })}
    </div>
  );
}

/** What became of those the draft leaves out is a fact of the version in force; under the draft it is unknown. */
function LostRecord({ picture, name, open }: { picture: Picture; name: string; open: OpenPeople }) {
  const { customers, rest } = lostWords(picture, useFormat());
  const { unknown, won } = picture.ended.lost;
  return (
    <>
      <p className="ink2">{won === 0 ? customers : <button type="button" className={figures.open} onClick={() => open("lost", { ended: "won" })}>{customers}</button>}</p>
      {rest.length > 0 && <p className="ink2">{rest.join(", ")}</p>}
      {unknown < picture.lost && <p className="label">Under {under(name)} that would be unknown</p>}
    </>
  );
}

export function shiftWords(days: number | null, say: (value: number, options?: { digits?: number }) => string): string {
  if (days === null) return "Nobody by both";
  if (Math.abs(days) < 0.5) return "Handed over on the same day, in the median";
  return `Handed over ${say(Math.abs(Math.round(days)))} ${Math.abs(Math.round(days)) === 1 ? "day" : "days"} ${days < 0 ? "earlier" : "later"}, in the median`;
}
