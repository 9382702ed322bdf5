import { Menu as Floating } from "@mantine/core";
import { cloneElement, useEffect, useRef, useState, type ReactElement, type Ref } from "react";
import { CheckIcon } from "./icons.ts";
import { KeyHint } from "./key-hint.tsx";
import type { MenuProps } from "./menu.tsx";

/** The menu behind a control that was pressed: it takes the control's place and its focus, then opens. */
export function FloatingMenu({ target, entries, side = "bottom-end", label }: MenuProps) {
  const control = useRef<HTMLElement>(null);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    control.current?.focus();
    setOpen(true);
  }, []);
  return (
    <Floating opened={open} onChange={setOpen} withInitialFocusPlaceholder={false} position={side} offset={4} width="max-content" withinPortal transitionProps={{ duration: 120 }} classNames={{ dropdown: "float", item: "float-item", label: "float-label", divider: "float-line" }}>
      <Floating.Target>{cloneElement(target as ReactElement<{ ref?: Ref<HTMLElement> }>, { ref: control })}</Floating.Target>
      <Floating.Dropdown miw={180} maw={360} aria-label={label}>
        {entries.map((entry, i) => {
          if (entry === "line") return <Floating.Divider key={i} />;
          if ("heading" in entry) return <Floating.Label key={i}>{entry.heading}</Floating.Label>;
          const Icon = entry.icon;
          return (
            <Floating.Item
              key={i}
              disabled={entry.refused !== undefined}
              data-danger={entry.danger || undefined}
              onClick={entry.onSelect}
              leftSection={Icon && <Icon />}
              rightSection={entry.checked ? <CheckIcon /> : entry.hint && <KeyHint keys={entry.hint} />}
              styles={{ itemLabel: { flex: 1 } }}
            >
              {entry.label}
              {entry.checked && <span className="sr-only">, chosen</span>}
              {entry.refused && <span className="label" style={{ display: "block" }}>{entry.refused}</span>}
            </Floating.Item>
          );
        })}
      </Floating.Dropdown>
    </Floating>
  );
}
