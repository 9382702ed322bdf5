import { z } from "zod";
import { operation } from "../operation.ts";

export const changeWorkspace = operation({
  name: "access.change-workspace",
  method: "PATCH",
  path: "/access/workspace",
  summary: "Renames the workspace.",
  who: ["administrator"],
  body: z.strictObject({ name: z.string().trim().min(1).max(120) }),
  response: z.object({ name: z.string() }),
});
