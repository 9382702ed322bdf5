import type { ReactNode } from "react";
import { useRouterState } from "@tanstack/react-router";
import { Link } from "../ui/link.tsx";
import { KeyHint } from "../ui/key-hint.tsx";
import { SearchIcon, SettingsIcon } from "../ui/icons.ts";
import { Logo } from "./logo.tsx";
import css from "./navigation.module.css";
import { permits, useSession } from "./session.ts";
import { countWords, slices, type NavigationCount, type NavigationEntry } from "./slices.ts";
import { UserCard } from "./user-card.tsx";

const sections = [
  { key: "top", label: null },
  { key: "shared", label: "Shared" },
  { key: "marketing", label: "Marketing" },
  { key: "sales", label: "Sales" },
] as const;

/** The entries of the navigation a person sees, in order. */
export function useNavigation(section: NavigationEntry["section"]): readonly NavigationEntry[] {
  const session = useSession();
  return slices
    .flatMap((slice) => slice.navigation ?? [])
    .filter((entry) => entry.section === section && permits(session, entry))
    .toSorted((a, b) => a.order - b.order);
}

/** @param toasts above the own card, over the end of the entries, which give way: nothing that may be pressed moves or is covered */
export function Navigation({ toasts, onSearch, onKeys }: { toasts: ReactNode; onSearch: () => void; onKeys: () => void }) {
  const { workspace } = useSession();
  const settings = useNavigation("settings");
  return (
    <nav className={css.nav} aria-label="Main">
      <div className={css.workspace}>
        <Logo size={24} />
        <div className={css.names}>
          <div className={css.name} title={workspace.name}>{workspace.name}</div>
          {workspace.demo && <div className={css.demo}>Demo data</div>}
        </div>
      </div>
      <button type="button" className={css.search} onClick={onSearch} aria-keyshortcuts="Meta+K Control+K">
        <SearchIcon />
        <span>Search or run</span>
        <KeyHint keys="mod+k" />
      </button>
      <div className={css.sections}>
        {sections.map(({ key, label }) => <NavigationSection key={key} section={key} label={label} />)}
      </div>
      <div className={css.toasts}>{toasts}</div>
      <div className={css.foot}>
        {settings.length > 0 && <NavigationLink entry={{ section: "settings", label: "Settings", to: "/settings", icon: SettingsIcon, order: 0 }} />}
        <UserCard onKeys={onKeys} />
      </div>
    </nav>
  );
}

function NavigationSection({ section, label }: { section: NavigationEntry["section"]; label: string | null }) {
  const entries = useNavigation(section);
  if (entries.length === 0) return null;
  return (
    <div className={css.section}>
      {label && <h2 className={css.heading}>{label}</h2>}
      {entries.map((entry) => <NavigationLink key={entry.to} entry={entry} />)}
    </div>
  );
}

const noCount = () => undefined;

function NavigationLink({ entry: { to, label, icon: Icon, useCount = noCount } }: { entry: NavigationEntry }) {
  const count = useCount();
  const here = useRouterState({ select: (state) => isHere(state.location.pathname, to) });
  return (
    <Link to={to} className={css.item}>
      <span className={css.inside} data-here={here || undefined} aria-current={here ? "page" : undefined}>
        <Icon />
        <span className={css.label}>{label}</span>
        <Count count={count} className={css.count} />
      </span>
    </Link>
  );
}

/** What waits there; what is counted stands in its title. */
export function Count({ count, className }: { count: NavigationCount | number | undefined; className: string | undefined }) {
  const { value, title } = typeof count === "number" ? { value: count } as NavigationCount : (count ?? { value: 0 });
  return value > 0 ? <span className={className} title={title}>{countWords(value)}</span> : null;
}

export function isHere(path: string, to: string): boolean {
  return path === to || path.startsWith(`${to}/`);
}
