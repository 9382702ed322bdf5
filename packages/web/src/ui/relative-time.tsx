import { Tooltip } from "./tooltip.tsx";
import { useFormat } from "./use-format.ts";

/** A moment as people say it ("Tue 16:08"); hovering gives it exactly, with its zone. */
export function RelativeTime({ at, className }: { at: number | string; className?: string }) {
  const format = useFormat();
  return (
    <Tooltip text={<span className="num">{format.exact(at)}</span>}>
      <time className={`num ${className ?? ""}`} dateTime={new Date(at).toISOString()}>{format.moment(at)}</time>
    </Tooltip>
  );
}
