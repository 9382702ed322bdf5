import type { ReportFilterInput } from "@tandem/contract/insights/filter";
import { readConservation, type FigureRef } from "@tandem/contract/insights/figures";
import { useOperation } from "../../app/query.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { CheckIcon, WarningIcon } from "../../ui/icons.ts";
import { Link } from "../../ui/link.tsx";
import { Section } from "../../ui/section.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { BarList } from "./bar-list.tsx";
import css from "./report.module.css";

/** Leads in = leads accounted for; with `whole` every promise that keeps it so, and who breaks it. */
export function ConservationPanel({ filter, whole, open }: { filter: ReportFilterInput; whole?: boolean; open: (figure: FigureRef) => void }) {
  const format = useFormat();
  const { data, error, refetch } = useOperation(readConservation, { query: filter });
  if (!data) return <Section card title="Conservation report">{error ? <ErrorState title="The report could not be read" error={error} onRetry={() => void refetch()} /> : <SkeletonLines lines={6} />}</Section>;
  const missing = data.leadsIn - data.accounted;
  const broken = data.checks.filter((check) => check.offenders > 0);
  const most = Math.max(1, ...data.places.map((place) => place.count));
  const fills = { marketing: "var(--marketing)", sales: "var(--sales)", nobody: "var(--grey-fill)" };
  return (
    <>
      <Section
        card title="Conservation report" note={missing === 0 ? `${format.number(data.leadsIn)} in, ${format.number(data.accounted)} accounted for` : `${format.number(missing)} of ${format.number(data.leadsIn)} not accounted for`}
        aside={whole ? undefined : <Link to="/dashboard/conservation">{broken.length === 0 ? "All promises kept" : `${broken.length} of ${data.checks.length} promises broken`}</Link>}
        definition="Every MQL episode of the period is in exactly one place, by what became of its handoff, with whoever answers for it."
      >
        {data.leadsIn === 0 ? (
          <EmptyState title="No MQL came in." text="What comes in is followed from the day it qualifies." />
        ) : (
          <BarList label="Where each MQL is" lines={data.places.filter((place) => place.count > 0 || place.key === "nowhere").map((place) => ({ key: place.key, name: place.name, share: place.count / most, fill: place.key === "nowhere" ? "var(--breach-fill)" : fills[place.side], value: format.number(place.count), note: format.share(place.count / Math.max(1, data.leadsIn)), onOpen: place.count > 0 ? () => open(place.figure) : undefined }))} />
        )}
      </Section>
      {whole && (
        <Section card title="Promises" note={broken.length === 0 ? "all kept" : `${broken.length} broken`}>
          {data.checks.map((check) => (
            <div key={check.key} className={css.check}>
              <span style={{ color: check.offenders > 0 ? "var(--breach)" : "var(--good)" }}>{check.offenders > 0 ? <WarningIcon /> : <CheckIcon />}</span>
              <div>
                <p style={{ fontWeight: 500 }}>{check.name}</p>
                <p className="label">{check.promise}</p>
                {check.rows.map((row) => (
                  <p key={row.id} className="second" style={{ marginTop: 4 }}>
                    {row.contact ? <Link to={`/people/${row.contact.id}`}>{row.contact.name}</Link> : "Nobody named"}: {row.detail.toLowerCase()} since {format.moment(row.at)}
                  </p>
                ))}
                {check.offenders > check.rows.length && <p className="label">and {format.number(check.offenders - check.rows.length)} more</p>}
              </div>
              <span className="second num">{check.offenders === 0 ? "kept" : format.number(check.offenders)}</span>
            </div>
          ))}
        </Section>
      )}
    </>
  );
}
