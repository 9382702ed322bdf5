import type { Slice } from "../../platform/slice.ts";
import { listVersionsRoute, readAgreementRoute, readTextRoute } from "./read-agreement.ts";
import { signVersionRoute } from "./sign-version.ts";

/** The one document both teams signed and the engine runs. */
export const agreement: Slice = { name: "agreement", routes: [readAgreementRoute, listVersionsRoute, readTextRoute, signVersionRoute] };
