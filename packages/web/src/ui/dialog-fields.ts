import type { MouseEvent } from "react";

/** What of a dialog or panel one fills in: its focus begins in the first. */
export const fields = ["input:not([disabled], [type=hidden])", "textarea:not([disabled])", "select:not([disabled])"].join(", ");

/**
 * As the press and the click of the footer, on their way down: while a field holds what can't be read
 * (`data-unreadable`), the main button sends nothing and the focus goes to that field, which then says why. Also at the
 * press, because the words that then appear may move the button from under the pointer before it is a click.
 */
export function holdUnreadable(event: MouseEvent<HTMLElement>): void {
  if (!(event.target as Element).closest("button[data-kind=primary], button[data-kind=danger]")) return;
  const field = event.currentTarget.parentElement?.querySelector<HTMLElement>("[data-unreadable]");
  if (!field) return;
  event.preventDefault();
  event.stopPropagation();
  field.blur();
  field.focus();
}

/** The button that ends a dialog: the last that is more than a way out. */
export function mainButton(footer: HTMLElement | null): HTMLButtonElement | null {
  return [...(footer?.querySelectorAll<HTMLButtonElement>("button[data-kind=primary], button[data-kind=danger]") ?? [])].at(-1) ?? null;
}

/** As the ref of its head: marks where the focus begins, unless something in it asks for the focus itself. */
export function focusFirstField(head: HTMLElement | null): void {
  const box = head?.parentElement;
  if (!box || box.querySelector("[data-autofocus]")) return;
  (box.querySelector(fields) ?? mainButton(box.querySelector("footer")))?.setAttribute("data-autofocus", "true");
}
