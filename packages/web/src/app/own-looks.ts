import { useMantineColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import { setDensity, useDensity } from "../ui/density.ts";
import { toast } from "../ui/toast.tsx";
import { useSingleKeys } from "../ui/use-keys.ts";
import { useSession, type Session } from "./session.ts";

type Looks = Session["preferences"];

/** How the product looks and behaves for oneself: it acts here at once, and is kept for one's other browsers. */
export function useOwnLooks(): { looks: Looks; show: (change: Partial<Looks>) => void; choose: (change: Partial<Looks>) => void } {
  const { keep } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [keys, setSingleKeys] = useSingleKeys();
  const density = useDensity();
  const show = ({ theme, keys: single, density: rows }: Partial<Looks>) => {
    if (theme) {
      setColorScheme(theme === "system" ? "auto" : theme);
      // Written at once, so that a page loaded right after paints in it.
      localStorage.setItem("tandem-theme", theme === "system" ? "auto" : theme);
    }
    if (single !== undefined) setSingleKeys(single);
    if (rows) setDensity(rows);
  };
  const choose = (change: Partial<Looks>) => {
    show(change);
    keep(change).catch((error: unknown) => toast.problem(error));
  };
  return { looks: { theme: colorScheme === "auto" ? "system" : colorScheme, keys, density }, show, choose };
}

/** What was chosen in another browser holds in this one from the start. */
export function useLooksFromElsewhere(): void {
  const { preferences } = useSession();
  const { show } = useOwnLooks();
  const begun = useRef(false);
  // Only as the session begins: afterwards what is chosen here is newer, whatever is read again meanwhile.
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    const { theme, ...rest } = preferences;
    // A browser that has a theme of its own keeps it.
    show(localStorage.getItem("tandem-theme") === null ? { ...rest, theme } : rest);
  }, [preferences]);
}
