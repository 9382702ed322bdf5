import { editOpportunity, getOpportunity, type OpportunityPage } from "@tandem/contract/pipeline/opportunities";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useOperation } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { RecordColumns, RecordPage, RecordSide } from "../../ui/record-page.tsx";
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

/** Everything about a deal on one page. */
export function Page() {
  const { opportunityId = "" } = useParams({ strict: false }) as { opportunityId?: string };
  const reading = useOperation(getOpportunity, { params: { opportunityId } });
  return (
    <RecordPage reading={reading} failed={reading.error?.code === "no-such-opportunity" ? "There is no such deal, or it is another team's" : "The deal could not be loaded"} bar={<PageHeader title={reading.data?.name ?? "Deal"} path={[{ label: "Pipeline", to: "/pipeline" }]} />}>
      {(page) => <Loaded key={page.id} page={page} />}
    </RecordPage>
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
      <RecordColumns mainFirst>
        <RecordSide label="Facts">
          <DealFacts page={page} />
          <DealQualification page={page} />
        </RecordSide>
        <DealTimeline page={page} />
        <RecordSide label="People and tasks">
          <BuyingGroup page={page} mayEdit={mayEdit} />
          <DealTasks opportunityId={page.id} />
        </RecordSide>
      </RecordColumns>
      {open === "edit" && <EditDealPanel page={page} onClose={close} />}
      {(open === "won" || open === "lost") && <CloseDialog open deal={page} as={open} onClose={close} />}
      {open === "reopen" && <ReopenDialog page={page} onClose={close} />}
    </>
  );
}
