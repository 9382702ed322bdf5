import { useSearch } from "@tanstack/react-router";
import { useNavigate } from "@tanstack/react-router";
import { PageHeader } from "../../ui/page-header.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { DashboardSample } from "./dashboard-sample.tsx";
import { InboxSample } from "./inbox-sample.tsx";
import { PartsSample } from "./parts-sample.tsx";

const views = ["parts", "inbox", "dashboard"] as const;

/** Every part with invented data, for looking and for the accessibility test. */
export function Page() {
  const search = useSearch({ strict: false }) as { view?: string };
  const navigate = useNavigate();
  const view = views.find((one) => one === search.view) ?? "parts";
  return (
    <>
      <PageHeader title="Gallery" note="Invented people and companies">
        <SegmentedTabs label="View" value={view} onChange={(next) => void navigate({ to: "/gallery", search: { view: next } as never })} tabs={views.map((value) => ({ value, label: value[0]?.toUpperCase() + value.slice(1) }))} />
      </PageHeader>
      {view === "parts" ? <PartsSample /> : view === "inbox" ? <InboxSample /> : <DashboardSample />}
    </>
  );
}
