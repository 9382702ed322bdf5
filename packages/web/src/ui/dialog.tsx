import { Modal } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { Button } from "./button.tsx";
import { focusFirstField } from "./dialog-fields.ts";
import css from "./dialog.module.css";
import { FormError } from "./form-error.tsx";
import { IconButton } from "./icon-button.tsx";
import { CloseIcon } from "./icons.ts";
import { SubmitFooter } from "./submit-footer.tsx";

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** One line beneath the title: what this is about. */
  lead?: ReactNode;
  children?: ReactNode;
  /** The buttons, the main one last. */
  actions?: ReactNode;
  width?: number;
}

/** A question in the middle of the page (a sheet from below on the phone). The focus begins in its first field and stays inside; Escape closes, Ctrl Enter presses the main button. */
export function Dialog({ open, onClose, title, lead, children, actions, width = 440 }: DialogProps) {
  return (
    <Modal.Root classNames={{ overlay: css.scrim ?? "", content: css.box ?? "" }} opened={open} onClose={onClose} size={width} centered transitionProps={{ transition: "fade", duration: 120 }}>
      <Modal.Overlay />
      <Modal.Content aria-modal>
        <header ref={focusFirstField} className={css.head}>
          <Modal.Title className={css.title ?? ""}>{title}</Modal.Title>
          <IconButton icon={CloseIcon} label="Close" onClick={onClose} />
        </header>
        {lead && <p className={css.lead}>{lead}</p>}
        {children && <div className={css.body}>{children}</div>}
        {actions && <SubmitFooter title={title} open={open} className={css.actions}>{actions}</SubmitFooter>}
      </Modal.Content>
    </Modal.Root>
  );
}

interface ConfirmProps extends Omit<DialogProps, "actions"> {
  /** The verb: "Merge". */
  confirm: string;
  danger?: boolean;
  /** Why it can’t be done yet. */
  refused?: string | undefined;
  onConfirm: () => unknown;
}

/** Names the consequence, then asks. A failure is shown here and nothing is lost. */
export function ConfirmDialog({ confirm, danger, refused, onConfirm, onClose, children, ...rest }: ConfirmProps) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = async () => {
    setBusy(true);
    setError(null);
    try {
      await onConfirm();
      onClose();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      {...rest}
      onClose={onClose}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>Cancel</Button>
          <Button kind={danger ? "danger" : "primary"} busy={busy} refused={refused} onClick={run} data-autofocus>{confirm}</Button>
        </>
      }
    >
      {children}
      <FormError error={error} />
    </Dialog>
  );
}
