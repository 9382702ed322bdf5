import { countRejected } from "@tandem/contract/capture/events";
import { useOperation } from "../../app/query.ts";

/** How many refused events wait to be looked at. */
export function useRefusedCount(): number | undefined {
  return useOperation(countRejected, {}, { every: 60_000 }).data?.waiting.value;
}
