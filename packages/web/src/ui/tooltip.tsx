import { Tooltip as Floating } from "@mantine/core";
import type { ReactElement, ReactNode } from "react";

/** More about a control or a value, on hover and focus. Never the only place of something needed. */
export function Tooltip({ text, children }: { text: ReactNode; children: ReactElement }) {
  return (
    <Floating
      label={text}
      openDelay={300}
      offset={6}
      events={{ hover: true, focus: true, touch: true }}
      transitionProps={{ duration: 120 }}
      maw={320}
      multiline
      styles={{ tooltip: { background: "var(--ink)", color: "var(--on-ink)", fontSize: 12, lineHeight: "16px", padding: "5px 8px", borderRadius: 6 } }}
    >
      {children}
    </Floating>
  );
}
