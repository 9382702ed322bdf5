import type { Picture } from "@tandem/contract/lab/replay";
import table from "../../ui/figure-table.module.css";
import { Hatch } from "../../ui/hatch.tsx";
import { Section } from "../../ui/section.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { endings, type Ending } from "./lab-search.ts";
import css from "./ended.module.css";
import figures from "./figures.module.css";
import { endingFills, endingNames, under } from "./picture-words.ts";
import type { OpenPeople } from "./tiles.tsx";
import type { Subject } from "./use-subject.ts";

const groups = ["both", "lost", "gained"] as const;

/** What became of whom, as it is recorded. What is not recorded of somebody is unknown, drawn as unknown, and never guessed. */
export function EndedPanel({ picture, subject, name, open }: { picture: Picture; subject: Subject; name: string; open: OpenPeople }) {
  const format = useFormat();
  const { ended } = picture;
  const most = Math.max(1, ...groups.map((group) => ended[group].people));
  const titles = { both: "By both", lost: `Only ${subject.inForce.name}`, gained: name === "Your moves" ? "Only moved" : `Only ${name}` };
  const reasons = [...new Map([...ended.both.reasons, ...ended.lost.reasons].map((reason) => [reason.code, reason.name]))];
  const ofReason = (group: "both" | "lost", code: string) => ended[group].reasons.find((reason) => reason.code === code)?.people ?? 0;
  const withoutRate = groups.reduce((sum, group) => sum + ended[group].withoutRate, 0);
  return (
    <Section card title="How they ended" definition={`As it is recorded of those ${subject.inForce.name} hands over. Of everybody else it is unknown.`} aside="people">
      <div className={css.endRows} aria-hidden>
        {groups.filter((group) => ended[group].people > 0).map((group) => (
          <div key={group} className={css.endRow}>
            <span style={group === "gained" ? { color: "var(--accent)" } : undefined}>{titles[group]}</span>
            <span className={css.endBar}>
              {endings.map((ending) => ended[group][ending] > 0 && <Part key={ending} ending={ending} people={ended[group][ending]} share={ended[group][ending] / most} say={format.number} />)}
            </span>
            {group === "lost" && <span className={css.endUnder}><i style={{ width: `${(picture.lost / most) * 100}%` }} />{`under ${under(name)} unknown`}</span>}
          </div>
        ))}
      </div>
      <div className={css.scroll} style={{ marginTop: 12 }} tabIndex={-1}>
        <table className={table.table}>
          <caption className="sr-only">How people ended, by which version hands them over</caption>
          <thead><tr><th scope="col">Ended as</th>{groups.map((group) => <th key={group} scope="col">{titles[group]}</th>)}</tr></thead>
          <tbody>
            {endings.map((ending) => (
              <tr key={ending}>
                <th scope="row"><span className={css.endName}>{ending === "unknown" ? <Hatch /> : <i className={figures.swatch} style={{ background: endingFills[ending].fill }} />}{endingNames[ending]}</span></th>
                {groups.map((group) => <td key={group}>{cell(ended[group][ending], format.number, `${endingNames[ending]}, ${titles[group]}`, () => open(group, { ended: ending }))}</td>)}
              </tr>
            ))}
            <tr><th scope="row">Won revenue</th>{groups.map((group) => <td key={group}>{revenueOf(ended[group], format.money)}</td>)}</tr>
          </tbody>
        </table>
      </div>
      {reasons.length > 0 && (
        <details style={{ marginTop: 8, fontSize: 12 }}>
          <summary>Why they were rejected</summary>
          <div className={css.scroll}>
            <table className={table.table}>
              <caption className="sr-only">Reasons of rejection</caption>
              <thead><tr><th scope="col">Reason</th><th scope="col">{titles.both}</th><th scope="col">{titles.lost}</th></tr></thead>
              <tbody>{reasons.map(([code, reason]) => <tr key={code}><th scope="row">{reason}</th><td>{format.number(ofReason("both", code))}</td><td>{format.number(ofReason("lost", code))}</td></tr>)}</tbody>
            </table>
          </div>
        </details>
      )}
      <p className="label" style={{ marginTop: 8 }}>
        {picture.lost > 0 && `Whom ${under(name)} would leave out count neither for nor against it: what would have become of them is unknown. `}Unknown means not known, not bad.{withoutRate > 0 && ` ${withoutRate} won ${withoutRate === 1 ? "deal has" : "deals have"} no rate into the company’s currency and ${withoutRate === 1 ? "is" : "are"} not in the revenue.`}
      </p>
    </Section>
  );
}

/** Of whom nothing is known there is no revenue of nothing; nor where no deal won has a rate. */
function revenueOf({ people, unknown, revenue, withoutRate }: Picture["ended"]["both"], say: (minorUnits: number, options: { currency: string }) => string): string {
  if (people > 0 && unknown === people) return "unknown";
  return revenue.amount === 0 && withoutRate > 0 ? "no rate" : say(revenue.amount, { currency: revenue.currency });
}

function cell(people: number, say: (value: number) => string, label: string, open: () => void) {
  return people === 0 ? <span className="ink3">–</span> : <button type="button" className={figures.open} aria-label={`${say(people)}: ${label}`} onClick={open}>{say(people)}</button>;
}

function Part({ ending, people, share, say }: { ending: Ending; people: number; share: number; say: (value: number) => string }) {
  const look = ending === "unknown" ? undefined : { background: endingFills[ending].fill, color: endingFills[ending].on };
  return <span className={css.endPart} data-ending={ending} style={{ width: `${share * 100}%`, ...look }} title={`${say(people)} ${endingNames[ending]}`}>{share > 0.07 && <span>{say(people)}</span>}</span>;
}
