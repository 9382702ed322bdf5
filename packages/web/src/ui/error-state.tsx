import { Button } from "./button.tsx";
import { RefreshIcon } from "./icons.ts";
import css from "./states.module.css";

/** What happened, what is safe, what to do; in the place of what could not be shown. */
export function ErrorState({ title, error, onRetry, center }: { title: string; error?: unknown; onRetry?: (() => void) | undefined; center?: boolean }) {
  return (
    <div className={css.state} role="alert" data-center={center || undefined}>
      <p className={css.title}>{title}</p>
      <p className={css.text}>{error instanceof Error ? error.message : "Nothing was changed."}</p>
      {onRetry && <div className={css.actions}><Button icon={RefreshIcon} onClick={onRetry}>Try again</Button></div>}
    </div>
  );
}
