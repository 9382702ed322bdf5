import { assignCompany, editCompany, getCompany, type CompanyPage } from "@tandem/contract/people/companies";
import { listCompanyTimeline, timelineFilters, type TimelineFilter } from "@tandem/contract/people/timeline";
import { useParams } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useOperation, usePages } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Facts } from "../../ui/facts.tsx";
import { formatCapped } from "../../ui/format.ts";
import { Grade } from "../../ui/grade.tsx";
import { EditIcon, UserIcon } from "../../ui/icons.ts";
import { Link } from "../../ui/link.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Progress, Steps } from "../../ui/progress.tsx";
import { RecordColumns, RecordHead, RecordMain, RecordPage, RecordSide } from "../../ui/record-page.tsx";
import { Section } from "../../ui/section.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { StageChip } from "../../ui/stage-chip.tsx";
import { Timeline } from "../../ui/timeline.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { useKeys } from "../../ui/use-keys.ts";
import { Money } from "../../ui/values.tsx";
import { TwoLines } from "../../ui/two-lines.tsx";
import { EditPanel } from "./edit-panel.tsx";
import { useFields, valueWords, type FieldNames } from "./field-words.ts";
import { backTo } from "./list-order.ts";
import { ListPager } from "./list-pager.tsx";
import { channelName, countryName, ownFieldName } from "./names.ts";
import { OwnerDialog } from "./owner-dialog.tsx";
import { timelineTabs } from "./timeline-column.tsx";
import { lineOf } from "./timeline-words.tsx";
import { useUrlSearch } from "./use-url-search.ts";
import css from "./contact.module.css";
import own from "./company.module.css";

export function Page() {
  const { companyId = "" } = useParams({ strict: false }) as { companyId?: string };
  const reading = useOperation(getCompany, { params: { companyId } });
  return (
    <RecordPage
      reading={reading} failed={reading.error?.code === "no-such-company" ? "There is no such company" : "The company could not be loaded"}
      bar={
        <PageHeader title={reading.data?.name ?? "Company"} path={[{ label: "Companies", to: backTo("companies") }]}>
          <ListPager list="companies" id={companyId} />
        </PageHeader>
      }
    >
      {(page) => <Loaded key={page.id} page={page} />}
    </RecordPage>
  );
}

function Loaded({ page }: { page: CompanyPage }) {
  const may = useMay();
  const fields = useFields();
  const [open, setOpen] = useState<"edit" | "owner" | null>(null);
  const close = () => setOpen(null);
  const mayEdit = may(editCompany);
  const mayAssign = may(assignCompany);
  useKeys("Company", {
    i: mayEdit && { label: "Edit company", run: () => setOpen("edit") },
    s: mayAssign && { label: "Give to an owner", run: () => setOpen("owner") },
  });
  const text = (key: string) => (typeof page.values[key] === "string" ? (page.values[key] as string) : null);
  const under = [text("industry"), text("domain"), [text("city"), countryName(text("country"))].filter(Boolean).join(", ")].filter(Boolean).join(". ");
  return (
    <>
      <RecordHead name={page.name} shape="company" under={under || "Nothing more is known yet"}>
        {mayAssign ? <Button icon={UserIcon} hint="s" onClick={() => setOpen("owner")}>{page.owner ? page.owner.name : "Assign…"}</Button> : page.owner && <span className="second ink2">Owner {page.owner.name}</span>}
        {mayEdit && <Button icon={EditIcon} hint="i" onClick={() => setOpen("edit")}>Edit…</Button>}
      </RecordHead>
      <RecordColumns>
        <RecordMain>
          <People page={page} />
          <CompanyTimeline companyId={page.id} />
        </RecordMain>
        <FactsSide page={page} fields={fields} />
      </RecordColumns>
      <EditPanel open={open === "edit"} onClose={close} page={page} fields={fields} />
      <OwnerDialog open={open === "owner"} onClose={close} about={{ kind: "company", id: page.id, name: page.name, version: page.version, owner: page.owner }} />
    </>
  );
}

const mostShown = 8;

function People({ page }: { page: CompanyPage }) {
  const format = useFormat();
  const [all, setAll] = useState(false);
  const shown = all ? page.people : page.people.slice(0, mostShown);
  return (
    <Section title="People" note={formatCapped(page.peopleCount, format.context)} aside="Most engaged first">
      {page.people.length === 0 && <p className={css.none}>Nobody is known here yet. The first business e-mail of this domain makes them known.</p>}
      <ul className={own.people}>
        {shown.map((person) => (
          <li key={person.id}>
            <Link to={`/people/${person.id}`} className={own.person}>
              <TwoLines top={person.name} strong under={person.title ?? person.email ?? ""} />
              <StageChip stage={person.stage} />
              <Grade grade={person.score.grade} />
              <span className="num">{format.number(Math.round(person.score.engagement / 1000))}</span>
            </Link>
          </li>
        ))}
      </ul>
      {page.people.length > shown.length && <Button kind="quiet" onClick={() => setAll(true)}>{`Show ${page.people.length - shown.length} more`}</Button>}
    </Section>
  );
}

function CompanyTimeline({ companyId }: { companyId: string }) {
  const format = useFormat();
  const [search, change] = useUrlSearch<{ show?: string | undefined }>(`/companies/${companyId}`);
  const show = timelineFilters.find((one) => one === search.show) ?? "all";
  const list = usePages(listCompanyTimeline, { params: { companyId }, query: { show, limit: 40 } });
  const lines = useMemo(
    () => list.rows?.map(({ contact, entry }) => {
      const line = lineOf(entry, format);
      return { ...line, detail: <><Link to={`/people/${contact.id}`}>{contact.name}</Link>{line.detail && <>, {line.detail}</>}</> };
    }),
    [list.rows, format],
  );
  return (
    <section className={own.timeline} aria-label="Timeline">
      <header className={css.columnHead}>
        <h2>Timeline</h2>
        <span className="second ink2">of the people here</span>
        <span className={css.headRight}><SegmentedTabs label="Which entries" value={show} onChange={(next: TimelineFilter) => change({ show: next === "all" ? undefined : next })} tabs={timelineTabs} /></span>
      </header>
      {list.error && !lines ? <ErrorState title="The timeline could not be loaded" error={list.error} onRetry={list.retry} /> : null}
      {!lines && !list.error && <SkeletonLines lines={6} />}
      {lines?.length === 0 && <EmptyState title="Nothing has happened with the people here yet." />}
      {lines && lines.length > 0 && <div style={list.refreshing ? { opacity: 0.6 } : undefined}><Timeline entries={lines} /></div>}
      {list.more && <Button kind="quiet" onClick={list.loadMore}>Show older</Button>}
    </section>
  );
}

function FactsSide({ page, fields }: { page: CompanyPage; fields: FieldNames }) {
  const format = useFormat();
  const keys = fields.of("company").map((field) => (field.custom ? `custom.${field.key}` : field.key)).filter((key) => key !== "name");
  const most = Math.max(1, ...page.touches.map((one) => one.count));
  return (
    <RecordSide label="Facts">
      {page.opportunities.map((deal) => (
        <Section key={deal.id} title={deal.state === "open" ? "Open opportunity" : deal.state === "won" ? "Won opportunity" : "Lost opportunity"} aside={<Link to={`/pipeline/${deal.id}`}>Open</Link>}>
          <p className={css.deal}>{deal.amount === null ? <span className="ink3">No amount</span> : <b><Money minor={deal.amount} currency={deal.currency} won={deal.state === "won"} /></b>}<span className="second ink2 cut" title={deal.name}>{deal.name}</span></p>
          {deal.state === "open" && <><Steps done={deal.position} of={deal.stages} wide /><p className={css.dealLine}><span>{deal.stageName}, {deal.position} of {deal.stages}</span><span className="ink3">{deal.closeOn && `close ${format.day(deal.closeOn)}`}</span></p></>}
        </Section>
      ))}
      {page.opportunities.length === 0 && <Section title="Opportunities"><p className={css.none}>No deal yet, or none that is yours to see.</p></Section>}
      <Section title="Details">
        <Facts facts={[
          ...keys.map((key) => ({ label: ownFieldName(fields.nameOf("company", key)), value: valueWords(key, page.values[key], fields.typeOf("company", key), format) || undefined })),
          { label: "First touch", value: page.firstTouchAt ? format.date(page.firstTouchAt) : undefined, absent: "None" },
          { label: "Created", value: format.date(page.createdAt) },
        ]} labelWidth={104} />
      </Section>
      <Section title="Touches" aside="Last 90 days">
        {page.touches.length === 0 && <p className={css.none}>No channel brought anyone here lately.</p>}
        <ul className={own.touches}>
          {page.touches.map((one) => <li key={one.channel}><span className="cut">{channelName(one.channel)}</span><Progress share={one.count / most} label={`${channelName(one.channel)}: ${one.count}`} tone="marketing" /><span className="num">{one.count}</span></li>)}
        </ul>
      </Section>
    </RecordSide>
  );
}
