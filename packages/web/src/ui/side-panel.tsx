import { Drawer } from "@mantine/core";
import type { ReactNode } from "react";
import css from "./side-panel.module.css";
import { IconButton } from "./icon-button.tsx";
import { CloseIcon } from "./icons.ts";
import { SubmitFooter } from "./submit-footer.tsx";

interface SidePanelProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  /** Beside the title: a link to the whole page, for instance. */
  aside?: ReactNode;
  children: ReactNode;
  /** Stays at the bottom. */
  actions?: ReactNode;
  width?: number;
}

/** Opens rows and details beside the page: a panel from the right, on the phone a sheet from below. Escape closes. */
export function SidePanel({ open, onClose, title, aside, children, actions, width = 480 }: SidePanelProps) {
  return (
    <Drawer.Root classNames={{ overlay: css.scrim ?? "", content: css.panel ?? "" }} opened={open} onClose={onClose} position="right" size={width} transitionProps={{ duration: 200, timingFunction: "ease-out" }}>
      <Drawer.Overlay />
      <Drawer.Content aria-modal>
        <span className={css.grip} aria-hidden />
        <header className={css.head}>
          <Drawer.Title className={css.title ?? ""}>{title}</Drawer.Title>
          {aside}
          <IconButton icon={CloseIcon} label="Close" onClick={onClose} />
        </header>
        <div className={css.body} tabIndex={-1}>{children}</div>
        {actions && <SubmitFooter title={typeof title === "string" ? title : "Panel"} open={open} onlyForms className={css.actions}>{actions}</SubmitFooter>}
      </Drawer.Content>
    </Drawer.Root>
  );
}
