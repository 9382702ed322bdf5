import type { CalibrationReport } from "@tandem/contract/lab/calibration";
import { Link } from "../../ui/link.tsx";
import { useFormat } from "../../ui/use-format.ts";
import css from "./calibration.module.css";

const day = 86_400_000;

/** Of whom nothing was learned, and why; those who are too young can be opened. */
export function LeftOut({ report, startedAt }: { report: CalibrationReport; startedAt: string }) {
  const format = useFormat();
  const { tooYoung, cameBefore, noValue, horizonDays, became } = report;
  if (tooYoung + cameBefore + noValue === 0) return null;
  const counted = (people: number) => `${format.number(people)} ${people === 1 ? "person" : "people"}`;
  const since = Date.parse(startedAt) - (horizonDays ?? 0) * day;
  return (
    <div>
      <p className="second ink2">Left out, whether the outcome came or not:</p>
      <ul className={css.list}>
        {tooYoung > 0 && <li>{counted(tooYoung)} first seen since {format.date(since)}: the {format.number(horizonDays ?? 0)} days in which an outcome counts were not over. <Link to="/people" search={{ created: Math.max(1, Math.floor((format.now - since) / day)) }}>Who came since</Link></li>}
        {cameBefore > 0 && <li>{counted(cameBefore)} who {became} before they were first seen here: what they did until then is not known.</li>}
        {noValue > 0 && <li>{counted(noValue)} without a value that tells the outcome.</li>}
      </ul>
    </div>
  );
}
