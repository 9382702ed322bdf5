import { useEffect, useRef } from "react";

/** Choices that come after the dialog opened get the focus then, unless somebody has begun to write. */
export function useFirstRadio(loaded: boolean) {
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const typed = document.activeElement instanceof HTMLTextAreaElement && document.activeElement.value !== "";
    if (!loaded || typed) return;
    // After the dialog has placed the focus itself.
    const timer = setTimeout(() => form.current?.querySelector<HTMLInputElement>("input[type=radio]:not([disabled])")?.focus());
    return () => clearTimeout(timer);
  }, [loaded]);
  return form;
}
