import { claimNext } from "@tandem/contract/handoff/acts";
import type { Inbox, InboxRow, InboxScope } from "@tandem/contract/handoff/inbox";
import { describeMeasured } from "@tandem/domain/sla/duration";
import { useMediaQuery } from "@mantine/hooks";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useAct } from "../../app/query.ts";
import { useSession } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { QueueIcon } from "../../ui/icons.ts";
import { later } from "../../ui/later.tsx";
import { Link } from "../../ui/link.tsx";
import { KeyHint } from "../../ui/key-hint.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { useKeys } from "../../ui/use-keys.ts";
import { InboxList } from "./inbox-list.tsx";
import { nextOwed, noteOf, scopeOf, searchOf } from "./inbox-words.ts";
import css from "./inbox.module.css";
import { Lead } from "./lead.tsx";
import { SelectionBar } from "./selection-bar.tsx";
import { useInbox } from "./use-inbox.ts";

const LeadSheet = later(() => import("./lead-sheet.tsx").then((module) => module.LeadSheet));

/** The list in which a rep lives, and beside it the lead with its whole story. */
export function Page() {
  const { handoffId } = useParams({ strict: false }) as { handoffId?: string };
  const search = useSearch({ strict: false }) as { show?: string };
  const { workspace, user } = useSession();
  const scope: InboxScope = scopeOf(search.show, user.role);
  const navigate = useNavigate();
  const phone = useMediaQuery("(max-width: 720px)", false, { getInitialValueInEffect: false });
  // The group bars say what is breached where the head has no room for it.
  const narrow = useMediaQuery("(max-width: 1180px)", false, { getInitialValueInEffect: false });
  const view = useInbox(scope);
  const format = useFormat();
  // The list keeps its place: what an address was scrolled to before must not undo where J and K scroll now.
  const go = (id: string | null, replace = true) => void navigate({ to: "/inbox/{-$handoffId}", params: { handoffId: id ?? undefined }, search: searchOf(scope, user.role) as never, replace, resetScroll: false } as never);
  const first = view.groups?.[0]?.rows[0];
  const openId = handoffId ?? (phone ? undefined : first?.id);
  // The first lead stays open wherever the list moves it.
  const pinned = handoffId === undefined && !phone && !view.refreshing ? first?.id : undefined;
  useEffect(() => {
    if (pinned !== undefined) go(pinned);
  }, [pinned]);
  const next = useNext(view.groups?.flatMap((group) => group.rows) ?? [], openId);
  const claim = useAct(claimNext, { said: () => "Claimed: the lead is yours now.", onDone: ({ id }) => void navigate({ to: `/inbox/${id}` as never }) });
  const [marked, setMarked] = useState<ReadonlySet<string>>(nothing);
  // What left the list (settled elsewhere, another scope) is not acted on unseen.
  const chosen = (view.rows ?? []).filter((row) => marked.has(row.id));
  const selected: ReadonlySet<string> = marked.size === 0 ? nothing : new Set(chosen.map((row) => row.id));
  const mayClaim = (view.head?.scopes.queue ?? 0) > 0;
  useKeys("Inbox", { g: mayClaim && { label: "Claim next from the queue", run: () => claim.mutate({ body: {} }) } });
  const list = (
    <InboxList
      view={view} scope={scope} openId={openId}
      onOpen={(row) => go(row.id, !phone)}
      onMove={(row) => phone || go(row.id)}
      selected={selected} onSelect={setMarked}
      empty={<NothingWaits head={view.head} scope={scope} claim={() => claim.mutate({ body: {} })} busy={claim.isPending} />}
      foot={scope === "queue" || !view.head || view.rows?.length === 0 ? null : <Queues head={view.head} claim={(teamId) => claim.mutate({ body: { teamId } })} busy={claim.isPending} />}
    />
  );
  return (
    <div className={css.page}>
      <section className={css.list} aria-label="Inbox">
        <PageHeader title="Inbox" note={phone ? (workspace.demo ? "Demo data" : undefined) : (view.head && noteOf({ scopes: view.head.scopes, groups: narrow ? [] : (view.groups ?? []) }, scope, view.settling))}>
          <div className={css.tabs}><SegmentedTabs
            label="Whose leads" value={scope} full={phone}
            onChange={(value) => void navigate({ to: "/inbox", search: searchOf(value, user.role) as never })}
            tabs={[{ value: "mine", label: "Mine", count: phone && view.head ? view.head.scopes.mine - (scope === "mine" ? view.settling : 0) : undefined }, { value: "team", label: "Team" }, { value: "queue", label: "Queue", count: view.head?.scopes.queue || undefined }]}
          /></div>
        </PageHeader>
        {list}
        {chosen.length > 0 ? <SelectionBar rows={chosen} onClear={() => setMarked(nothing)} /> : <footer className={css.foot}>
          <span><KeyHint keys="j" /><KeyHint keys="k" /> move</span>
          <span><KeyHint keys="x" /> select</span>
          <span><KeyHint keys="?" /> all keys</span>
          <time className="num">{format.weekday(format.now)}, {format.time(format.now)} {format.context.timeZone.split("/").at(-1)?.replaceAll("_", " ")}</time>
        </footer>}
      </section>
      {phone ? (
        <LeadSheet shown={handoffId !== undefined} handoffId={handoffId} onClose={() => go(null)} />
      ) : (
        <section className={css.detail} aria-label="Lead">
          {openId ? <Lead key={openId} handoffId={openId} selected={chosen.length} onSettled={() => next && go(next.id)} /> : view.loading ? null : <div className={css.nothing}><EmptyState title="No lead is open." text="What waits for you opens here with its whole story." /></div>}
        </section>
      )}
    </div>
  );
}

const nothing: ReadonlySet<string> = new Set();

/** The lead to go on with once the open one leaves the inbox: chosen while it still stands in its place, kept when it is gone from there. */
function useNext(rows: readonly InboxRow[], openId: string | undefined): InboxRow | undefined {
  const stands = rows.some((row) => row.id === openId && row.group !== "settled");
  const kept = useRef<{ from: string | undefined; next: InboxRow | undefined }>({ from: undefined, next: undefined });
  const next = stands ? nextOwed(rows, openId) : kept.current.from === openId ? kept.current.next : undefined;
  useEffect(() => {
    if (stands) kept.current = { from: openId, next };
  });
  return next;
}

/** "Oldest waits 38 m. You have room for 2 of 5." */
function roomWords({ room }: Inbox): string {
  if (room.capacity === null) return "";
  const left = Math.max(0, room.capacity - room.open);
  return left === 0 ? ` You hold ${room.open} of ${room.capacity}: no room.` : ` You have room for ${left} of ${room.capacity}.`;
}

function Queues({ head, claim, busy }: { head: Inbox; claim: (teamId: string) => void; busy: boolean }) {
  const full = head.room.capacity !== null && head.room.open >= head.room.capacity;
  return head.queues.map((queue, i) => (
    <div key={queue.team.id} className={css.queue}>
      <QueueIcon />
      <div className={css.queueText}>
        <p><b style={{ fontWeight: 500 }}>{queue.team.name} queue: {queue.unclaimed} unclaimed</b></p>
        <p className="second ink2">{queue.oldestWaitMs === null ? "" : `Oldest waits ${describeMeasured(queue.oldestWaitMs, { dayMs: queue.dayMs, measure: "business" })}.`}{roomWords(head)}</p>
      </div>
      <Button hint={i === 0 ? "g" : undefined} busy={busy} refused={full ? `You hold ${head.room.open} of ${head.room.capacity} open leads` : undefined} onClick={() => claim(queue.team.id)}>Claim next</Button>
    </div>
  ));
}

function NothingWaits({ head, scope, claim, busy }: { head: Inbox | undefined; scope: InboxScope; claim: () => void; busy: boolean }) {
  const [queue] = head?.queues ?? [];
  if (scope === "queue") return <EmptyState title="Nothing waits in your queues." text="A lead comes here when nobody of the team is free, or when somebody passes it back." />;
  if (scope === "team") return <EmptyState title="Your team holds no open handoff." text="Leads appear here the moment routing gives them to somebody of the team." />;
  const team = head?.scopes.team ?? 0;
  const others = team > 0 && <Link to="/inbox" search={{ show: "team" }}>{team} in your team</Link>;
  if (queue) return <EmptyState title="No handoff waits for you." text={`${queue.unclaimed} ${queue.unclaimed === 1 ? "waits" : "wait"} in the ${queue.team.name} queue.`} action={<><Button hint="g" busy={busy} onClick={claim}>Claim next</Button>{others}</>} />;
  return <EmptyState title="No handoff waits for you." text="A lead appears here the moment it qualifies and routing gives it to you, with its clock running." action={others} />;
}
