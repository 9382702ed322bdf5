import { useRef, type MouseEvent } from "react";
import { toast } from "./toast.tsx";
import { useKeys } from "./use-keys.ts";

/**
 * What every dialog and panel does by keys, in one place: the focus of a dialog begins in its first field, and Ctrl or ⌘
 * with Enter presses the main button, wherever one is typing. What is refused says why.
 */
const fields = ["input:not([disabled], [type=hidden])", "textarea:not([disabled])", "select:not([disabled])"].join(", ");

/** @param open whether it is shown  @param onlyForms leaves alone what asks for nothing */
export function useSubmitKey(title: string, open: boolean, { onlyForms = false } = {}) {
  const footer = useRef<HTMLElement>(null);
  const submit = () => {
    const button = mainButton(footer.current);
    if (!button || (onlyForms && footer.current?.parentElement?.querySelector(fields) == null)) return;
    if (button.getAttribute("aria-disabled") === "true" && button.title !== "") toast.say(button.title);
    else button.click();
  };
  useKeys(title, { "mod+enter": open && { label: "Press the main button", typing: true, run: submit } }, { inDialog: true });
  return footer;
}

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

function mainButton(footer: HTMLElement | null): HTMLButtonElement | null {
  return [...(footer?.querySelectorAll<HTMLButtonElement>("button[data-kind=primary], button[data-kind=danger]") ?? [])].at(-1) ?? null;
}

/** As the ref of its head: marks where the focus begins, unless something in it asks for the focus itself. */
export function focusFirstField(head: HTMLElement | null): void {
  const box = head?.parentElement;
  if (!box || box.querySelector("[data-autofocus]")) return;
  (box.querySelector(fields) ?? mainButton(box.querySelector("footer")))?.setAttribute("data-autofocus", "true");
}
