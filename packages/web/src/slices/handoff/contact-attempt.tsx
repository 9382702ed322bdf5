import type { AttemptChannel } from "@tandem/contract/handoff/acts";
import { getHandoff } from "@tandem/contract/handoff/handoff";
import { useEffect } from "react";
import { useOperation } from "../../app/query.ts";
import type { ContactDialogProps } from "../../app/slices.ts";
import { toast } from "../../ui/toast.tsx";
import { AttemptDialog } from "./attempt-dialog.tsx";

/** Logging an attempt from the person's page: the same dialog, about the handoff that is open. */
function ContactAttempt({ contact, onClose, channel }: ContactDialogProps & { channel: AttemptChannel }) {
  const { data: page, error } = useOperation(getHandoff, { params: { handoffId: contact.openHandoff?.id ?? "" } }, { keep: false });
  const refused = error?.message ?? page?.acts.attempt.refused ?? null;
  useEffect(() => {
    if (refused === null) return;
    toast.say(refused);
    onClose();
  }, [refused, onClose]);
  return page && refused === null ? <AttemptDialog view={{ page, close: onClose }} channel={channel} /> : null;
}

export const CallDialog = (props: ContactDialogProps) => <ContactAttempt {...props} channel="call" />;
export const MailDialog = (props: ContactDialogProps) => <ContactAttempt {...props} channel="email" />;
