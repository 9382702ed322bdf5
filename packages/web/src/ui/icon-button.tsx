import type { ComponentProps } from "react";
import type { IconType } from "./button.tsx";
import { cx } from "./class-names.ts";
import css from "./icon-button.module.css";

interface IconButtonProps extends Omit<ComponentProps<"button">, "children"> {
  icon: IconType;
  /** The word a screen reader says and the title shows. */
  label: string;
  kind?: "quiet" | "outline";
}

/** Without a word beside it only for previous, next, more and close. */
export function IconButton({ icon: Icon, label, kind = "quiet", className, ...rest }: IconButtonProps) {
  return (
    <button type="button" title={label} aria-label={label} {...rest} className={cx(css.button, className)} data-kind={kind}>
      <Icon />
    </button>
  );
}
