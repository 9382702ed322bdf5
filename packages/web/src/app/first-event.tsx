import { listSources } from "@tandem/contract/access/sources";
import { useOperation } from "./query.ts";
import { ClockRing } from "../ui/clock-ring.tsx";
import { Notice } from "../ui/notice.tsx";

/** Watches a source until its first event is there: the proof that a website is connected. */
export function FirstEvent({ sourceId }: { sourceId: number }) {
  const sources = useOperation(listSources, {}, { every: 2_000 });
  const heard = sources.data?.rows.find((source) => source.id === sourceId)?.lastEventAt;
  return (
    <div role="status">
      {heard ? (
        <Notice tone="good" sign={<ClockRing state="met" />} title="The first event arrived" text="The website is connected. Visits appear under People." />
      ) : (
        <Notice sign={<ClockRing state="paused" />} title="Waiting for the first event" text="Open a page with the tag in it. You can also do this later." />
      )}
    </div>
  );
}
