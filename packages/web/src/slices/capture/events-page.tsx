import { listSources } from "@tandem/contract/access/sources";
import { countRejected, listRecentEvents } from "@tandem/contract/capture/events";
import { listContacts } from "@tandem/contract/people/contacts";
import { useState } from "react";
import { useOperation } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { formatCapped } from "../../ui/format.ts";
import { PauseIcon, RefreshIcon } from "../../ui/icons.ts";
import { Link } from "../../ui/link.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { Select } from "../../ui/select.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { useKeys } from "../../ui/use-keys.ts";
import { eventWords, type RecentEvent } from "./event-words.ts";
import css from "./capture.module.css";

/** Events as they arrive, to see whether a website or server is connected. */
export function Page() {
  const may = useMay();
  const [source, setSource] = useState("all");
  const [held, setHeld] = useState<readonly RecentEvent[] | null>(null);
  const query = source === "all" ? {} : { source: Number(source) };
  const read = useOperation(listRecentEvents, { query }, { every: 2_000 });
  const sources = useOperation(listSources, {}, { enabled: may(listSources) }).data?.rows ?? [];
  const latest = read.data?.events;
  const events = held ?? latest;
  const newer = held && latest ? latest.filter(({ id }) => id > (held[0]?.id ?? "")).length : 0;
  const toggle = () => setHeld((now) => (now ? null : (latest ?? [])));
  useKeys("Events", { p: { label: held ? "Go on" : "Pause", run: toggle } });
  return (
    <div className={css.page}>
      <PageHeader title="Events" path={[{ label: "Settings", to: "/settings" }]} note={<Pulse paused={held !== null} broken={read.error !== null} newer={newer} />}>
        {sources.length > 1 && (
          <span className={css.filter}>
            <Select bare label="Source" value={source} onChange={(next) => { setSource(next); setHeld(null); }} choices={[{ value: "all", label: "All sources" }, ...sources.map((one) => ({ value: String(one.id), label: one.name }))]} />
          </span>
        )}
        <Button icon={held ? RefreshIcon : PauseIcon} hint="p" onClick={toggle}>{held ? "Go on" : "Pause"}</Button>
      </PageHeader>
      {!may(listContacts) && <p className={`${css.jump} label`}>People are named only for those who may look at them.</p>}
      <Counts waiting={read.data?.waiting} parked={read.data?.parked} />
      <div className={css.list}>
        <DataTable
          label="Events" columns={columns} rows={events} rowKey={(row) => row.id} rowHeight={40} loading={read.isPending} error={events ? undefined : read.error} retry={() => void read.refetch()}
          phoneRow={(row) => <PhoneRow row={row} />}
          empty={<EmptyState title="No event has arrived in the last 31 days." text="As soon as a page with the tag is opened, or a server sends an event, it appears here within seconds." action={may(listSources) && <Link to="/settings/sources">Website and sources</Link>} />}
        />
      </div>
    </div>
  );
}

const columns: readonly Column<RecentEvent>[] = [
  { key: "received", header: "Received", width: 88, cell: (row) => <Moment at={row.receivedAt} /> },
  { key: "event", header: "Event", width: "2fr", cell: (row) => <span className={css.strong} title={eventWords(row)}>{eventWords(row)}</span> },
  { key: "person", header: "Person", width: "1.2fr", cell: (row) => <Person row={row} /> },
  { key: "source", header: "Source", width: "1fr", wide: true, cell: (row) => <span className={`${css.cell} ink2`} title={row.source}>{row.source}</span> },
  { key: "at", header: "Happened", width: 104, align: "right", wide: true, cell: (row) => <Happened row={row} /> },
];

/** To the second while it is of today: several events arrive within a minute. */
function Moment({ at }: { at: string }) {
  const format = useFormat();
  if (format.dayHeader(at) !== "Today") return <RelativeTime at={at} className="ink2" />;
  const seconds = format.exact(at).match(/\d\d:\d\d:\d\d/)?.[0];
  return <time className="num ink2" dateTime={at} title={format.exact(at)}>{seconds ?? format.time(at)}</time>;
}

/** Only where it says something else than the time of receipt. */
function Happened({ row }: { row: RecentEvent }) {
  const apart = Math.abs(Date.parse(row.receivedAt) - Date.parse(row.at));
  return apart < 60_000 ? <span className="ink3">At once</span> : <RelativeTime at={row.at} className="ink2" />;
}

function Person({ row }: { row: RecentEvent }) {
  if (!row.contact) return <span className="ink3">Not worked yet</span>;
  if (row.contact.name) return <Link className={css.cell} to={`/people/${row.contact.id}`}>{row.contact.name}</Link>;
  return <span className="ink3" title={row.contact.id}>{row.contact.identified ? "A person" : "Visitor"}</span>;
}

function PhoneRow({ row }: { row: RecentEvent }) {
  return (
    <div className={css.phoneRow}>
      <div className={css.two}>
        <span className={css.strong}>{eventWords(row)}</span>
        <span className={css.under}><Person row={row} /> · {row.source}</span>
      </div>
      <Moment at={row.receivedAt} />
    </div>
  );
}

function Pulse({ paused, broken, newer }: { paused: boolean; broken: boolean; newer: number }) {
  const format = useFormat();
  if (broken) return <span className={css.pulse}>Not up to date</span>;
  if (paused) return <span className={css.pulse} role="status">Paused{newer > 0 && `, ${newer >= 50 ? "50 or more" : format.number(newer)} newer`}</span>;
  return <span className={css.pulse} data-live><i aria-hidden />Live</span>;
}

/** What asks for a look: how much waits for the engine, what it could not work, what was refused. */
function Counts({ waiting, parked }: { waiting: number | undefined; parked: number | undefined }) {
  const format = useFormat();
  const refused = useOperation(countRejected, {}, { every: 10_000 }).data?.waiting;
  return (
    <dl className={css.counts}>
      <Count name="Waiting" value={waiting === undefined ? "–" : format.number(waiting)} words="stored, soon worked by the engine" />
      <Count name="Parked" value={parked === undefined ? "–" : format.number(parked)} asks={(parked ?? 0) > 0} words={(parked ?? 0) > 0 ? "the engine failed on them; the log says why" : "none made the engine fail"} />
      <Count name="Refused" value={refused ? formatCapped(refused, format.context) : "–"} words={<Link to="/settings/refused-events">{refused?.value === 0 ? "none waits for repair" : "repair and replay"}</Link>} />
    </dl>
  );
}

function Count({ name, value, words, asks }: { name: string; value: string; words: React.ReactNode; asks?: boolean }) {
  return (
    <div className={css.count} data-asks={asks || undefined}>
      <dt>{name}</dt>
      <dd><b className="num">{value}</b> <span>{words}</span></dd>
    </div>
  );
}
