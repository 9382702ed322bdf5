import type { ContactPage } from "@tandem/contract/people/contacts";
import { createElement, lazy, Suspense, useCallback, useMemo, useState, type ReactNode } from "react";
import { permits, useSession } from "../../app/session.ts";
import { slices, type ContactAction, type ContactSubject } from "../../app/slices.ts";
import { Button } from "../../ui/button.tsx";
import { toast } from "../../ui/toast.tsx";
import { useKeys, type KeyBindings } from "../../ui/use-keys.ts";

const everyAction = slices.flatMap((slice) => slice.contactActions ?? []);
/** Loaded once, when first opened. */
const dialogs = new Map(everyAction.map((action) => [action, lazy(() => action.load().then(({ ContactDialog }) => ({ default: ContactDialog })))]));
const places = ["log", "write", "note"] as const satisfies readonly ContactAction["act"][];

/** What the slices offer to do with this person: the buttons, and the dialog that is open. */
export function useContactActions(page: ContactPage): { buttons: ReactNode[]; dialog: ReactNode } {
  const session = useSession();
  const [open, setOpen] = useState<ContactAction | null>(null);
  const onClose = useCallback(() => setOpen(null), []);
  const contact = useMemo(() => subjectOf(page), [page]);
  const offered = places.flatMap((act) => everyAction.filter((one) => one.act === act && permits(session, one) && (one.offered?.(contact, session.user.id) ?? true)).toSorted((a, b) => a.order - b.order).slice(0, 1));
  const begin = (action: ContactAction) => {
    const refused = action.refused?.(contact);
    if (refused !== undefined) return toast.say(refused);
    action.begin?.(contact);
    setOpen(action);
  };
  const keys: KeyBindings = {};
  for (const action of offered) keys[action.hint] = { label: action.label, run: () => begin(action) };
  useKeys("Contact", keys);
  return {
    buttons: offered.map((action) => <Button key={action.act} icon={action.icon} hint={action.hint} refused={action.refused?.(contact)} onClick={() => begin(action)}>{action.label}</Button>),
    dialog: open && <Suspense fallback={null}>{createElement(dialogs.get(open)!, { contact, onClose })}</Suspense>,
  };
}

function subjectOf(page: ContactPage): ContactSubject {
  const text = (key: string) => (typeof page.values[key] === "string" ? page.values[key] : null);
  return {
    id: page.id, name: page.name, email: text("email"), phone: text("phone"),
    openHandoff: page.openHandoff && { id: page.openHandoff.id, assigneeId: page.openHandoff.assignee?.id ?? null },
    deals: page.opportunities.filter((deal) => deal.state === "open").map(({ id, name }) => ({ id, name })),
  };
}
