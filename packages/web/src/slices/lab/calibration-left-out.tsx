import type { CalibrationReport } from "@tandem/contract/lab/calibration";
import { Link } from "../../ui/link.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { leftOutOf, wholeDaysBack } from "./calibration-words.ts";
import css from "./calibration.module.css";

const day = 86_400_000;

/** Of whom nothing was learned, and why. Whoever came too late to tell can be opened, among all who came since. */
export function LeftOut({ report, startedAt }: { report: CalibrationReport; startedAt: string }) {
  const format = useFormat();
  const { young, cameBefore, noValue } = leftOutOf(report);
  if (young === null && cameBefore + noValue === 0) return null;
  const counted = (people: number) => `${format.number(people)} ${people === 1 ? "person" : "people"}`;
  const since = Date.parse(startedAt) - (young?.days ?? 0) * day;
  return (
    <div>
      <p className="second ink2">Left out, whether the outcome came or not:</p>
      <ul className={css.list}>
        {young && <li>{counted(young.people)} first seen since {format.date(since)}: the {young.days === 1 ? "day" : `${format.number(young.days)} days`} in which an outcome counts {young.days === 1 ? "was" : "were"} not over. <Link to="/people" search={{ created: wholeDaysBack(since, format.now) }}>Everybody first seen since then</Link></li>}
        {cameBefore > 0 && <li>{counted(cameBefore)} whose outcome came before they were first seen here: what they did until then is not known.</li>}
        {noValue > 0 && <li>{counted(noValue)} without a value that tells the outcome.</li>}
      </ul>
    </div>
  );
}
