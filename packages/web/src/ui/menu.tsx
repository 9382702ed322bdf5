import { cloneElement, useState, type ReactElement } from "react";
import type { IconType } from "./button.tsx";
import { later } from "./later.tsx";

export type MenuEntry =
  | { label: string; icon?: IconType; hint?: string; danger?: boolean; checked?: boolean; /** Why it can't be done now. */ refused?: string | undefined; onSelect: () => void }
  | { heading: string }
  | "line";

export interface MenuProps {
  target: ReactElement;
  entries: readonly MenuEntry[];
  side?: "bottom-start" | "bottom-end" | "top-start" | "top-end";
  label?: string;
}

const FloatingMenu = later(() => import("./floating-menu.tsx").then((module) => module.FloatingMenu));

/** Acts behind one control. Arrow keys move, a letter jumps, Escape closes and gives the focus back. What floats is fetched when a hand is near. */
export function Menu(props: MenuProps) {
  const [pressed, setPressed] = useState(false);
  const meanwhile = cloneElement(props.target as ReactElement<object>, { "aria-haspopup": "menu", "aria-expanded": pressed, onClick: () => setPressed(true), onPointerEnter: FloatingMenu.fetch, onFocus: FloatingMenu.fetch } as object);
  return pressed ? <FloatingMenu {...props} meanwhile={meanwhile} /> : meanwhile;
}
