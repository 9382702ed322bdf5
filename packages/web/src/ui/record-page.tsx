import type { ReactNode } from "react";
import { Avatar } from "./avatar.tsx";
import { ErrorState } from "./error-state.tsx";
import { SkeletonLines } from "./skeleton.tsx";
import css from "./record-page.module.css";

/** How a record was read: what a query gives. */
interface Reading<R> {
  readonly data: R | undefined;
  readonly error: Error | null;
  readonly isPlaceholderData: boolean;
  readonly refetch: () => unknown;
}

/** A page about one record: its bar at the top, and beneath it what scrolls, once it is read. */
export function RecordPage<R>({ bar, reading, failed, children }: { bar: ReactNode; reading: Reading<R>; /** What is said where it could not be read. */ failed: string; children: (record: R) => ReactNode }) {
  const { data, error, isPlaceholderData, refetch } = reading;
  return (
    <div className={css.page}>
      {bar}
      <div className={css.scroll} style={isPlaceholderData ? { opacity: 0.6 } : undefined}>
        {data !== undefined ? children(data) : error ? <ErrorState center title={failed} error={error} onRetry={() => void refetch()} /> : <div className={css.loading}><SkeletonLines lines={12} /></div>}
      </div>
    </div>
  );
}

interface RecordHeadProps {
  name: string;
  /** Whose picture it is, where that is another name. */
  picture?: string;
  shape?: "person" | "company";
  /** Beside the name. */
  chips?: ReactNode;
  /** One line beneath the name. */
  under: ReactNode;
  /** What counts most of it, as `dt` and `dd` pairs in a `div` each. */
  figures?: ReactNode;
  /** The acts, the menu last. */
  children?: ReactNode;
}

/** Who or what the record is, its main figures, and what can be done with it. On the phone the bar above says the name. */
export function RecordHead({ name, picture = name, shape = "person", chips, under, figures, children }: RecordHeadProps) {
  return (
    <header className={css.head}>
      <div className={css.who}>
        <Avatar name={picture} size={40} shape={shape} />
        <div>
          <div className={css.name}><h2>{name}</h2>{chips}</div>
          <p className="ink2">{under}</p>
        </div>
      </div>
      {figures && <dl className={css.figures}>{figures}</dl>}
      <div className={css.acts}>{children}</div>
    </header>
  );
}

/** A wide middle with a side column before and after it, or one after it: two or three of `RecordSide` and `RecordMain`. */
export function RecordColumns({ mainFirst, children }: { /** On the phone what happens comes before what is known. */ mainFirst?: boolean; children: ReactNode }) {
  return <div className={css.columns} data-main-first={mainFirst || undefined}>{children}</div>;
}

export function RecordSide({ label, children }: { label: string; children: ReactNode }) {
  return <aside className={css.side} aria-label={label}>{children}</aside>;
}

export function RecordMain({ label, children }: { label?: string; children: ReactNode }) {
  return <section className={css.main} aria-label={label}>{children}</section>;
}
