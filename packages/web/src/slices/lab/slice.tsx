import { listCalibrations } from "@tandem/contract/lab/calibration";
import { startReplay } from "@tandem/contract/lab/replay";
import FlaskIcon from "@tabler/icons-react/dist/esm/icons/IconFlask.mjs";
import type { Slice } from "../../app/slices.ts";

/** Where an agreement is tried before it is signed. */
export const slice: Slice = {
  name: "lab",
  pages: [
    { path: "/lab", title: "Lab", load: () => import("./lab-page.tsx"), needs: startReplay },
    { path: "/lab/calibration", title: "Calibration", load: () => import("./calibration-page.tsx"), needs: listCalibrations },
  ],
  navigation: [{ section: "shared", order: 21, label: "Lab", to: "/lab", icon: FlaskIcon, needs: startReplay }],
  commands: [
    { id: "lab.replay", label: "Try the agreement over history", keywords: "lab replay draft threshold points simulate", icon: FlaskIcon, needs: startReplay, run: ({ go }) => go("/lab") },
    { id: "lab.person", label: "Test a person against the agreement", keywords: "lab score explain points why", icon: FlaskIcon, needs: startReplay, run: ({ go }) => go("/lab?view=person") },
    { id: "lab.calibration", label: "Learn points from outcomes", keywords: "calibration lift rules suggest regression leak", icon: FlaskIcon, needs: listCalibrations, run: ({ go }) => go("/lab/calibration") },
  ],
};
