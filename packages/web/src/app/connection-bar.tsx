import { formatTime } from "../ui/format.ts";
import { useFormat } from "../ui/use-format.ts";
import { useConnection } from "./live.ts";
import css from "./connection-bar.module.css";

/** Says that what is on the screen may be old. */
export function ConnectionBar() {
  const connection = useConnection();
  const { context } = useFormat();
  if (connection.state !== "lost") return null;
  return <div className={css.bar} role="status">No connection since {formatTime(connection.since, context)}. What you see may be old; it comes back by itself.</div>;
}
