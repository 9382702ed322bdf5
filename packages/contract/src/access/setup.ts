import { z } from "zod";
import { operation, type RefusalKind } from "../operation.ts";
import { timeZone } from "./business-hours.ts";
import { email, newPassword, personName } from "./words.ts";
import { sourceWithSnippet } from "./sources.ts";

export const alreadySetUp: RefusalKind = { code: "already-set-up", status: 409, title: "This workspace is set up already. Sign in, or ask an administrator for an invitation." };

export const readSetup = operation({
  name: "access.read-setup",
  method: "GET",
  path: "/setup",
  summary: "Whether this workspace still has to be set up.",
  who: "anyone",
  response: z.object({ needed: z.boolean(), workspaceName: z.string().nullable(), demo: z.boolean() }),
});

export const completeSetup = operation({
  name: "access.complete-setup",
  method: "POST",
  path: "/setup",
  summary: "Sets the workspace up: its first administrator, a Marketing and a Sales team, and a website to connect. Works only while there is no user.",
  who: "anyone",
  body: z.strictObject({
    workspaceName: z.string().trim().min(1).max(120),
    timeZone,
    currency: z.string().regex(/^[A-Z]{3}$/, "a currency code such as EUR"),
    administrator: z.strictObject({ name: personName, email, password: newPassword }),
    marketingTeam: z.string().trim().min(1).max(80).default("Marketing"),
    salesTeam: z.string().trim().min(1).max(80).default("Sales"),
    website: z.string().trim().min(1).max(120).default("Website"),
  }),
  response: z.object({ userId: z.uuid(), source: sourceWithSnippet }),
  refusals: [alreadySetUp],
});
