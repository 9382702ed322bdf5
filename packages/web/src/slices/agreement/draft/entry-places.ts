import type { Agreement } from "@tandem/domain/agreement/agreement";
import { sections, type SectionKey } from "@tandem/domain/agreement/sections";

/** A section, or an entry of it by its key: what comments speak of. Keys stay while places move. */
export interface About {
  readonly section: SectionKey;
  readonly key: string | null;
}

/** The lists of each section, and where they stand in the document. */
const lists: Readonly<Partial<Record<SectionKey, (document: Agreement) => readonly (readonly [path: string, entries: readonly { key?: string; code?: string; stage?: string; name?: string }[]])[]>>> = {
  personas: (d) => [["personas", d.personas]],
  stages: (d) => [["stages", d.stages]],
  signals: (d) => [["signals", d.signals]],
  fit: (d) => [["fit.rules", d.fit.rules], ["fit.groups", d.fit.groups]],
  engagement: (d) => [["engagement.rules", d.engagement.rules], ["engagement.groups", d.engagement.groups]],
  mql: (d) => [["mql.fastLanes", d.mql.fastLanes]],
  segments: (d) => [["segments", d.segments ?? []]],
  tiers: (d) => [["tiers", d.tiers]],
  routing: (d) => [["routing.rules", d.routing.rules]],
  "sla-sales": (d) => [["sla.sales", d.sla.sales]],
  "sla-marketing": (d) => [["sla.marketing", d.sla.marketing]],
  reasons: (d) => [["rejectionReasons", d.rejectionReasons]],
  qualification: (d) => [["qualification.questions", d.qualification.questions]],
  reviews: (d) => [["reviews", d.reviews]],
};

/** Where an entry stands now; null where it is gone or the place is none of a list. */
function findPlace(document: Agreement, { section, key }: About): { path: string; name: string } | null {
  for (const [path, entries] of lists[section]?.(document) ?? []) {
    const index = entries.findIndex((entry) => (entry.key ?? entry.code ?? entry.stage) === key);
    if (index >= 0) return { path: `${path}.${index}`, name: entries[index]!.name ?? entries[index]!.stage ?? String(key) };
  }
  return null;
}

/** "Engagement: Viewed pricing". */
export function placeName(document: Agreement, about: About): string {
  const section = sections[about.section]?.title ?? "The draft";
  if (about.key === null) return section;
  return `${section}: ${findPlace(document, about)?.name ?? about.key}`;
}

/** Where to jump to. */
export function pathOfPlace(document: Agreement, about: About): string {
  return (about.key !== null && findPlace(document, about)?.path) || about.section;
}

/** The part of the document behind a line of the agreement page; undefined where a line is no single part. */
export function partBehind(document: Agreement, section: string, key: string): unknown {
  const whole: Readonly<Record<string, unknown>> = {
    "ideal-customer rule": document.idealCustomer.when, "mql A": { A: document.mql.grid.A }, "mql B": { B: document.mql.grid.B }, "mql C": { C: document.mql.grid.C }, "mql D": { D: document.mql.grid.D },
    "mql never": document.mql.never, "routing fallback": { fallbackTeam: document.routing.fallbackTeam }, "stages ageing": document.ageing,
  };
  if (`${section} ${key}` in whole) return whole[`${section} ${key}`];
  const place = findPlace(document, { section: section as SectionKey, key });
  return place?.path.split(".").reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], document);
}
