import { listKpis } from "@tandem/contract/insights/figures";
import { kpis } from "@tandem/domain/kpis/kpi";
import { handle } from "../../platform/http/route.ts";

export const listKpisRoute = handle(listKpis, async () => kpis.map((kpi) => ({ ...kpi })));
