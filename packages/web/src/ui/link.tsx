import { Link as RouterLink } from "@tanstack/react-router";
import type { ReactNode } from "react";

interface LinkProps {
  /** A path of the app: "/people/42". */
  to: string;
  search?: Record<string, unknown>;
  className?: string | undefined;
  children: ReactNode;
  "aria-label"?: string;
  title?: string;
}

/** A link inside the app: opens without loading the page again, in a new tab with ⌘. */
export function Link({ to, search, children, ...rest }: LinkProps) {
  return (
    <RouterLink to={to} search={(search ?? {}) as never} preload="intent" {...rest}>
      {children}
    </RouterLink>
  );
}
