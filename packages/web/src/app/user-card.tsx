import { Avatar } from "../ui/avatar.tsx";
import { KeyboardIcon, MoonIcon, SignOutIcon, SunIcon, SystemIcon } from "../ui/icons.ts";
import { Menu, type MenuEntry } from "../ui/menu.tsx";
import { useOwnLooks } from "./own-looks.ts";
import { useSession } from "./session.ts";
import css from "./user-card.module.css";

/** What a person sets for themselves; the same in the navigation and on the phone. */
export function useOwnEntries(onKeys?: () => void): MenuEntry[] {
  const { signOut } = useSession();
  const { looks, choose } = useOwnLooks();
  return [
    { heading: "Theme" },
    { label: "Light", icon: SunIcon, checked: looks.theme === "light", onSelect: () => choose({ theme: "light" }) },
    { label: "Dark", icon: MoonIcon, checked: looks.theme === "dark", onSelect: () => choose({ theme: "dark" }) },
    { label: "As the system", icon: SystemIcon, checked: looks.theme === "system", onSelect: () => choose({ theme: "system" }) },
    "line",
    ...(onKeys
      ? ([
          { label: "All keys", icon: KeyboardIcon, hint: "?", onSelect: onKeys },
          { label: looks.keys ? "Do without keys like A or J" : "Use keys like A or J", icon: KeyboardIcon, onSelect: () => choose({ keys: !looks.keys }) },
          "line",
        ] satisfies MenuEntry[])
      : []),
    { label: "Sign out", icon: SignOutIcon, onSelect: signOut },
  ];
}

export function UserCard({ onKeys }: { onKeys: () => void }) {
  const { user } = useSession();
  const entries = useOwnEntries(onKeys);
  return (
    <Menu
      label="Your settings"
      side="top-start"
      entries={entries}
      target={
        <button type="button" className={css.card}>
          <Avatar name={user.name} size={24} />
          <span className={css.names}>
            <span className={css.name}>{user.name}</span>
            <span className={css.title}>{user.title}</span>
          </span>
        </button>
      }
    />
  );
}
