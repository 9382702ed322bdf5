import type { CSSProperties, ElementType, ReactNode } from "react";

interface LayoutProps {
  children?: ReactNode;
  /** Space between children in pixels, a step of the grid of 4. */
  gap?: number;
  align?: CSSProperties["alignItems"];
  justify?: CSSProperties["justifyContent"];
  wrap?: boolean;
  as?: ElementType;
  className?: string | undefined;
  style?: CSSProperties;
}

function box(direction: "row" | "column", { children, gap, align, justify, wrap, as: As = "div", className, style }: LayoutProps) {
  const flex: CSSProperties = {
    display: "flex", flexDirection: direction, gap: gap ?? 8, alignItems: align, justifyContent: justify,
    flexWrap: wrap ? "wrap" : undefined, minWidth: 0, ...style,
  };
  return <As className={className} style={flex}>{children}</As>;
}

/** Children side by side, centred on the cross axis. */
export function Row(props: LayoutProps) {
  return box("row", { align: "center", ...props });
}
/** Children one below the other. */
export function Stack(props: LayoutProps) {
  return box("column", props);
}
