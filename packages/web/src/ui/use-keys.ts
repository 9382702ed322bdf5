import { useEffect, useRef, useSyncExternalStore } from "react";

/** One binding: keys are "a", "shift+a", "?", "mod+k", "shift+arrowleft", "enter". */
export interface KeyBinding {
  readonly label: string;
  readonly run: (event: KeyboardEvent) => void;
  /** Works while typing too (only for combinations with mod, or Escape). */
  readonly typing?: boolean;
}
export type KeyBindings = Record<string, KeyBinding | undefined | false>;

interface Layer {
  readonly group: string;
  readonly bindings: { current: KeyBindings };
  readonly inDialog: boolean;
}

const layers: Layer[] = [];
const storageKey = "tandem-single-keys";
let singleKeys = readSetting();
const listeners = new Set<() => void>();

function readSetting(): boolean {
  try {
    return localStorage.getItem(storageKey) !== "off";
  } catch {
    return true;
  }
}

/** Whether single keys act at all; people who dictate switch them off. Combinations always work. */
export function useSingleKeys(): [on: boolean, set: (on: boolean) => void] {
  const on = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => singleKeys,
  );
  return [on, setSingleKeys];
}
function setSingleKeys(on: boolean): void {
  singleKeys = on;
  try {
    localStorage.setItem(storageKey, on ? "on" : "off");
  } catch {
    // Storage can be switched off; the setting then lasts until the page is closed.
  }
  listeners.forEach((listener) => listener());
}

/** The name of a key press, as bindings write it. Shift is named for letters and keys that have no shifted sign of their own ("?" is "?"). */
export function keyName(event: Pick<KeyboardEvent, "key" | "metaKey" | "ctrlKey" | "altKey" | "shiftKey">): string {
  const key = event.key === " " ? "space" : event.key.toLowerCase();
  const mod = event.metaKey || event.ctrlKey ? "mod+" : "";
  const alt = event.altKey ? "alt+" : "";
  const shift = event.shiftKey && (key.length > 1 || mod || key !== key.toUpperCase()) ? "shift+" : "";
  return mod + alt + shift + key;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "range", "submit"].includes(target.type);
}
/** Enter and Space belong to the control that has the focus. */
function isPressing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("button, a[href], summary, [role=menuitem], [role=option]") !== null;
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const name = keyName(event);
  const single = !name.startsWith("mod+");
  const typing = isTyping(event.target);
  const dialog = document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
  if ((name === "enter" || name === "space") && isPressing(event.target)) return;
  for (const layer of layers.toReversed()) {
    const binding = layer.bindings.current[name];
    if (!binding || (dialog && !layer.inDialog)) continue;
    if (typing && !binding.typing) continue;
    if (single && !singleKeys && /^(shift\+)?.$/.test(name) && name !== "?") continue;
    event.preventDefault();
    binding.run(event);
    return;
  }
}

/** Binds keys while the part is shown. The part shown last wins. `group` heads them on the `?` sheet. */
export function useKeys(group: string, bindings: KeyBindings, options: { inDialog?: boolean } = {}): void {
  const current = useRef(bindings);
  current.current = bindings;
  const inDialog = options.inDialog ?? false;
  useEffect(() => {
    const layer: Layer = { group, bindings: current, inDialog };
    layers.push(layer);
    if (layers.length === 1) window.addEventListener("keydown", onKeyDown);
    return () => {
      layers.splice(layers.indexOf(layer), 1);
      if (layers.length === 0) window.removeEventListener("keydown", onKeyDown);
    };
  }, [group, inDialog]);
}

/** What can be pressed now, by group, the nearest first. */
export function boundKeys(): { group: string; keys: { keys: string; label: string }[] }[] {
  const groups = new Map<string, { keys: string; label: string }[]>();
  for (const layer of layers.toReversed()) {
    const list = groups.get(layer.group) ?? [];
    for (const [keys, binding] of Object.entries(layer.bindings.current)) {
      if (binding && !list.some((one) => one.keys === keys)) list.push({ keys, label: binding.label });
    }
    groups.set(layer.group, list);
  }
  return [...groups].map(([group, keys]) => ({ group, keys }));
}
