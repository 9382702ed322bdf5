import { editOpportunity, getOpportunity, type OpportunityPage } from "@tandem/contract/pipeline/opportunities";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useOperation } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { BuyingGroup } from "./buying-group.tsx";
import { CloseDialog } from "./close-dialog.tsx";
import { DealFacts } from "./deal-facts.tsx";
import { DealHead, type OpenPart } from "./deal-head.tsx";
import { DealQualification } from "./deal-qualification.tsx";
import { DealTasks } from "./deal-tasks.tsx";
import { DealTimeline } from "./deal-timeline.tsx";
import { EditDealPanel } from "./edit-deal-panel.tsx";
import { ReopenDialog } from "./reopen-dialog.tsx";
import { StageBar } from "./stage-bar.tsx";
import css from "./opportunity.module.css";

/** Everything about a deal on one page. */
export function Page() {
  const { opportunityId = "" } = useParams({ strict: false }) as { opportunityId?: string };
  const { data: page, error, isPlaceholderData, refetch } = useOperation(getOpportunity, { params: { opportunityId } });
  return (
    <div className={css.page}>
      <PageHeader title={page?.name ?? "Deal"} path={[{ label: "Pipeline", to: "/pipeline" }]} />
      <div className={css.scroll} style={isPlaceholderData ? { opacity: 0.6 } : undefined}>
        {error && !page && <ErrorState center title={error.code === "no-such-opportunity" ? "There is no such deal, or it is another team's" : "The deal could not be loaded"} error={error} onRetry={() => void refetch()} />}
        {!page && !error && <div className={css.loading}><SkeletonLines lines={12} /></div>}
        {page && <Loaded key={page.id} page={page} />}
      </div>
    </div>
  );
}

function Loaded({ page }: { page: OpportunityPage }) {
  const may = useMay();
  const [open, setOpen] = useState<OpenPart>(null);
  const close = () => setOpen(null);
  const mayEdit = page.mayEdit && may(editOpportunity);
  return (
    <>
      <DealHead page={page} mayEdit={mayEdit} onOpen={setOpen} />
      <StageBar page={page} mayMove={mayEdit} />
      <div className={css.columns}>
        <div className={css.left}>
          <DealFacts page={page} />
          <DealQualification page={page} />
        </div>
        <DealTimeline page={page} />
        <div className={css.right}>
          <BuyingGroup page={page} mayEdit={mayEdit} />
          <DealTasks opportunityId={page.id} />
        </div>
      </div>
      {open === "edit" && <EditDealPanel page={page} onClose={close} />}
      {(open === "won" || open === "lost") && <CloseDialog open deal={page} as={open} onClose={close} />}
      {open === "reopen" && <ReopenDialog page={page} onClose={close} />}
    </>
  );
}
