import type { ComponentProps, FunctionComponent, ReactNode } from "react";
import { cx } from "./class-names.ts";
import css from "./button.module.css";
import { KeyHint } from "./key-hint.tsx";

export type IconType = FunctionComponent<{ size?: number | string | undefined; className?: string | undefined }>;

export interface ButtonProps extends Omit<ComponentProps<"button">, "children"> {
  /** `primary` is ink and there is one a view; `danger` is an outline in the breach colour, for what destroys. */
  kind?: "primary" | "outline" | "quiet" | "soft" | "danger";
  icon?: IconType | undefined;
  /** The key that does the same, shown inside: "a", "mod+k". Binding it is the page's affair (`useKeys`). */
  hint?: string | undefined;
  /** The act is under way: the label stays, a second press does nothing. */
  busy?: boolean;
  /** Action bars use 32. */
  tall?: boolean;
  full?: boolean;
  /** Why it can't be done now. The control stays visible and focusable and says so. */
  refused?: string | undefined;
  children: ReactNode;
}

/** A verb. "…" at its end says that a step follows. */
export function Button({ kind = "outline", icon: Icon, hint, busy, tall, full, refused, children, className, onClick, ...rest }: ButtonProps) {
  const off = busy || refused !== undefined;
  return (
    <button
      type="button"
      {...rest}
      className={cx(css.button, className)}
      data-kind={kind}
      data-tall={tall || undefined}
      data-full={full || undefined}
      aria-busy={busy || undefined}
      aria-disabled={off || undefined}
      aria-keyshortcuts={hint}
      title={refused ?? rest.title}
      onClick={(event) => (off ? event.preventDefault() : onClick?.(event))}
    >
      {Icon && <Icon />}
      <span className={css.label}>{children}</span>
      {hint && <KeyHint keys={hint} onInk={kind === "primary" && !off} />}
    </button>
  );
}
