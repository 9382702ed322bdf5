import { readFirstSteps } from "@tandem/contract/access/first-steps";
import { Link } from "../ui/link.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { FirstSteps } from "./first-steps.tsx";
import { permits, useSession } from "./session.ts";
import css from "./settings-page.module.css";
import { slices } from "./slices.ts";

/** Every setting the role may reach, as the slices declare them; in a new company what comes first above them. */
export function Page() {
  const session = useSession();
  const entries = slices
    .flatMap((slice) => slice.navigation ?? [])
    .filter((entry) => entry.section === "settings" && permits(session, entry))
    .toSorted((a, b) => a.order - b.order);
  return (
    <>
      <PageHeader title="Settings" />
      {permits(session, { needs: readFirstSteps }) && <FirstSteps />}
      <ul className={css.list}>
        {entries.map(({ to, label, detail, icon: Icon }) => (
          <li key={to}><Link to={to} className={css.entry}><Icon /><span>{label}{detail && <span className={css.detail}>{detail}</span>}</span></Link></li>
        ))}
      </ul>
    </>
  );
}
