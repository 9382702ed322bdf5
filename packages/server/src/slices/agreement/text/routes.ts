import { applyTextRoute } from "./apply-text.ts";
import { planTextRoute } from "./plan-text.ts";

/** The agreement as text: planned against the version in force, applied as a draft. */
export const textRoutes = [planTextRoute, applyTextRoute];
