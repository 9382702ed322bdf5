import { Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { later } from "../ui/later.tsx";
import { Toasts, undoLatest } from "../ui/toast.tsx";
import { usePhone } from "../ui/use-phone.ts";
import { useKeys } from "../ui/use-keys.ts";
import { ConnectionBar } from "./connection-bar.tsx";
import { useLive } from "./live.ts";
import { Navigation } from "./navigation.tsx";
import { useLooksFromElsewhere } from "./own-looks.ts";
import { PhoneBar } from "./phone-bar.tsx";
import { useSession } from "./session.ts";
import css from "./shell.module.css";

const CommandPalette = later(() => import("./command-palette.tsx").then((module) => module.CommandPalette));
const KeySheet = later(() => import("./key-sheet.tsx").then((module) => module.KeySheet));

/** What stands around every page: navigation, search, keys, toasts, and the word when the connection is lost. */
export function Shell() {
  const { workspace } = useSession();
  const navigate = useNavigate();
  const phone = usePhone();
  const [searching, setSearching] = useState(false);
  const [keysShown, setKeysShown] = useState(false);
  const title = useRouterState({ select: (state) => state.matches.at(-1)?.staticData.title });
  useLooksFromElsewhere();
  useLive(!location.pathname.startsWith("/gallery"));
  useEffect(() => {
    document.title = title ? `${title} · ${workspace.name}` : workspace.name;
  }, [title, workspace.name]);
  useKeys("Everywhere", {
    "mod+k": { label: "Search or run", typing: true, run: () => setSearching(true) },
    "?": { label: "All keys", run: () => setKeysShown(true) },
    "mod+z": { label: "Undo", run: undoLatest },
  });
  return (
    <div className={css.shell}>
      <a className={css.skip} href="#page">Skip to the page</a>
      <Navigation toasts={phone ? null : <Toasts />} onSearch={() => setSearching(true)} onKeys={() => setKeysShown(true)} />
      <main id="page" className={css.page} tabIndex={-1}>
        <ConnectionBar />
        <Outlet />
      </main>
      {phone && <Toasts className={css.toasts} />}
      <PhoneBar onSearch={() => setSearching(true)} />
      <CommandPalette open={searching} onClose={() => setSearching(false)} onKeys={() => setKeysShown(true)} go={(to) => void navigate({ to })} />
      <KeySheet open={keysShown} onClose={() => setKeysShown(false)} />
    </div>
  );
}
