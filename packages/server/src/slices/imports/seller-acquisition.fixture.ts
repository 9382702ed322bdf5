import type { Given } from "./imports.fixture.ts";

/** How the two files of the public seller-acquisition data set (docs/guides-real-data.md) are mapped. */
export const leadsMapping: Given = {
  name: "marketing_qualified_leads.csv",
  targets: { mql_id: "id", first_contact_date: "createdAt", landing_page_id: { to: "contact.custom.landing_page", name: "Landing page", type: "text" }, origin: "contact.source" },
  options: { system: "sellers" },
};

export const dealsMapping: Given = {
  name: "closed_deals.csv",
  targets: {
    mql_id: "contact.id",
    seller_id: "id",
    sdr_id: "deal.custom.sdr",
    sr_id: "deal.custom.sr",
    won_date: "closedAt",
    business_segment: { to: "contact.custom.business_segment", name: "Business segment", type: "choice" },
    lead_type: { to: "contact.custom.lead_type", name: "Lead type", type: "choice" },
    lead_behaviour_profile: { to: "contact.custom.behaviour", name: "Behaviour", type: "multi-choice" },
    has_company: { to: "contact.custom.has_company", name: "Has a company", type: "boolean" },
    has_gtin: { to: "contact.custom.has_gtin", name: "Has GTIN", type: "boolean" },
    average_stock: { to: "contact.custom.average_stock", name: "Average stock", type: "choice" },
    business_type: { to: "contact.custom.business_type", name: "Business type", type: "choice" },
    declared_product_catalog_size: { to: "contact.custom.catalog_size", name: "Declared catalog size", type: "number" },
    declared_monthly_revenue: { to: "contact.custom.declared_monthly_revenue", name: "Declared monthly revenue", type: "money" },
  },
  options: { system: "sellers", constants: [{ to: "state", value: "won" }] },
};
