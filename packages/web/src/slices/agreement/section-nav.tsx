import { useEffect, useState, type RefObject } from "react";
import { Select } from "../../ui/select.tsx";
import { usePhone } from "../../ui/use-phone.ts";
import type { Section } from "./find-lines.ts";
import css from "./agreement.module.css";

/** The contents at the left; what is being read is marked. On the phone it is a list to choose from. */
export function SectionNav({ sections, scroller }: { sections: readonly Section[]; scroller: RefObject<HTMLDivElement | null> }) {
  const phone = usePhone();
  const keys = sections.map(({ key }) => key).join();
  const [here, setHere] = useSectionInView(keys, scroller);
  const go = (key: string) => {
    const section = document.getElementById(key);
    section?.scrollIntoView({ block: "start" });
    section?.querySelector<HTMLElement>("h2")?.setAttribute("tabindex", "-1");
    section?.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
    setHere(key);
  };
  if (sections.length === 0) return null;
  if (phone) return <div className={css.jump}><Select bare label="Go to section" value={here ?? ""} onChange={go} choices={sections.map(({ key, title }) => ({ value: key as string, label: title }))} /></div>;
  return (
    <nav className={css.nav} aria-label="Sections of the agreement">
      <ul>
        {sections.map((section) => (
          <li key={section.key}>
            <a href={`#${section.key}`} className={css.navItem} data-side={section.side ?? undefined} aria-current={here === section.key ? "location" : undefined} onClick={(event) => { event.preventDefault(); go(section.key); }}>
              {section.title.split(",")[0]}
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
