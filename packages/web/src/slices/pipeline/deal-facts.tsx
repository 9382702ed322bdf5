import type { OpportunityPage } from "@tandem/contract/pipeline/opportunities";
import { countryName } from "../../ui/country-name.ts";
import { Facts } from "../../ui/facts.tsx";
import { Link } from "../../ui/link.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { Section } from "../../ui/section.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { distinctTouches, touchName, type Touch } from "./touch-words.ts";
import { handoffWords } from "./words.ts";

/** Where the deal came from and what is known of it. */
export function DealFacts({ page }: { page: OpportunityPage }) {
  const format = useFormat();
  const company = page.companyFacts;
  const main = page.group.find((member) => member.main);
  const touched = distinctTouches(page.group.flatMap((member) => [member.firstTouch, member.lastTouch].flatMap((touch) => touch ?? [])));
  return (
    <>
      <Section title="Deal">
        <Facts
          labelWidth={88}
          facts={[
            { label: "Team", value: page.team?.name },
            { label: "Opened", value: <RelativeTime at={page.createdAt} named /> },
            { label: "Competitor", value: page.competitor ?? undefined, absent: "None named" },
            ...(page.state === "open" ? [] : [{ label: "Reason", value: page.reasonName ?? undefined, absent: "Not given" }]),
          ]}
        />
      </Section>
      <Section title="Where it came from" aside={page.handoff && <Link to={`/handoffs/${page.handoff.id}`}>Open handoff</Link>}>
        <Facts
          labelWidth={88}
          facts={[
            { label: "Source", value: page.source ? plain(page.source) : undefined },
            { label: "First touch", value: main?.firstTouch ? <>{format.date(main.firstTouch.at)}, <TouchName touch={main.firstTouch} words={touchName(main.firstTouch)} /></> : undefined, absent: "None known" },
            { label: "Touched by", value: touched.length > 0 ? touched.map(({ key, words, touch }, i) => <span key={key}>{i > 0 && ", "}<TouchName touch={touch} words={words} /></span>) : undefined, absent: "Nothing known" },
            { label: "Handoff", value: page.handoff ? handoffWords(page.handoff, format.date) : undefined, absent: "Opened by hand" },
          ]}
        />
      </Section>
      {company && (
        <Section title={company.name} aside={<Link to={`/companies/${company.id}`}>Open</Link>}>
          <Facts
            labelWidth={88}
            facts={[
              { label: "Domain", value: company.domain ?? undefined },
              { label: "Industry", value: company.industry ?? undefined },
              { label: "People", value: company.employees === null ? undefined : format.number(company.employees) },
              { label: "Country", value: company.country === null ? undefined : countryName(company.country) },
            ]}
          />
        </Section>
      )}
    </>
  );
}

/** All that was sent with the visit stands in the title. */
function TouchName({ touch, words }: { touch: Touch; words: string }) {
  const marks = [touch.source && `utm_source: ${touch.source}`, touch.campaign && `utm_campaign: ${touch.campaign}`].filter(Boolean).join("\n");
  return <span title={marks || undefined}>{words}</span>;
}

/** A key as a word: "by-hand" is "By hand"; what people wrote themselves stays as it is. */
function plain(text: string): string {
  return /^[a-z]+(-[a-z]+)*$/.test(text) ? text[0]!.toUpperCase() + text.slice(1).replaceAll("-", " ") : text;
}
