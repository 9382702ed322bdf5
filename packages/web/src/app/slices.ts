import type { ComponentType } from "react";
import type { IconType } from "../ui/button.tsx";
import type { Permitted } from "./session.ts";

/**
 * A slice tells the shell what it adds: pages, places in the navigation, commands, search. The manifest
 * (`slices/<slice>/slice.tsx`, export `slice`) is small and loaded at once; everything behind `load` comes when opened.
 */
export interface Slice {
  readonly name: string;
  readonly pages?: readonly SlicePage[];
  readonly navigation?: readonly NavigationEntry[];
  readonly commands?: readonly Command[];
  readonly search?: readonly SearchProvider[];
  readonly contactActions?: readonly ContactAction[];
  readonly contactSections?: readonly ContactSection[];
}

export interface SlicePage extends Permitted {
  /** TanStack path: "/people/$contactId". */
  readonly path: string;
  /** The document's title and the phone's top bar. */
  readonly title: string;
  readonly load: () => Promise<{ Page: ComponentType }>;
  /** Shown to anyone, without signing in and without the navigation: a shared link, a survey, an invitation. */
  readonly open?: boolean;
}

export interface NavigationEntry extends Permitted {
  readonly section: "top" | "shared" | "marketing" | "sales" | "settings";
  readonly label: string;
  /** What is done there, on the page of all settings. */
  readonly detail?: string;
  readonly to: string;
  readonly icon: IconType;
  /** Place within the section, low first. */
  readonly order: number;
  /** A hook: what waits there. Undefined or 0 shows nothing. */
  readonly useCount?: () => NavigationCount | number | undefined;
  /** In the phone's bar at the bottom (at most four are shown; the rest is under More). */
  readonly phone?: boolean;
}

export interface NavigationCount {
  readonly value: number;
  /** What is counted: "7 first attempts are yours to make, 2 of them breached". */
  readonly title?: string;
}
/** Beyond 99 the figure tells nothing more. */
export function countWords(value: number): string {
  return value > 99 ? "99+" : String(value);
}

const sections: readonly NavigationEntry["section"][] = ["top", "shared", "marketing", "sales", "settings"];
/** The order of the navigation from top to bottom. */
export function byPlace(a: NavigationEntry, b: NavigationEntry): number {
  return sections.indexOf(a.section) - sections.indexOf(b.section) || a.order - b.order;
}

export interface CommandContext {
  go: (to: string) => void;
}
export interface Command extends Permitted {
  readonly id: string;
  /** A verb first: "Create campaign…". */
  readonly label: string;
  readonly icon?: IconType;
  readonly keywords?: string;
  readonly hint?: string;
  readonly run: (context: CommandContext) => void;
}

export interface SearchHit {
  readonly id: string;
  readonly label: string;
  readonly detail?: string | undefined;
  readonly to: string;
}
export interface SearchProvider extends Permitted {
  /** The heading of its hits: "People". */
  readonly name: string;
  readonly icon: IconType;
  readonly search: (text: string, signal: AbortSignal) => Promise<readonly SearchHit[]>;
}

/** The person an action is about, as their page knows them. */
export interface ContactSubject {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly openHandoff: { readonly id: string; readonly assigneeId: string | null } | null;
  readonly deals: readonly { readonly id: string; readonly name: string }[];
}

/** Something to do with a person, offered in the head of their page and by its key there. */
export interface ContactAction extends Permitted {
  /** What is done. Where several offer the same, the first in order stands. */
  readonly act: "log" | "write" | "note";
  readonly order: number;
  /** A verb: "Log attempt". */
  readonly label: string;
  readonly icon: IconType;
  /** The key, shown in the button. */
  readonly hint: string;
  /** Whether it fits this person; always when left out. */
  readonly offered?: (contact: ContactSubject, userId: string) => boolean;
  /** Why it can't be done now. */
  readonly refused?: (contact: ContactSubject) => string | undefined;
  /** At the press itself, before the dialog: opening the mail program. */
  readonly begin?: (contact: ContactSubject) => void;
  readonly load: () => Promise<{ ContactDialog: ComponentType<ContactDialogProps> }>;
}
/** Facts about a person that another slice knows, shown beside their page's own (`ContactSections`). */
export interface ContactSection extends Permitted {
  readonly key: string;
  /** Place among the others, low first. */
  readonly order: number;
  readonly load: () => Promise<{ ContactSection: ComponentType<{ contact: Pick<ContactSubject, "id" | "openHandoff"> }> }>;
}
export interface ContactDialogProps {
  readonly contact: ContactSubject;
  readonly onClose: () => void;
}

const found = import.meta.glob<{ slice: Slice }>("../slices/*/slice.tsx", { eager: true });

/** Every slice that has a manifest, in the order of their names. */
export const slices: readonly Slice[] = Object.values(found).map((module) => module.slice);
