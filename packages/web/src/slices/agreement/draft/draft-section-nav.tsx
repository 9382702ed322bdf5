import { useEffect, useState, type RefObject } from "react";
import { sectionOf } from "@tandem/domain/agreement/sections";
import { Select } from "../../../ui/select.tsx";
import { usePhone } from "../../../ui/use-phone.ts";
import { useDraftEditing } from "./draft-context.ts";
import { draftSections } from "./section-list.tsx";
import css from "./draft.module.css";

/** The contents, with how much changed in each section and where something is wrong. */
export function DraftSectionNav({ scroller }: { scroller: RefObject<HTMLDivElement | null> }) {
  const { changes, problems } = useDraftEditing();
  const phone = usePhone();
  const [here, setHere] = useState<string>(draftSections[0]!.key);
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const look = () => {
      const top = box.getBoundingClientRect().top + 96;
      const passed = draftSections.filter(({ key }) => (document.getElementById(key)?.getBoundingClientRect().top ?? Infinity) <= top);
      setHere((passed.at(-1) ?? draftSections[0]!).key);
    };
    box.addEventListener("scroll", look, { passive: true });
    return () => box.removeEventListener("scroll", look);
  }, [scroller]);
  const go = (key: string) => {
    const section = document.getElementById(key);
    section?.scrollIntoView({ block: "start" });
    const title = section?.querySelector<HTMLElement>("h2");
    title?.setAttribute("tabindex", "-1");
    title?.focus({ preventScroll: true });
    setHere(key);
  };
  const count = (key: string) => changes.filter((change) => change.section === key).length;
  const wrong = (key: string) => problems.filter((problem) => sectionOf(problem.path) === key);
  if (phone) return <div className={css.jump}><Select bare label="Go to section" value={here} onChange={go} choices={draftSections.map(({ key, title }) => ({ value: key as string, label: `${title}${count(key) > 0 ? `, ${count(key)} changed` : ""}${wrong(key).length > 0 ? " (!)" : ""}` }))} /></div>;
  return (
    <nav className={css.nav} aria-label="Sections of the draft">
      <ul>
        {draftSections.map(({ key, title, side }) => {
          const found = wrong(key);
          return (
            <li key={key}>
              <a href={`#${key}`} className={css.navItem} data-side={side ?? undefined} aria-current={here === key ? "location" : undefined} onClick={(event) => { event.preventDefault(); go(key); }}>
                <span className="cut">{title}</span>
                {found.length > 0 && <span className={css.navWrong} data-severity={found.some((one) => one.severity === "problem") ? "problem" : "doubt"} title={found[0]!.words}>!<span className="sr-only"> {found.length} to look at</span></span>}
                {count(key) > 0 && <span className={css.navCount}>{count(key)}<span className="sr-only"> changed</span></span>}
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
