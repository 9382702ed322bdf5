import { archiveCampaign, editCampaign, readCampaign, type CampaignRow } from "@tandem/contract/campaigns/campaigns";
import { closedLoopFigures, listOutcomes, readResults, type CampaignResults, type ClosedLoopFigure, type OutcomeRow } from "@tandem/contract/campaigns/closed-loop";
import { attributionModels, type AttributionModel } from "@tandem/domain/attribution/credit";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useAct, useOperation } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Facts } from "../../ui/facts.tsx";
import { formatCapped } from "../../ui/format.ts";
import { EditIcon, MoreIcon } from "../../ui/icons.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Link } from "../../ui/link.tsx";
import { Menu } from "../../ui/menu.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Section } from "../../ui/section.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { usePhone } from "../../ui/use-phone.ts";
import { channelName, ReportBar, useReport, useRowPages, wholeMoney } from "../insights/door.tsx";
import { CampaignDialog } from "./campaign-dialog.tsx";
import css from "./campaigns.module.css";
import { daysOf, SpentOfBudget } from "./campaigns-page.tsx";
import { CreditPanel } from "./credit-panel.tsx";
import { figureNames, models, roiWords, writeCredit } from "./credit-words.ts";
import { MembersSection, TouchesSection } from "./people-sections.tsx";
import { OutcomeLine } from "./outcome-list.tsx";
import { SpendSection } from "./spend-section.tsx";

const shown = ["leads", "mqls", "sals", "sqls", "opportunities", "won"] as const satisfies readonly ClosedLoopFigure[];

export function Page() {
  const { campaignId } = useParams({ strict: false }) as { campaignId: string };
  const { filter: asked, search, change } = useReport(`/campaigns/${campaignId}`);
  // A campaign is looked at whole unless somebody asks for a period.
  const filter = asked.period === undefined ? { ...asked, period: "all-time" as const } : asked;
  const model = (attributionModels as readonly string[]).includes(search["model"] ?? "") ? (search["model"] as AttributionModel) : undefined;
  const campaign = useOperation(readCampaign, { params: { campaignId } });
  const results = useOperation(readResults, { params: { campaignId }, query: { ...filter, ...(model && { model }) } });
  const figure = (closedLoopFigures as readonly string[]).includes(search["rows"] ?? "") ? (search["rows"] as ClosedLoopFigure) : null;
  const c = campaign.data;
  if (!c) return campaign.error ? <ErrorState center title="The campaign could not be read" error={campaign.error} onRetry={() => void campaign.refetch()} /> : <div style={{ padding: 20 }}><SkeletonLines lines={10} /></div>;
  return (
    <>
      <PageHeader title={c.name} path={[{ label: "Campaigns", to: "/campaigns" }]} note={c.archivedAt ? "archived" : channelName(c.channel)}>
        <ReportBar filter={filter} standing="all-time" name={results.data?.period.name} change={change} />
        <Acts campaign={c} />
      </PageHeader>
      <div className={css.page}>
        <div className={css.body}>
          <Results results={results.data} campaign={c} model={model} onModel={(value) => change({ model: value })} open={(rows) => change({ rows })} error={results.error} retry={() => void results.refetch()} />
          <div className={css.columns}>
            <div className={css.column}>
              <Outcomes campaignId={c.id} filter={filter} results={results.data} />
              <TouchesSection campaignId={c.id} />
            </div>
            <div className={css.column}>
              <About campaign={c} />
              <SpendSection campaign={c} />
              <MembersSection campaignId={c.id} />
            </div>
          </div>
        </div>
      </div>
      <CreditPanel open={figure && { figure, key: c.id, name: c.name }} query={{ ...filter, by: "campaign", ...(model && { model }) }} onClose={() => change({ rows: undefined })} />
    </>
  );
}

function Acts({ campaign }: { campaign: CampaignRow }) {
  const may = useMay();
  const phone = usePhone();
  const [editing, setEditing] = useState(false);
  const archive = useAct(archiveCampaign, { said: (saved) => (saved.archivedAt ? `${saved.name} archived. Its touches keep counting.` : `${saved.name} is back in the list.`) });
  if (!may(editCampaign)) return null;
  return (
    <>
      {!phone && <Button icon={EditIcon} onClick={() => setEditing(true)}>Edit…</Button>}
      <Menu label="More" target={<IconButton icon={MoreIcon} label="More" />} entries={[...(phone ? [{ label: "Edit…", icon: EditIcon, onSelect: () => setEditing(true) }] : []), { label: campaign.archivedAt ? "Put back in the list" : "Archive", onSelect: () => archive.mutate({ params: { campaignId: campaign.id }, body: { archived: campaign.archivedAt === null, version: campaign.version } }) }]} />
      {editing && <CampaignDialog campaign={campaign} onClose={() => setEditing(false)} />}
    </>
  );
}

function About({ campaign }: { campaign: CampaignRow }) {
  const format = useFormat();
  return (
    <Section card title="About">
      <Facts
        facts={[
          { label: "Channel", value: channelName(campaign.channel) },
          { label: "Days", value: daysOf(campaign, format.day) },
          { label: "Touched", value: `${formatCapped(campaign.people)} people, ${formatCapped(campaign.touches)} touches` },
          { label: "Values", value: campaign.utm.join(", ") || undefined, absent: "No utm_campaign value" },
          { label: "Budget", value: <SpentOfBudget row={campaign} /> },
          ...(campaign.goal ? [{ label: "Goal", value: campaign.goal }] : []),
        ]}
      />
    </Section>
  );
}

interface ResultsProps {
  results: CampaignResults | undefined;
  campaign: CampaignRow;
  model: AttributionModel | undefined;
  onModel: (model: AttributionModel | undefined) => void;
  open: (figure: ClosedLoopFigure) => void;
  error: unknown;
  retry: () => void;
}

function Results({ results, campaign, onModel, open, error, retry }: ResultsProps) {
  const format = useFormat();
  const r = results?.row;
  return (
    <Section
      card title="What it brought" note={results?.period.name} definition="Credited under the model; beneath, how many it touched before at all. Each number opens its people."
      aside={results && <SegmentedTabs label="Attribution model" value={results.model} onChange={(value) => onModel(value === results.official ? undefined : value)} tabs={models} />}
    >
      {!results && (error ? <ErrorState title="The results could not be read" error={error} onRetry={retry} /> : <SkeletonLines lines={3} />)}
      {r && results && (
        <div className={css.figures}>
          {shown.map((figure) => (
            <button key={figure} type="button" className={css.figure} onClick={() => open(figure)}>
              <span className="label">{figureNames[figure]}</span>
              <b>{writeCredit(Math.round(r.figures[figure].credit / 1_000) / 10, format.number)}</b>
              <span className="label">{format.number(r.figures[figure].touched)} touched{figure === "leads" && r.young > 0 && `, ${format.number(r.young)} still maturing`}</span>
            </button>
          ))}
          <div className={css.figure}>
            <span className="label">Revenue</span>
            <b style={r.revenue > 0 ? { color: "var(--good)" } : undefined}>{wholeMoney(r.revenue, results.currency, format)}</b>
            <span className="label">
              {r.cost === null || r.cost === 0 ? `no cost recorded${campaign.spentWithoutRate > 0 ? " with a rate" : ""}` : `${wholeMoney(r.cost, results.currency, format)} cost${r.costPerLead === null ? "" : `, ${wholeMoney(r.costPerLead, results.currency, format)} a lead`}${r.roi === null ? "" : `, ROI ${roiWords(r, format.share)}`}`}
            </span>
          </div>
        </div>
      )}
    </Section>
  );
}

function Outcomes({ campaignId, filter, results }: { campaignId: string; filter: Record<string, unknown>; results: CampaignResults | undefined }) {
  const format = useFormat();
  const list = useRowPages(listOutcomes, { ...filter, campaign: campaignId, limit: 20 }, true);
  const rows = list.pages?.flatMap((page) => page.rows as OutcomeRow[]) ?? [];
  const o = results?.outcomes;
  const said = o && [
    `${format.number(o.handedOver)} passed to Sales`,
    o.waiting > 0 && `${format.number(o.waiting)} waiting`,
    o.accepted + o.qualified > 0 && `${format.number(o.accepted + o.qualified)} accepted${o.qualified > 0 ? `, ${format.number(o.qualified)} of them qualified` : ""}`,
    o.rejected > 0 && `${format.number(o.rejected)} rejected${o.reasons[0] ? `, most often: ${o.reasons.slice(0, 2).map((reason) => `${reason.name.toLowerCase()} (${format.number(reason.count)})`).join(", ")}` : ""}`,
  ].filter(Boolean).join("; ");
  return (
    <Section card title="What became of its leads" definition={said || undefined} aside={<Link to="/outcomes" search={filter}>All leads passed to Sales</Link>}>
      {list.loading && <SkeletonLines lines={6} />}
      {list.error && rows.length === 0 && <ErrorState title="The leads could not be read" error={list.error} onRetry={list.retry} />}
      {!list.loading && !list.error && rows.length === 0 && <EmptyState title="None of its people was passed to Sales in this period." text="Somebody it touched is listed here once they become an MQL." />}
      <div>{rows.map((row) => <OutcomeLine key={row.handoffId} row={row} />)}</div>
      {list.more && <div style={{ marginTop: 12 }}><Button busy={list.loadingMore} onClick={list.loadMore}>Show more</Button></div>}
    </Section>
  );
}
