import type { Slice } from "./platform/slice.ts";
import { knowOperations } from "./slices/access/permissions.ts";
import { access } from "./slices/access/slice.ts";
import { agreement } from "./slices/agreement/slice.ts";
import { campaigns } from "./slices/campaigns/slice.ts";
import { capture } from "./slices/capture/slice.ts";
import { handoff } from "./slices/handoff/slice.ts";
import { imports } from "./slices/imports/slice.ts";
import { insights } from "./slices/insights/slice.ts";
import { calibration } from "./slices/lab/calibration/slice.ts";
import { lab } from "./slices/lab/slice.ts";
import { people } from "./slices/people/slice.ts";
import { pipeline } from "./slices/pipeline/slice.ts";
import { spine } from "./spine/slice.ts";

/** Every slice of the product, in the order in which their reactions run. */
export const slices: readonly Slice[] = [spine, agreement, capture, people, handoff, access, insights, campaigns, pipeline, imports, lab, calibration];

// A person is told which operations they may call, those of the other slices included.
knowOperations(slices);
