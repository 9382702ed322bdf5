/** The parts of the document, as screens show them and comments refer to them, in reading order. */
export const sectionKeys = [
  "general", "ideal-customer", "personas", "stages", "signals", "fit", "engagement", "mql", "segments", "tiers", "package", "routing",
  "sla-sales", "sla-marketing", "escalation", "reasons", "qualification", "attribution", "targets", "reviews",
] as const;
export type SectionKey = (typeof sectionKeys)[number];

export interface Section {
  readonly title: string;
  /** One sentence on what it is for. */
  readonly intro: string;
  /** Who owes what stands in it; null where both do. */
  readonly side: "marketing" | "sales" | null;
}

export const sections: Readonly<Record<SectionKey, Section>> = {
  general: { title: "The agreement", intro: "What it is called, and by which clock and currency it counts.", side: null },
  "ideal-customer": { title: "Ideal customer profile", intro: "Whom both teams want.", side: null },
  personas: { title: "Personas", intro: "The people we speak to.", side: null },
  stages: { title: "Stages", intro: "What each stage means and who answers for it.", side: null },
  signals: { title: "Signals", intro: "The kinds of engagement we agree to notice.", side: "marketing" },
  fit: { title: "Fit", intro: "Points for who they are. Fit never decays.", side: null },
  engagement: { title: "Engagement", intro: "Points for what they do. Caps, windows and half-lives are part of the rule.", side: null },
  mql: { title: "Becomes MQL", intro: "Engagement needed for each grade, and the ways that qualify at once.", side: "marketing" },
  segments: { title: "Segments", intro: "Markets by which targets are set.", side: null },
  tiers: { title: "Tiers", intro: "How urgent a lead is; the first that holds counts.", side: null },
  package: { title: "Package", intro: "What Marketing hands over with each lead.", side: "marketing" },
  routing: { title: "Routing", intro: "Who gets a lead. An owner of the contact, its company or an open deal comes before any rule.", side: "sales" },
  "sla-sales": { title: "Sales owes", intro: "Business time of whoever has the lead. Only a recorded attempt stops the first clock.", side: "sales" },
  "sla-marketing": { title: "Marketing owes", intro: "Promises for each calendar quarter, kept or broken. What both teams aim at stands under Targets.", side: "marketing" },
  escalation: { title: "Escalation", intro: "What follows when a clock warns or runs out.", side: null },
  reasons: { title: "Rejection reasons", intro: "Why Sales may give a lead back, and where it goes then.", side: "sales" },
  qualification: { title: "Qualification", intro: "What is found out before a lead is an SQL.", side: "sales" },
  attribution: { title: "Attribution", intro: "Which touches count for a deal.", side: null },
  targets: { title: "Targets", intro: "What both teams aim at together: a plan, beside what Marketing has promised.", side: null },
  reviews: { title: "Reviews", intro: "When both teams meet over this.", side: null },
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
