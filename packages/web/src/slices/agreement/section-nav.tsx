import { useEffect, useState, type ReactNode, type RefObject } from "react";
import { Select } from "../../ui/select.tsx";
import { usePhone } from "../../ui/use-phone.ts";
import css from "./section-nav.module.css";

interface Entry {
  readonly key: string;
  readonly title: string;
  /** Whose the section is; null where it is both sides'. */
  readonly side: "marketing" | "sales" | null;
  /** Behind the title, for the eye and as words for the list on the phone. */
  readonly mark?: { readonly shown: ReactNode; readonly words: string };
}

interface SectionNavProps {
  readonly label: string;
  readonly entries: readonly Entry[];
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** Gives its room away where the window is narrow. */
  readonly folds?: boolean;
}

/** The contents at the left; what is being read is marked. On the phone it is a list to choose from. */
export function SectionNav({ label, entries, scroller, folds }: SectionNavProps) {
  const phone = usePhone();
  const [here, setHere] = useSectionInView(entries.map(({ key }) => key).join(), scroller);
  const go = (key: string) => {
    const section = document.getElementById(key);
    section?.scrollIntoView({ block: "start" });
    const title = section?.querySelector<HTMLElement>("h2");
    title?.setAttribute("tabindex", "-1");
    title?.focus({ preventScroll: true });
    setHere(key);
  };
  if (entries.length === 0) return null;
  if (phone) return <div className={css.jump}><Select bare label="Go to section" value={here ?? ""} onChange={go} choices={entries.map(({ key, title, mark }) => ({ value: key, label: title + (mark?.words ?? "") }))} /></div>;
  return (
    <nav className={css.nav} aria-label={label} data-folds={folds || undefined}>
      <ul>
        {entries.map(({ key, title, side, mark }) => (
          <li key={key}>
            <a href={`#${key}`} className={css.navItem} data-side={side ?? undefined} aria-current={here === key ? "location" : undefined} onClick={(event) => { event.preventDefault(); go(key); }}>
              <span className="cut">{title}</span>
              {mark?.shown}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The section whose text stands at the top of what is scrolled. */
function useSectionInView(keys: string, scroller: RefObject<HTMLDivElement | null>): [string | null, (key: string) => void] {
  const [here, setHere] = useState<string | null>(null);
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const look = () => {
      const all = keys.split(",").flatMap((key) => document.getElementById(key) ?? []);
      const edge = box.getBoundingClientRect().top + 96;
      const atEnd = box.scrollTop + box.clientHeight >= box.scrollHeight - 2;
      const passed = all.filter((one) => one.getBoundingClientRect().top <= edge);
      // At the end the last sections can't reach the top any more: the one chosen stays marked while it is in view.
      setHere((before) => (atEnd && before !== null && all.some((one) => one.id === before && one.getBoundingClientRect().top >= edge - 96) ? before : ((passed.at(-1) ?? all[0])?.id ?? null)));
    };
    look();
    box.addEventListener("scroll", look, { passive: true });
    return () => box.removeEventListener("scroll", look);
  }, [keys, scroller]);
  return [here, setHere];
}
