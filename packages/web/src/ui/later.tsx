import { lazy, Suspense, useEffect, useState, type ComponentType, type ReactNode } from "react";

/** By then the page has come, and what it opens can be fetched unasked, so that the first press need not wait for it. */
const settledMs = 3_000;

interface Waiting {
  /** What comes and goes with this; what has a prop `open` stands from the first time that is true and goes in its own way. */
  shown?: boolean;
  /** In its place while it is fetched. Without it a dialog is taken to come: keys pressed meanwhile are not the page's. */
  meanwhile?: ReactNode;
}

/** A part that a page opens and is not seen with it: fetched when first shown, at the latest a moment after the page has come. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props & Waiting> & { readonly fetch: () => void } {
  let here: ComponentType<Props> | undefined;
  const fetch = async () => (here ??= await load());
  const Fetched = lazy(async () => ({ default: await fetch() }));
  const unasked = () => void fetch().catch(() => undefined);
  function Part({ meanwhile = <div role="dialog" aria-modal="true" hidden />, ...rest }: Props & { meanwhile?: ReactNode }) {
    const [Shown] = useState<ComponentType<Props>>(() => here ?? Fetched);
    return <Suspense fallback={meanwhile}><Shown {...(rest as unknown as Props)} /></Suspense>;
  }
  function Later({ shown = true, ...props }: Props & Waiting) {
    const [begun, setBegun] = useState(false);
    const stands = begun || !("open" in props) || props.open === true;
    if (stands && shown && !begun) setBegun(true);
    useEffect(() => {
      const timer = setTimeout(unasked, settledMs);
      return () => clearTimeout(timer);
    }, []);
    return stands && shown ? <Part {...(props as unknown as Props)} /> : null;
  }
  return Object.assign(Later, { fetch: unasked });
}
