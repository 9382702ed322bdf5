import { createElement, lazy, Suspense } from "react";
import { permits, useSession } from "./session.ts";
import { slices, type ContactSubject } from "./slices.ts";

const sections = slices.flatMap((slice) => slice.contactSections ?? []).toSorted((a, b) => a.order - b.order);
/** Loaded once, when first shown. */
const parts = new Map(sections.map((section) => [section, lazy(() => section.load().then(({ ContactSection }) => ({ default: ContactSection })))]));

/** What other slices have to say about a person; each says nothing by itself where it knows nothing. */
export function ContactSections({ contact }: { contact: Pick<ContactSubject, "id" | "openHandoff"> }) {
  const session = useSession();
  return sections.filter((section) => permits(session, section)).map((section) => <Suspense key={section.key} fallback={null}>{createElement(parts.get(section)!, { contact })}</Suspense>);
}
