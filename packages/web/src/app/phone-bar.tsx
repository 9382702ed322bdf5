import { useRouterState } from "@tanstack/react-router";
import { useState } from "react";
import { Link } from "../ui/link.tsx";
import { CheckIcon, MenuIcon, SearchIcon } from "../ui/icons.ts";
import { later } from "../ui/later.tsx";
import { Count, isHere, useNavigation } from "./navigation.tsx";
import css from "./phone-bar.module.css";
import { useSession } from "./session.ts";
import type { NavigationEntry } from "./slices.ts";
import { useOwnEntries } from "./user-card.tsx";

const SidePanel = later(() => import("../ui/side-panel.tsx").then((module) => module.SidePanel));

/** The phone's bar at the bottom: up to three places, search, and everything else under More. */
export function PhoneBar({ onSearch }: { onSearch: () => void }) {
  const [more, setMore] = useState(false);
  const all = [...useNavigation("top"), ...useNavigation("shared"), ...useNavigation("marketing"), ...useNavigation("sales")];
  const settings = useNavigation("settings");
  const chosen = all.filter((entry) => entry.phone);
  const tabs = (chosen.length > 0 ? chosen : all).slice(0, 3);
  const own = useOwnEntries();
  const { workspace, user } = useSession();
  return (
    <nav className={css.bar} aria-label="Phone">
      {tabs.map((entry) => <Tab key={entry.to} entry={entry} />)}
      <button type="button" className={css.tab} onClick={onSearch}><SearchIcon /><span>Search</span></button>
      <button type="button" className={css.tab} onClick={() => setMore(true)}><MenuIcon /><span>More</span></button>
      <SidePanel open={more} onClose={() => setMore(false)} title={workspace.name}>
        <p className="label">{workspace.demo ? "Demo data. " : ""}Signed in as {user.name}</p>
        <ul onClick={() => setMore(false)}>
          {[...all, ...settings].map(({ to, label, icon: Icon }) => (
            <li key={to}><Link to={to} className={css.row}><Icon />{label}</Link></li>
          ))}
          {own.map((entry, i) =>
            entry === "line" || "heading" in entry ? null : (
              <li key={i}>
                <button type="button" className={css.row} onClick={entry.onSelect} aria-pressed={entry.checked}>
                  {entry.icon && <entry.icon />}{entry.label}{entry.checked && <span className={css.tick}><CheckIcon /></span>}
                </button>
              </li>
            ),
          )}
        </ul>
      </SidePanel>
    </nav>
  );
}

const noCount = () => undefined;
function Tab({ entry: { to, label, icon: Icon, useCount = noCount } }: { entry: NavigationEntry }) {
  const here = useRouterState({ select: (state) => isHere(state.location.pathname, to) });
  const count = useCount();
  return (
    <Link to={to} className={css.tab}>
      <span className={css.inside} data-here={here || undefined}>
        <span className={css.sign}><Icon /><Count count={count} className={css.count} /></span>
        <span>{label}</span>
      </span>
    </Link>
  );
}
