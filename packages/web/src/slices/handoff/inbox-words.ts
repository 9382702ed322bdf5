import type { Inbox, InboxRow, InboxScope } from "@tandem/contract/handoff/inbox";
import { inboxGroups, inboxScopes } from "@tandem/contract/handoff/inbox";
import type { Role } from "@tandem/contract/operation";

/** Whose leads an inbox begins with: a manager works through the team, a rep through their own. */
export function firstScope(role: Role): InboxScope {
  return role === "sales-manager" ? "team" : "mine";
}
/** @param show what the address names, if anything */
export function scopeOf(show: string | undefined, role: Role): InboxScope {
  return inboxScopes.find((one) => one === show) ?? firstScope(role);
}
/** What the address names for a scope: nothing for the one the inbox begins with. */
export function searchOf(scope: InboxScope, role: Role): { show?: InboxScope } {
  return scope === firstScope(role) ? {} : { show: scope };
}

/** "12 open handoffs, 2 breached", "3 unclaimed". */
export function noteOf(head: Pick<Inbox, "scopes"> & { readonly groups: readonly Pick<Inbox["groups"][number], "breached">[] }, scope: InboxScope, settling = 0): string {
  const count = Math.max(0, head.scopes[scope] - settling);
  if (scope === "queue") return `${count} unclaimed`;
  const breached = head.groups.reduce((sum, group) => sum + group.breached, 0);
  return `${count} open ${count === 1 ? "handoff" : "handoffs"}${breached > 0 ? `, ${breached} breached` : ""}`;
}

type Counted = Pick<InboxRow, "group"> & { readonly clock: { readonly state: string } | null };
/** Counts are the server's for the whole list, corrected by what moves here before it is sent: a lead that leaves its group takes its clock along. */
export function countsAfter(counted: Inbox["groups"], sent: readonly Counted[], rows: readonly Counted[]): Inbox["groups"] {
  const moved = rows.flatMap((row, i) => (row.group === sent[i]!.group ? [] : [{ from: sent[i]!, to: row }]));
  return inboxGroups.flatMap((key) => {
    const server = counted.find((group) => group.key === key) ?? { count: 0, breached: 0, warning: 0 };
    const change = (counts: (row: Counted) => boolean) => moved.reduce((sum, { from, to }) => sum + Number(to.group === key && counts(to)) - Number(from.group === key && counts(from)), 0);
    // What is settled asks for nothing, whatever became of its clock.
    const asks = (state: "breached" | "warning") => (key === "settled" ? 0 : Math.max(0, server[state] + change((row) => row.clock?.state === state)));
    const count = server.count + change(() => true);
    return count > 0 ? [{ key, count, breached: asks("breached"), warning: asks("warning") }] : [];
  });
}

type Place = Pick<InboxRow, "id" | "group">;
const owed: ReadonlySet<string> = new Set(["first-attempt", "disposition"]);

/** The lead to go on with once the open one leaves the inbox: the next below it that owes something, else the first that does, else the next that is not settled. */
export function nextOwed<Row extends Place>(rows: readonly Row[], openId: string | undefined): Row | undefined {
  const at = rows.findIndex((row) => row.id === openId);
  const order = at < 0 ? rows : [...rows.slice(at + 1), ...rows.slice(0, at)];
  return order.find((row) => owed.has(row.group)) ?? order.find((row) => row.group !== "settled");
}
