import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** What keeps people from using the page as it stands, each as "rule: where". */
export async function violations(page: Page): Promise<string[]> {
  // What passes is not gathered, and a page without frames needs no second page to finish in: half of the time.
  const found = await new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).setLegacyMode().analyze();
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`);
}
