import { recordAttempt } from "@tandem/contract/handoff/acts";
import { countInbox, readInbox } from "@tandem/contract/handoff/inbox";
import { listHandoffs } from "@tandem/contract/handoff/list-handoffs";
import { countUnread, listNotifications } from "@tandem/contract/handoff/notifications";
import { whoHolds } from "@tandem/contract/handoff/who-holds";
import { useOperation } from "../../app/query.ts";
import { countWords, type ContactSubject, type NavigationCount, type Slice } from "../../app/slices.ts";
import { BellIcon, CallIcon, HandoffIcon, InboxIcon, MailIcon, QueueIcon } from "../../ui/icons.ts";

/** The inbox in which reps live, what became of each lead, and what concerns oneself. */
export const slice: Slice = {
  name: "handoff",
  pages: [
    // One route with and without a lead: opening one must not draw the list anew.
    { path: "/inbox/{-$handoffId}", title: "Inbox", load: () => import("./inbox-page.tsx"), needs: readInbox },
    { path: "/handoffs/{-$handoffId}", title: "Handoffs", load: () => import("./handoffs-page.tsx"), needs: listHandoffs },
    { path: "/notifications", title: "Notifications", load: () => import("./notifications-page.tsx") },
  ],
  navigation: [
    { section: "top", order: 1, label: "Inbox", to: "/inbox", icon: InboxIcon, needs: readInbox, phone: true, useCount: () => owedCount(useOperation(countInbox, {}).data) },
    { section: "top", order: 9, label: "Notifications", to: "/notifications", icon: BellIcon, needs: listNotifications, useCount: () => unreadCount(useOperation(countUnread, {}).data?.unread) },
    { section: "sales", order: 1, label: "Handoffs", to: "/handoffs", icon: HandoffIcon, needs: listHandoffs },
  ],
  commands: [
    { id: "handoff.queue", label: "Look at the queue", keywords: "claim unclaimed leads", icon: QueueIcon, needs: readInbox, run: ({ go }) => go("/inbox?show=queue") },
    { id: "handoff.rejections", label: "Look at rejections", keywords: "what became of leads reasons", icon: HandoffIcon, needs: listHandoffs, run: ({ go }) => go("/handoffs?state=rejected") },
  ],
  contactSections: [{ key: "handoff", order: 1, needs: whoHolds, load: () => import("./contact-holding.tsx") }],
  contactActions: [
    { act: "log", order: 1, label: "Log attempt", icon: CallIcon, hint: "l", needs: recordAttempt, offered: isMine, load: () => import("./contact-attempt.tsx").then(({ CallDialog: ContactDialog }) => ({ ContactDialog })) },
    {
      act: "write", order: 1, label: "Write", icon: MailIcon, hint: "e", needs: recordAttempt, offered: isMine,
      refused: ({ email }) => (email === null ? "No e-mail address is known" : undefined),
      begin: ({ email }) => window.location.assign(`mailto:${email}`),
      load: () => import("./contact-attempt.tsx").then(({ MailDialog: ContactDialog }) => ({ ContactDialog })),
    },
  ],
};

/** First attempts are what the group at the top of the inbox holds; other open handoffs are not counted here. */
function owedCount(count: { owed: number; breached: number } | undefined): NavigationCount | undefined {
  if (!count) return undefined;
  return { value: count.owed, title: `${count.owed} first ${count.owed === 1 ? "attempt is" : "attempts are"} yours to make${count.breached > 0 ? `, ${count.breached} breached` : ""}` };
}
function unreadCount(unread: number | undefined): NavigationCount | undefined {
  return unread === undefined ? undefined : { value: unread, title: `${countWords(unread)} unread` };
}

/** What is done with one's own lead counts as an attempt. */
function isMine({ openHandoff }: ContactSubject, userId: string): boolean {
  return openHandoff?.assigneeId === userId;
}
