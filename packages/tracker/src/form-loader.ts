/** Fetches the embedded form's script the first time the page has a place for a form, however late it appears. */
export function loadFormsOn(server: string): void {
  let due: unknown;
  const look = (): void => {
    due = 0;
    if (!document.querySelector("[data-tandem-embed]")) return;
    watch.disconnect();
    const script = document.createElement("script");
    script.src = `${server}/tandem-form.js`;
    script.async = true;
    document.head.append(script);
  };
  const watch = new MutationObserver(() => (due ||= setTimeout(look, 50)));
  watch.observe(document, { childList: true, subtree: true });
  look();
}
