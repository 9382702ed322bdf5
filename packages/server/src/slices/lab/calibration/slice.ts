import type { Slice } from "../../../platform/slice.ts";
import { cancelCalibrationRoute, draftCalibrationRoute, listCalibrationsRoute, listOutcomesRoute, readCalibrationRoute, startCalibrationRoute } from "./calibrations.ts";
import { stopAllCalibrations } from "./run-calibration.ts";
import { judgeFieldRoute } from "./verdicts.ts";

/** Points learned from outcomes: suggested, explained, and turned into an ordinary draft by a person. */
export const calibration: Slice = {
  name: "calibration",
  routes: [listOutcomesRoute, listCalibrationsRoute, startCalibrationRoute, readCalibrationRoute, cancelCalibrationRoute, draftCalibrationRoute, judgeFieldRoute],
  mount: (server) => {
    server.addHook("onClose", async () => stopAllCalibrations());
  },
};
