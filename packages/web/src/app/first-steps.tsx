import { readFirstSteps, type firstSteps } from "@tandem/contract/access/first-steps";
import { ClockRing } from "../ui/clock-ring.tsx";
import { Link } from "../ui/link.tsx";
import { Section } from "../ui/section.tsx";
import css from "./first-steps.module.css";
import { mayOpen } from "./pages.ts";
import { useOperation } from "./query.ts";
import { useSession } from "./session.ts";

const words: Readonly<Record<(typeof firstSteps)[number], { readonly to: string; readonly label: string; readonly detail: string }>> = {
  website: { to: "/settings/sources", label: "Connect a website", detail: "Its first event shows that the tag works." },
  people: { to: "/settings/users", label: "Invite both teams", detail: "Somebody of Marketing and somebody of Sales." },
  receivers: { to: "/settings/teams", label: "Say who receives leads", detail: "Somebody in a Sales team; until then every lead waits in its queue." },
  signatures: { to: "/agreement", label: "Have both teams sign the agreement", detail: "Until then the founding version runs unsigned." },
  history: { to: "/settings/imports", label: "Bring what there was before", detail: "People, companies, deals and spend from files, where there is any." },
};

/** What a new company does first, each with where it is done; gone once leads can go from one team to the other. */
export function FirstSteps() {
  const session = useSession();
  const { data } = useOperation(readFirstSteps, {});
  if (!data || data.steps.every(({ done, optional }) => done || optional)) return null;
  const owed = data.steps.filter(({ optional }) => !optional);
  return (
    <div className={css.around}>
      <Section card title="First steps" note={`${owed.filter(({ done }) => done).length} of ${owed.length} done`}>
        <ol className={css.steps}>
          {data.steps.map(({ step, done, optional }) => {
            const { to, label, detail } = words[step];
            const inside = (
              <>
                <ClockRing state={done ? "met" : "running"} label={done ? "Done" : "To do"} />
                <span>{label}{optional && <span className="ink3"> (optional)</span>}{!done && <span className={css.detail}>{detail}{!mayOpen(session, to) && " RevOps does it."}</span>}</span>
              </>
            );
            return <li key={step}>{mayOpen(session, to) ? <Link to={to} className={css.step}>{inside}</Link> : <div className={css.others}>{inside}</div>}</li>;
          })}
        </ol>
      </Section>
    </div>
  );
}
