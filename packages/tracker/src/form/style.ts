/**
 * Only what a form needs to be usable; fonts and colours come from the page. `:where` weighs nothing, so any rule of the
 * page wins. A constructed sheet is allowed under a content security policy that forbids inline styles.
 */
const rules = `
:where(.tandem-form){display:grid;gap:1em;max-width:32em;font:inherit}
:where(.tandem-form) :where(fieldset){border:0;padding:0;margin:0}
:where(.tandem-form) :where(label,legend){display:block;padding:0;margin-bottom:.25em}
:where(.tandem-form) :where(input:not([type=checkbox],[type=radio]),select,textarea){box-sizing:border-box;width:100%;min-height:2.75em;padding:.5em;font:inherit;color:inherit;background:transparent;border:1px solid;border-radius:4px}
:where(.tandem-form) :where(button){min-height:2.75em;padding:.5em 1.25em;font:inherit;cursor:pointer;justify-self:start}
:where(.tandem-form) :where(.tandem-error,.tandem-failure){margin:.25em 0 0;font-weight:600}
:where(.tandem-form) :where([aria-invalid=true]){border-width:2px}
:where(.tandem-optional){opacity:.8}`;

let done = false;
/** Adds the rules to the page once. Browsers without constructed sheets show an unstyled but whole form. */
export function addStyle(): void {
  if (done) return;
  done = true;
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  } catch {}
}
