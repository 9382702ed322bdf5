import { Avatar } from "../../ui/avatar.tsx";
import css from "./settings.module.css";

/** A name with its context in the second line. */
export function PersonCell({ name, under, off }: { name: string; under: string; off?: boolean }) {
  return (
    <span className={css.person}>
      <Avatar name={name} size={28} />
      <span className={css.lines}>
        <span className={`${css.name} ${off ? css.off : ""}`}>{name}</span>
        <span className={css.under} title={under}>{under}</span>
      </span>
    </span>
  );
}
