import { listKpis } from "@tandem/contract/insights/figures";
import { useOperation } from "../../app/query.ts";
import { Chip } from "../../ui/chip.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Section } from "../../ui/section.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import css from "./report.module.css";

const basis = { cohort: "cohort", period: "in period", now: "now" };
const good = { up: "more is good", down: "less is good", neither: "" };

/** Every number with its formula: what a tile counts is written here and nowhere else. */
export function Page() {
  const { data, error, refetch } = useOperation(listKpis, {});
  return (
    <>
      <PageHeader title="KPI catalogue" path={[{ label: "Dashboard", to: "/dashboard" }]} note="Every number, defined once" />
      <div className={css.page} tabIndex={0} role="region" aria-label="KPI catalogue">
        <div className={css.body} style={{ maxWidth: 920 }}>
          <Section card title="KPIs" note={data ? String(data.length) : undefined} definition="Cohort: of those who entered in the period, whenever it happens. In period: what happened in it.">
            {!data && (error ? <ErrorState title="The catalogue could not be read" error={error} onRetry={() => void refetch()} /> : <SkeletonLines lines={12} />)}
            <dl>
              {data?.map((kpi) => (
                <div key={kpi.key} className={css.kpi}>
                  <dt>{kpi.name}</dt>
                  <dd className="ink2">{kpi.formula}</dd>
                  <dd className="label"><Chip>{basis[kpi.basis]}</Chip> {good[kpi.good]}</dd>
                </div>
              ))}
            </dl>
          </Section>
        </div>
      </div>
    </>
  );
}
