import type { ReactNode } from "react";
import css from "./form-error.module.css";
import { WarningIcon } from "./icons.ts";

/** What went wrong, what is safe, what to do; in place and announced. Shows nothing when there is no error. */
export function FormError({ error, children }: { error: unknown; children?: ReactNode }) {
  if (error === null || error === undefined) return null;
  const text = typeof error === "string" ? error : error instanceof Error ? error.message : "That did not work. Nothing was saved.";
  return (
    <div className={css.error} role="alert">
      <WarningIcon />
      <span>{text}</span>
      {children}
    </div>
  );
}
