import { Tooltip } from "./tooltip.tsx";
import { useFormat } from "./use-format.ts";

/** A moment as people say it ("17 Nov 16:08"); hovering gives it exactly, with its zone. */
export function RelativeTime({ at, className, named }: { at: number | string; className?: string; /** "Today 10:42" rather than "10:42". */ named?: boolean }) {
  const format = useFormat();
  return (
    <Tooltip text={<span className="num">{format.exact(at)}</span>}>
      <time className={`num ${className ?? ""}`} dateTime={new Date(at).toISOString()}>{named && format.dayHeader(at) === "Today" ? "Today " : ""}{format.moment(at)}</time>
    </Tooltip>
  );
}
