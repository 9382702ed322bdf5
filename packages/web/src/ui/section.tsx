import type { CSSProperties, ReactNode } from "react";
import css from "./section.module.css";

interface SectionProps {
  title?: ReactNode;
  /** Beside the title: a count, a basis. */
  note?: ReactNode;
  /** One line beneath: how the numbers are counted. */
  definition?: ReactNode;
  /** At the right: a link, a legend. */
  aside?: ReactNode;
  /** With a border and padding, on the canvas. */
  card?: boolean;
  children?: ReactNode;
  style?: CSSProperties;
}

/** A titled part of a page; `card` stands on the canvas. */
export function Section({ title, note, definition, aside, card, children, style }: SectionProps) {
  return (
    <section className={card ? css.card : css.section} style={style}>
      {(title || aside) && (
        <header className={css.head}>
          {title && <h2 className={css.title}>{title}</h2>}
          {note && <span className={css.note}>{note}</span>}
          {aside && <span className={css.aside}>{aside}</span>}
        </header>
      )}
      {definition && <p className={css.definition}>{definition}</p>}
      {children}
    </section>
  );
}
