import type { SectionKey } from "@tandem/domain/agreement/sections";
import type { ComponentType } from "react";
import type { Side } from "../side-words.ts";
import { AttributionSection, QualificationSection, ReviewsSection, TargetsSection } from "./closing-sections.tsx";
import { PackageSection, RoutingSection, TiersSection } from "./handoff-sections.tsx";
import { EscalationSection, MarketingSection, ReasonsSection, SalesSection } from "./promise-sections.tsx";
import { EngagementSection, FitSection, MqlSection } from "./scoring-sections.tsx";
import { GeneralSection, IdealCustomerSection, PersonasSection, SegmentsSection, SignalsSection, StagesSection } from "./who-sections.tsx";

interface DraftSection {
  readonly key: SectionKey;
  /** Short, for the list of contents. */
  readonly title: string;
  readonly intro: string;
  /** Who owes what stands in it; null where both do. */
  readonly side: Side | null;
  readonly Body: ComponentType;
}

/** The document from top to bottom. */
export const draftSections: readonly DraftSection[] = [
  { key: "general", title: "The agreement", intro: "What it is called, and by which clock and currency it counts.", side: null, Body: GeneralSection },
  { key: "ideal-customer", title: "Ideal customer profile", intro: "Whom both teams want.", side: null, Body: IdealCustomerSection },
  { key: "personas", title: "Personas", intro: "The people we speak to.", side: null, Body: PersonasSection },
  { key: "stages", title: "Stages", intro: "What each stage means and who answers for it.", side: null, Body: StagesSection },
  { key: "signals", title: "Signals", intro: "The kinds of engagement we agree to notice.", side: "marketing", Body: SignalsSection },
  { key: "fit", title: "Fit", intro: "Points for who they are. Fit never fades.", side: null, Body: FitSection },
  { key: "engagement", title: "Engagement", intro: "Points for what they do. Caps, windows and half-lives are part of the rule.", side: null, Body: EngagementSection },
  { key: "mql", title: "Becomes MQL", intro: "Engagement needed for each grade, and the ways that qualify at once.", side: "marketing", Body: MqlSection },
  { key: "segments", title: "Segments", intro: "Markets by which targets are set.", side: null, Body: SegmentsSection },
  { key: "tiers", title: "Tiers", intro: "How urgent a lead is; the first that holds counts.", side: null, Body: TiersSection },
  { key: "package", title: "Package", intro: "What Marketing hands over with each lead.", side: "marketing", Body: PackageSection },
  { key: "routing", title: "Routing", intro: "Who gets a lead.", side: "sales", Body: RoutingSection },
  { key: "sla-sales", title: "Sales owes", intro: "Business time of whoever has the lead. Only a recorded attempt stops the first clock.", side: "sales", Body: SalesSection },
  { key: "sla-marketing", title: "Marketing owes", intro: "Promises for each calendar quarter, kept or broken. What both teams aim at stands under Targets.", side: "marketing", Body: MarketingSection },
  { key: "escalation", title: "Escalation", intro: "What follows when a clock warns or runs out.", side: null, Body: EscalationSection },
  { key: "reasons", title: "Rejection reasons", intro: "Why Sales may give a lead back, and where it goes then.", side: "sales", Body: ReasonsSection },
  { key: "qualification", title: "Qualification", intro: "What is found out before a lead is an SQL.", side: "sales", Body: QualificationSection },
  { key: "attribution", title: "Attribution", intro: "Which touches count for a deal.", side: null, Body: AttributionSection },
  { key: "targets", title: "Targets", intro: "What both teams aim at together: a plan, beside what Marketing has promised.", side: null, Body: TargetsSection },
  { key: "reviews", title: "Reviews", intro: "When both teams meet over this.", side: null, Body: ReviewsSection },
];
