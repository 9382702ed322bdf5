import css from "./avatar.module.css";
import { initials } from "./format.ts";

/** Initials in a circle (a person) or a rounded square (a company). The name beside it is the text. */
export function Avatar({ name, size = 24, shape = "person" }: { name: string; size?: number; shape?: "person" | "company" }) {
  return (
    <span
      className={css.avatar}
      data-shape={shape}
      aria-hidden
      style={{ width: size, height: size, fontSize: size >= 40 ? 14 : size >= 32 ? 12 : Math.max(9, Math.round(size * 0.4)) }}
    >
      {initials(name)}
    </span>
  );
}
