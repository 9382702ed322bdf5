import { Modal } from "@mantine/core";
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from "react";
import type { IconType } from "../ui/button.tsx";
import { ForwardIcon, KeyboardIcon, SearchIcon, SignOutIcon, SystemIcon } from "../ui/icons.ts";
import { KeyHint } from "../ui/key-hint.tsx";
import css from "./command-palette.module.css";
import { useOwnLooks } from "./own-looks.ts";
import { permits, useSession } from "./session.ts";
import { byPlace, slices, type SearchHit, type SearchProvider } from "./slices.ts";

interface Entry {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly detail?: string | undefined;
  readonly keywords?: string | undefined;
  readonly hint?: string | undefined;
  readonly icon: IconType;
  readonly run: () => void;
}

interface PaletteProps {
  open: boolean;
  onClose: () => void;
  onKeys: () => void;
  go: (to: string) => void;
}

/** ⌘K: go to a page, find a person or a company, run a command. */
export function CommandPalette(props: PaletteProps) {
  return (
    <Modal.Root classNames={{ overlay: css.scrim ?? "", content: css.box ?? "" }} opened={props.open} onClose={props.onClose} size={560} yOffset="12vh" transitionProps={{ transition: "fade", duration: 120 }}>
      <Modal.Overlay />
      <Modal.Content aria-label="Search or run" aria-modal>
        {props.open && <Palette {...props} />}
      </Modal.Content>
    </Modal.Root>
  );
}

function Palette({ onClose, onKeys, go }: PaletteProps) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const id = useId();
  const known = useKnownEntries(go, onKeys);
  const hits = useHits(text, go);
  const shown = useMemo(() => [...known.filter((entry) => matches(entry, text)), ...hits.entries], [known, hits.entries, text]);
  useEffect(() => setAt(0), [text]);
  useEffect(() => document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: "nearest" }), [id, at]);
  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setAt((now) => (now + (event.key === "ArrowDown" ? 1 : -1) + shown.length) % Math.max(1, shown.length));
    } else if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      run(shown[at]);
    }
  };
  return (
    <>
      <div className={css.search}>
        <SearchIcon />
        <input
          data-autofocus autoFocus className={css.input} value={text} onChange={(event) => setText(event.target.value)} onKeyDown={onKeyDown}
          placeholder="Search people and companies, go to a page, run a command" aria-label="Search or run" role="combobox"
          aria-expanded aria-controls={`${id}-list`} aria-activedescendant={shown[at] && `${id}-${at}`} autoComplete="off" spellCheck={false}
        />
        <KeyHint keys="escape" />
      </div>
      <div id={`${id}-list`} className={css.list} role="listbox" aria-label="Found">
        {shown.map((entry, i) => (
          <div key={entry.id} role="presentation">
            {entry.group !== shown[i - 1]?.group && <div className={css.group} role="presentation">{entry.group}</div>}
            <div id={`${id}-${i}`} role="option" aria-selected={i === at} className={css.item} onMouseMove={() => setAt(i)} onClick={() => run(entry)}>
              <entry.icon />
              <span className="cut">{entry.label}</span>
              {entry.detail && <span className={css.detail}>{entry.detail}</span>}
              {entry.hint && <KeyHint keys={entry.hint} />}
            </div>
          </div>
        ))}
        {shown.length === 0 && <p className={css.none}>{hits.searching ? "Searching…" : `Nothing is called “${text}”. Try part of a name, an e-mail or a domain.`}</p>}
      </div>
    </>
  );
}

function matches(entry: Entry, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const all = `${entry.label} ${entry.group} ${entry.keywords ?? ""}`.toLowerCase();
  return words.every((word) => all.includes(word));
}

function useKnownEntries(go: (to: string) => void, onKeys: () => void): Entry[] {
  const session = useSession();
  const { choose } = useOwnLooks();
  const chosen = useRef(choose);
  chosen.current = choose;
  return useMemo(() => {
    const places = slices.flatMap((slice) => slice.navigation ?? []).filter((entry) => permits(session, entry)).toSorted(byPlace);
    const commands = slices.flatMap((slice) => slice.commands ?? []).filter((entry) => permits(session, entry));
    const theme = (name: "light" | "dark" | "system", label: string): Entry => ({
      id: `theme-${name}`, group: "You", label, keywords: "theme colour mode", icon: SystemIcon, run: () => chosen.current({ theme: name }),
    });
    return [
      ...places.map(({ to, label, icon }): Entry => ({ id: `go-${to}`, group: "Go to", label, icon, run: () => go(to) })),
      ...commands.map(({ id, label, icon, keywords, hint, run }): Entry => ({
        id, group: "Run", label, keywords, hint, icon: icon ?? ForwardIcon, run: () => run({ go }),
      })),
      theme("light", "Light theme"), theme("dark", "Dark theme"), theme("system", "Theme as the system"),
      { id: "keys", group: "You", label: "All keys", hint: "?", icon: KeyboardIcon, run: onKeys },
      { id: "sign-out", group: "You", label: "Sign out", icon: SignOutIcon, run: session.signOut },
    ];
  }, [session, go, onKeys]);
}

/** Hits of the slices' providers, asked 120 ms after the last key and never shown for an older text. */
function useHits(text: string, go: (to: string) => void): { entries: Entry[]; searching: boolean } {
  const session = useSession();
  const [found, setFound] = useState<{ text: string; hits: { provider: SearchProvider; hits: readonly SearchHit[] }[] }>({ text: "", hits: [] });
  const wanted = text.trim();
  useEffect(() => {
    if (wanted.length < 2) return;
    const abort = new AbortController();
    const providers = slices.flatMap((slice) => slice.search ?? []).filter((one) => permits(session, one));
    const timer = setTimeout(async () => {
      const answers = await Promise.allSettled(providers.map((one) => one.search(wanted, abort.signal)));
      if (abort.signal.aborted) return;
      const hits = answers.flatMap((answer, i) => {
        const provider = providers[i];
        return provider && answer.status === "fulfilled" ? [{ provider, hits: answer.value }] : [];
      });
      setFound({ text: wanted, hits });
    }, 120);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [wanted, session]);
  const current = wanted.length >= 2 ? found.hits : [];
  const entries = current.flatMap(({ provider, hits }) =>
    hits.map((hit): Entry => ({ id: `${provider.name}-${hit.id}`, group: provider.name, label: hit.label, detail: hit.detail, icon: provider.icon, run: () => go(hit.to) })),
  );
  return { entries, searching: wanted.length >= 2 && found.text !== wanted };
}
