import { expect, it } from "vitest";
import { foundingAgreement } from "./founding-agreement.ts";
import { placeWords } from "./place-words.ts";

it("calls places by names, so that nobody counts rules to find one", () => {
  expect(placeWords(foundingAgreement, "engagement.rules.6.points")).toBe("Engagement: Viewed pricing");
  expect(placeWords(foundingAgreement, "sla.sales.0.withinMinutes")).toBe(`Sales owes: ${foundingAgreement.sla.sales[0]!.name}`);
  expect(placeWords(foundingAgreement, "idealCustomer.when.all.1")).toBe("Ideal customer profile");
});
