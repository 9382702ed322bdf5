/** Twelve months of marketing: what brings people, when, for how much. Days count from the first day of the demo's year. */
export interface PlannedCampaign {
  readonly name: string;
  readonly channel: string;
  readonly utm: { readonly source: string; readonly medium: string; readonly campaign: string };
  readonly from: number;
  readonly to: number;
  /** Whole euros over its run. */
  readonly budget: number;
  /** Visitors it brings, against the others. */
  readonly pull: number;
  /** How well the people it brings fit and buy, around 1. */
  readonly quality: number;
}

export const campaigns: readonly PlannedCampaign[] = [
  { name: "Search: warehouse robots", channel: "paid-search", utm: { source: "google", medium: "cpc", campaign: "warehouse-robots" }, from: 0, to: 366, budget: 96_000, pull: 16, quality: 1.15 },
  { name: "Search: pick rate", channel: "paid-search", utm: { source: "google", medium: "cpc", campaign: "pick-rate" }, from: 60, to: 366, budget: 48_000, pull: 8, quality: 1.05 },
  { name: "LinkedIn: operations leaders", channel: "paid-social", utm: { source: "linkedin", medium: "paid_social", campaign: "ops-leaders" }, from: 0, to: 366, budget: 84_000, pull: 9, quality: 1.3 },
  { name: "LinkedIn: cold chain", channel: "paid-social", utm: { source: "linkedin", medium: "paid_social", campaign: "cold-chain" }, from: 120, to: 300, budget: 36_000, pull: 6, quality: 1 },
  { name: "Display: trade press", channel: "display", utm: { source: "trade-press", medium: "display", campaign: "trade-press-banner" }, from: 30, to: 210, budget: 42_000, pull: 7, quality: 0.45 },
  { name: "Newsletter", channel: "email", utm: { source: "newsletter", medium: "email", campaign: "monthly-newsletter" }, from: 0, to: 366, budget: 9_600, pull: 7, quality: 1 },
  { name: "Webinar: live pick-rate", channel: "event", utm: { source: "webinar", medium: "webinar", campaign: "live-pick-rate" }, from: 150, to: 240, budget: 14_000, pull: 14, quality: 1.35 },
  { name: "Webinar: cold-chain live", channel: "event", utm: { source: "webinar", medium: "webinar", campaign: "cold-chain-live" }, from: 290, to: 366, budget: 12_000, pull: 14, quality: 1.2 },
  { name: "Trade fair: Logistik Expo", channel: "event", utm: { source: "logistik-expo", medium: "event", campaign: "logistik-expo" }, from: 96, to: 130, budget: 78_000, pull: 22, quality: 1.25 },
  { name: "Trade fair: Robotics Week", channel: "event", utm: { source: "robotics-week", medium: "event", campaign: "robotics-week" }, from: 262, to: 292, budget: 64_000, pull: 22, quality: 1.1 },
  { name: "Partner referrals", channel: "referral", utm: { source: "partner", medium: "partner", campaign: "partner-programme" }, from: 0, to: 366, budget: 24_000, pull: 3, quality: 1.6 },
  { name: "Social: customer stories", channel: "social", utm: { source: "linkedin", medium: "social", campaign: "customer-stories" }, from: 0, to: 366, budget: 7_200, pull: 8, quality: 0.7 },
];

/** Visitors who come without a campaign. */
export const organic = [
  { referrer: "https://www.google.com/", pull: 26, quality: 1 },
  { referrer: "https://duckduckgo.com/", pull: 2, quality: 1 },
  { referrer: null, pull: 14, quality: 0.9 },
  { referrer: "https://www.linkedin.com/", pull: 5, quality: 0.7 },
  { referrer: "https://blog.logistics-review.example/", pull: 4, quality: 0.8 },
] as const;
