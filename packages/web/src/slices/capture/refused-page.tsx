import { countRejected, listRejected, replayMatching } from "@tandem/contract/capture/events";
import type { OutputOf } from "@tandem/contract/operation";
import { useState } from "react";
import { useOperation, usePages } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { formatCapped } from "../../ui/format.ts";
import { Link } from "../../ui/link.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { Select } from "../../ui/select.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { usePhone } from "../../ui/use-phone.ts";
import { reasonName } from "./event-words.ts";
import { noRepair, type Repair } from "./repair.ts";
import { ReplayAllDialog } from "./replay-all-dialog.tsx";
import { RefusedPanel } from "./refused-panel.tsx";
import css from "./capture.module.css";

type Rejected = OutputOf<typeof listRejected>["rows"][number];

/** Events that were refused, by reason; each can be repaired and taken in after all. */
export function Page() {
  const format = useFormat();
  const phone = usePhone();
  const may = useMay();
  const [show, setShow] = useState<"waiting" | "replayed">("waiting");
  const [code, setCode] = useState<string | null>(null);
  const [openId, setOpenId] = useState<string | null>(null);
  const counts = useOperation(countRejected, {}, { every: 10_000 }).data;
  const list = usePages(listRejected, { query: { show, ...(code === null || show === "replayed" ? {} : { code }) } });
  const reasons = counts?.reasons ?? [];
  const waitingOf = (of: string) => reasons.find((one) => one.code === of)?.count ?? 0;
  const [replaying, setReplaying] = useState<{ code: string; count: number; repair: Repair } | null>(null);
  const sum = reasons.reduce((all, reason) => all + reason.count, 0);
  return (
    <div className={css.page}>
      <PageHeader title="Refused events" path={[{ label: "Settings", to: "/settings" }]}>
        {show === "waiting" && code !== null && waitingOf(code) > 0 && may(replayMatching) && <Button onClick={() => setReplaying({ code, count: waitingOf(code), repair: noRepair })}>{`Replay all ${format.number(waitingOf(code))}…`}</Button>}
        <SegmentedTabs
          label="Shown" value={show} onChange={setShow}
          tabs={[{ value: "waiting", label: "Waiting", count: counts && formatCapped(counts.waiting, format.context) }, { value: "replayed", label: "Replayed", count: counts && formatCapped(counts.replayed, format.context) }]}
        />
      </PageHeader>
      {phone && show === "waiting" && reasons.length > 1 && <div className={css.jump}><Select bare label="Reason" value={code ?? "all"} onChange={(next) => setCode(next === "all" ? null : next)} choices={[{ value: "all", label: `All reasons, ${sum}` }, ...reasons.map((one) => ({ value: one.code, label: `${reasonName(one.code)}, ${one.count}` }))]} /></div>}
      <div className={css.split}>
        {!phone && show === "waiting" && reasons.length > 0 && (
          <nav className={css.reasons} aria-label="Reasons">
            <button type="button" className={css.reason} aria-pressed={code === null} onClick={() => setCode(null)}><span>All reasons</span><span className="num ink3">{format.number(sum)}</span></button>
            {reasons.map((reason) => (
              <button key={reason.code} type="button" className={css.reason} aria-pressed={code === reason.code} title={reason.words} onClick={() => setCode(reason.code)}>
                <span>{reasonName(reason.code)}</span><span className="num ink3">{format.number(reason.count)}</span>
              </button>
            ))}
          </nav>
        )}
        <div className={css.list}>
          <DataTable
            {...list} label="Refused events" columns={columns} rowKey={(row) => row.id} rowLabel={(row) => reasonName(row.code)} rowHeight={48} openKey={openId ?? undefined}
            onOpen={(row) => setOpenId(row.id)} phoneRow={(row) => <PhoneRow row={row} />}
            empty={show === "waiting" ? <EmptyState title={code === null ? "No event waits for repair." : "No event of this reason waits any more."} text="An event that can’t be read is kept here with its reason, whoever sent it, until somebody repairs and replays it." action={<Link to="/settings/events">Events as they arrive</Link>} /> : <EmptyState title="No refused event was replayed yet." text="Those that were repaired and taken in are listed here." />}
          />
        </div>
      </div>
      <RefusedPanel id={openId} onClose={() => setOpenId(null)} waitingOf={waitingOf} onReplayAll={(of, repair) => { setOpenId(null); setReplaying({ code: of, count: waitingOf(of), repair }); }} />
      {replaying && <ReplayAllDialog {...replaying} onClose={() => setReplaying(null)} />}
    </div>
  );
}

const columns: readonly Column<Rejected>[] = [
  { key: "at", header: "Received", width: 96, cell: (row) => <RelativeTime at={row.receivedAt} className="ink2" /> },
  { key: "reason", header: "Reason", width: "1.4fr", cell: (row) => <span className={css.two}><span className={css.strong}>{reasonName(row.code)}</span><span className={css.under} title={row.words}>{row.words}</span></span> },
  { key: "raw", header: "As it came", width: "1.6fr", wide: true, cell: (row) => <code className={css.excerpt}>{row.excerpt}</code> },
  { key: "source", header: "Source", width: "0.7fr", wide: true, cell: (row) => <span className={`${css.cell} ink2`} title={row.source}>{row.source}</span> },
];

function PhoneRow({ row }: { row: Rejected }) {
  return (
    <div className={css.phoneRow}>
      <span className={css.two}><span className={css.strong}>{reasonName(row.code)}</span><span className={css.under}>{row.source}</span></span>
      <RelativeTime at={row.receivedAt} className="ink2" />
    </div>
  );
}
