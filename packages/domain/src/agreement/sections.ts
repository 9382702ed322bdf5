/** The parts of the document, as screens show them and comments refer to them, in reading order. */
export const sectionKeys = [
  "general", "ideal-customer", "personas", "stages", "signals", "fit", "engagement", "mql", "segments", "tiers", "package", "routing",
  "sla-sales", "sla-marketing", "escalation", "reasons", "qualification", "attribution", "targets", "reviews",
] as const;
export type SectionKey = (typeof sectionKeys)[number];

export const sectionTitles: Readonly<Record<SectionKey, string>> = {
  general: "The agreement",
  "ideal-customer": "Ideal customer profile",
  personas: "Personas",
  stages: "Stages",
  signals: "Signals",
  fit: "Fit",
  engagement: "Engagement",
  mql: "MQL",
  segments: "Segments",
  tiers: "Tiers",
  package: "Package",
  routing: "Routing",
  "sla-sales": "What Sales owes",
  "sla-marketing": "What Marketing owes",
  escalation: "Escalation",
  reasons: "Rejection reasons",
  qualification: "Qualification",
  attribution: "Attribution",
  targets: "Targets",
  reviews: "Reviews",
};

/** Top-level parts of the document by section; what is cut finer stands first. */
const places: readonly (readonly [string, SectionKey])[] = [
  ["idealCustomer", "ideal-customer"],
  ["packageRequires", "package"],
  ["sla.sales", "sla-sales"],
  ["sla.marketing", "sla-marketing"],
  ["sla.escalation", "escalation"],
  ["rejectionReasons", "reasons"],
  ["nurture", "reasons"],
  ["ageing", "stages"],
];

/** The section to which a place in the document belongs: `sla.sales.0.tiers` is in `sla-sales`. */
export function sectionOf(path: string): SectionKey {
  const named = places.find(([prefix]) => path === prefix || path.startsWith(`${prefix}.`));
  if (named) return named[1];
  const [top] = path.split(".");
  return sectionKeys.find((key) => key === top) ?? "general";
}
