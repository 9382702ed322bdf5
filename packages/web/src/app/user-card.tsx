import { useMantineColorScheme } from "@mantine/core";
import { Avatar } from "../ui/avatar.tsx";
import { KeyboardIcon, MoonIcon, SignOutIcon, SunIcon, SystemIcon } from "../ui/icons.ts";
import { Menu, type MenuEntry } from "../ui/menu.tsx";
import { useSingleKeys } from "../ui/use-keys.ts";
import { useSession } from "./session.ts";
import css from "./user-card.module.css";

/** What a person sets for themselves; the same in the navigation and on the phone. */
export function useOwnEntries(onKeys?: () => void): MenuEntry[] {
  const { signOut } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [singleKeys, setSingleKeys] = useSingleKeys();
  return [
    { heading: "Theme" },
    { label: "Light", icon: SunIcon, checked: colorScheme === "light", onSelect: () => setColorScheme("light") },
    { label: "Dark", icon: MoonIcon, checked: colorScheme === "dark", onSelect: () => setColorScheme("dark") },
    { label: "As the system", icon: SystemIcon, checked: colorScheme === "auto", onSelect: () => setColorScheme("auto") },
    "line",
    ...(onKeys
      ? ([
          { label: "All keys", icon: KeyboardIcon, hint: "?", onSelect: onKeys },
          { label: singleKeys ? "Switch single keys off" : "Switch single keys on", icon: KeyboardIcon, onSelect: () => setSingleKeys(!singleKeys) },
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
