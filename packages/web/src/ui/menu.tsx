import { Menu as Floating } from "@mantine/core";
import type { ReactElement } from "react";
import type { IconType } from "./button.tsx";
import { CheckIcon } from "./icons.ts";
import { KeyHint } from "./key-hint.tsx";

export type MenuEntry =
  | { label: string; icon?: IconType; hint?: string; danger?: boolean; checked?: boolean; /** Why it can't be done now. */ refused?: string | undefined; onSelect: () => void }
  | { heading: string }
  | "line";

/** Acts behind one control. Arrow keys move, a letter jumps, Escape closes and gives the focus back. */
export function Menu({ target, entries, side = "bottom-end", label }: { target: ReactElement; entries: readonly MenuEntry[]; side?: "bottom-start" | "bottom-end" | "top-start" | "top-end"; label?: string }) {
  return (
    <Floating withInitialFocusPlaceholder={false} position={side} offset={4} width="max-content" withinPortal transitionProps={{ duration: 120 }} classNames={{ dropdown: "float", item: "float-item", label: "float-label", divider: "float-line" }}>
      <Floating.Target>{target}</Floating.Target>
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
