/** What is captured without a line of code: page views, marked clicks, marked forms. */
import { cleanUrl } from "./clean-url.ts";
import { formValues, type FormField } from "./form-values.ts";
import type { Tracker } from "./tracker.ts";

const marked = (event: Event, selector: string): HTMLElement | null => {
  const target = event.target;
  const found = target instanceof Element ? target.closest<HTMLElement>(selector) : null;
  return found?.closest("[data-tandem-ignore]") ? null : found;
};

/** `data-tandem-plan="pro"` becomes `{plan: "pro"}`; the marks themselves are no properties. */
function markedProperties(element: HTMLElement): Record<string, string> {
  const properties: Record<string, string> = {};
  for (const [key, value] of Object.entries(element.dataset)) {
    const name = key.match(/^tandem([A-Z].*)/)?.[1];
    if (name && !/^(Track|Form)$/.test(name)) properties[name[0]!.toLowerCase() + name.slice(1)] = value ?? "";
  }
  if (element instanceof HTMLAnchorElement && /^http/.test(element.href)) properties["href"] = cleanUrl(element.href);
  return properties;
}

function fieldsOf(form: HTMLFormElement): FormField[] {
  return [...form.elements].flatMap((element) => {
    const control = element as HTMLInputElement;
    const base = {
      name: control.name,
      type: control.type,
      autocomplete: control.autocomplete ?? "",
      checked: control.checked,
      disabled: control.matches(":disabled"),
      ignored: !!control.closest("[data-tandem-ignore]"),
    };
    const values =
      element instanceof HTMLSelectElement ? [...element.selectedOptions].map((one) => one.value) : [control.value];
    return values.map((value) => ({ ...base, value: String(value ?? "").slice(0, 5000) }));
  });
}

/** Starts listening. Captures before the page's own handlers, which may stop an event. */
export function captureAutomatically(tracker: Tracker, pages: boolean): void {
  const click = (event: MouseEvent): void => {
    const element = event.button < 2 && marked(event, "[data-tandem-track]");
    const name = element && element.dataset["tandemTrack"];
    if (element && name) tracker.track(name, markedProperties(element));
  };
  addEventListener("click", click, true);
  addEventListener("auxclick", click, true);
  addEventListener(
    "submit",
    (event) => {
      const form = marked(event, "form[data-tandem-form]") as HTMLFormElement | null;
      if (!form) return;
      const { values, email } = formValues(fieldsOf(form));
      if (email) tracker.identify({ email });
      tracker.track("Form submitted", { form: form.dataset["tandemForm"], fields: values });
    },
    true,
  );
  if (!pages) return;
  tracker.page();
  // The page sets its title after it changes the address, so a view is noted one turn later.
  const navigated = (): unknown => setTimeout(tracker.navigated);
  const push = history.pushState;
  history.pushState = function (...change) {
    push.apply(this, change);
    navigated();
  };
  addEventListener("popstate", navigated);
  addEventListener("pageshow", (event) => event.persisted && tracker.page());
}
