import { addExchangeRate, listExchangeRates } from "@tandem/contract/pipeline/stages";
import { useState } from "react";
import { useAct, useOperation } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Notice } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { DateInput, TextInput } from "../../ui/text-input.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { todayIn } from "./words.ts";
import css from "./settings.module.css";

/** Rates by day. What has none is counted apart everywhere until one is recorded. */
export function Page() {
  const format = useFormat();
  const rates = useOperation(listExchangeRates, { query: { limit: 200 } });
  const today = todayIn(format.context.timeZone, format.now);
  const [currency, setCurrency] = useState("");
  const [day, setDay] = useState(today);
  const [rate, setRate] = useState("");
  const add = useAct(addExchangeRate, { quietErrors: true, said: ({ converted }) => (converted === 0 ? "The rate is recorded; no deal changed" : `The rate is recorded; ${format.number(converted)} ${converted === 1 ? "deal is" : "deals are"} converted with it`), onDone: () => setRate("") });
  const own = rates.data?.companyCurrency ?? "";
  const missing = rates.data?.missing ?? [];
  return (
    <div className={css.page}>
      <PageHeader title="Exchange rates" path={[{ label: "Settings", to: "/settings" }]} note={own && `in ${own}`} />
      <div className={css.scroll}>
        {!rates.data && (rates.error ? <ErrorState title="The rates could not be loaded" error={rates.error} onRetry={() => void rates.refetch()} /> : <SkeletonLines lines={5} />)}
        {rates.data && (
          <>
            {missing.length > 0 && <Notice tone="warn" title={`Not in any sum: ${missing.map((one) => `${format.number(one.deals)} ${one.deals === 1 ? "deal" : "deals"} in ${one.currency}`).join(", ")}.`} text="Record a rate and they are converted at once." />}
            <form className={css.add} onSubmit={(event) => { event.preventDefault(); add.mutate({ body: { currency, day, rate: rate.trim().replace(",", ".") } }); }}>
              <TextInput label="Currency" value={currency} maxLength={3} placeholder="USD" onChange={(text) => setCurrency(text.toUpperCase())} error={add.error?.fieldError("currency")} />
              <DateInput label="Day" value={day} max={today} onChange={setDay} />
              <TextInput label={`${own} for 1 ${currency || "…"}`} value={rate} inputMode="decimal" placeholder="0.9231" onChange={setRate} error={add.error?.fieldError("rate")} />
              <Button kind="primary" type="submit" busy={add.isPending} refused={currency.length === 3 && rate !== "" && day !== "" ? undefined : "Give currency, day and rate first"}>Record rate</Button>
            </form>
            <FormError error={add.error} />
            <p className="label">Open deals follow the latest rate. Won and lost deals keep the rate of the day they were closed.</p>
            {rates.data.rows.length === 0 ? <EmptyState title="No rate is recorded." text="Deals in another currency are counted apart until one is." /> : (
              <table className={css.table}>
                <thead><tr><th>Currency</th><th>Day</th><th className={css.number}>{own} for one</th></tr></thead>
                <tbody>{rates.data.rows.map((row) => <tr key={`${row.currency} ${row.day}`}><td>{row.currency}</td><td className="num">{format.day(row.day)}</td><td className={`${css.number} num`}>{row.rate}</td></tr>)}</tbody>
              </table>
            )}
          </>
        )}
      </div>
    </div>
  );
}
