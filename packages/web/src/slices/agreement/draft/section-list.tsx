import { sectionKeys, sections, type Section, type SectionKey } from "@tandem/domain/agreement/sections";
import type { ComponentType } from "react";
import { AttributionSection, QualificationSection, ReviewsSection, TargetsSection } from "./closing-sections.tsx";
import { PackageSection, RoutingSection, TiersSection } from "./handoff-sections.tsx";
import { EscalationSection, MarketingSection, ReasonsSection, SalesSection } from "./promise-sections.tsx";
import { EngagementSection, FitSection, MqlSection } from "./scoring-sections.tsx";
import { GeneralSection, IdealCustomerSection, PersonasSection, SegmentsSection, SignalsSection, StagesSection } from "./who-sections.tsx";

interface DraftSection extends Section {
  readonly key: SectionKey;
  readonly Body: ComponentType;
}

const bodies: Readonly<Record<SectionKey, ComponentType>> = {
  general: GeneralSection,
  "ideal-customer": IdealCustomerSection,
  personas: PersonasSection,
  stages: StagesSection,
  signals: SignalsSection,
  fit: FitSection,
  engagement: EngagementSection,
  mql: MqlSection,
  segments: SegmentsSection,
  tiers: TiersSection,
  package: PackageSection,
  routing: RoutingSection,
  "sla-sales": SalesSection,
  "sla-marketing": MarketingSection,
  escalation: EscalationSection,
  reasons: ReasonsSection,
  qualification: QualificationSection,
  attribution: AttributionSection,
  targets: TargetsSection,
  reviews: ReviewsSection,
};

/** The document from top to bottom. */
export const draftSections: readonly DraftSection[] = sectionKeys.map((key) => ({ key, ...sections[key], Body: bodies[key] }));
