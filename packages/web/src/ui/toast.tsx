import { useSyncExternalStore } from "react";
import { Button } from "./button.tsx";
import { IconButton } from "./icon-button.tsx";
import { CloseIcon } from "./icons.ts";
import { Link } from "./link.tsx";
import css from "./toast.module.css";
import { addToast, closeToast, listenToToasts, pauseToasts, resumeToasts, shownToasts, undoLatest, undoToast, type Toast, type ToastOptions } from "./toast-store.ts";

export { undoLatest };

/** Says what happened, with a way back where there is one. Answers the id by which it can be closed early. */
export const toast = {
  say: (text: string, options?: ToastOptions) => addToast(text, "plain", options),
  problem: (error: unknown) => addToast(error instanceof Error ? error.message : "That did not work", "problem"),
  close: closeToast,
};

/**
 * The one place where toasts appear, mounted once in the shell. They have room of their own there (at the foot of the
 * navigation, on the phone above its bar), so they cover nothing; newest on top, at most three, and none goes while read.
 */
export function Toasts({ className }: { className?: string | undefined }) {
  const list = useSyncExternalStore(listenToToasts, shownToasts);
  return (
    <div className={className}>
      <div
        className={css.place} role="status" aria-live="polite" data-any={list.length > 0 || undefined}
        onPointerEnter={pauseToasts} onPointerLeave={resumeToasts} onFocus={pauseToasts} onBlur={resumeToasts}
      >
        {list.map((one) => <ToastCard key={one.id} toast={one} isNext={one === list.find(({ undo }) => undo)} />)}
      </div>
    </div>
  );
}

/** @param isNext whether the key takes back this one */
function ToastCard({ toast: { id, text, tone, undo, link }, isNext }: { toast: Toast; isNext: boolean }) {
  return (
    <div className={css.toast} data-tone={tone}>
      <span className={css.text} title={text}>{text}</span>
      {undo && <Button kind="quiet" {...(isNext && { hint: "mod+z" })} onClick={() => undoToast(id)}>Undo</Button>}
      {link && <Link to={link.to} className={css.link}>{link.label}</Link>}
      <span className={css.close}><IconButton icon={CloseIcon} label="Close message" onClick={() => closeToast(id)} /></span>
    </div>
  );
}
