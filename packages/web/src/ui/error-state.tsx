import { useCanGoBack, useRouter } from "@tanstack/react-router";
import { Button } from "./button.tsx";
import { BackIcon, RefreshIcon } from "./icons.ts";
import { Link } from "./link.tsx";
import css from "./states.module.css";

/** What happened, what is safe, what to do; in the place of what could not be shown. `center` is for a whole page. */
export function ErrorState({ title, error, onRetry, center }: { title: string; error?: unknown; onRetry?: (() => void) | undefined; center?: boolean }) {
  return (
    <div className={css.state} role="alert" data-center={center || undefined}>
      <p className={css.title}>{title}</p>
      <p className={css.text}>{error instanceof Error ? error.message : "Nothing was changed."}</p>
      {onRetry && <div className={css.actions}>{center && staysSo(error) ? <WayBack /> : <Button icon={RefreshIcon} onClick={onRetry}>Try again</Button>}</div>}
    </div>
  );
}

/** The same address asked again gets the same answer: it is wrong, forbidden, or leads nowhere. */
function staysSo(error: unknown): boolean {
  return error instanceof Error && "status" in error && [400, 403, 404, 410].includes(Number(error.status));
}

function WayBack() {
  const { history } = useRouter();
  return useCanGoBack() ? <Button icon={BackIcon} onClick={() => history.back()}>Go back</Button> : <Link to="/">Go to the first page</Link>;
}
