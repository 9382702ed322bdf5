import { z } from "zod";
import { operation, type RefusalKind } from "../operation.ts";
import { businessHours } from "./business-hours.ts";
import { changedMeanwhile, givenPassword, id, instant, newPassword, passwordNeeded, personName, role, side } from "./words.ts";

export const preferences = z.strictObject({
  theme: z.enum(["system", "light", "dark"]),
  density: z.enum(["comfortable", "compact"]),
  /** Single-key shortcuts; they can be switched off. */
  keys: z.boolean(),
  /** BCP 47; null follows the browser. */
  locale: z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, "a locale such as de-AT").nullable(),
  /** Whether handoffs and warnings come by e-mail too; in the product they are always told. */
  mail: z.boolean(),
  /** Columns of lists by key, in their order; a list that is not named shows its usual ones. */
  columns: z.record(z.string().max(40), z.array(z.string().max(63)).min(1).max(30)),
});
export type Preferences = z.infer<typeof preferences>;
export const usualPreferences: Preferences = { theme: "system", density: "comfortable", keys: true, locale: null, mail: true, columns: {} };

export const me = z.object({
  user: z.object({
    id,
    name: z.string(),
    email: z.string(),
    role,
    jobTitle: z.string().nullable(),
    signsFor: side.nullable(),
    ...businessHours,
    version: z.number().int(),
  }),
  teams: z.array(z.object({ id, key: z.string(), name: z.string(), side, manages: z.boolean() })),
  workspace: z.object({ name: z.string(), demo: z.boolean(), demoUntil: instant.nullable() }),
  agreement: z.object({ currency: z.string(), timeZone: z.string() }),
  /** Names of the operations this person may call; what is not here is not shown. */
  permissions: z.array(z.string()),
  preferences,
  via: z.enum(["session", "api-key"]),
});
export type Me = z.infer<typeof me>;

export const readMe = operation({
  name: "access.me",
  method: "GET",
  path: "/access/me",
  summary: "Who asks, in which teams, and what they may do.",
  who: "signed-in",
  response: me,
});

export const changeMe = operation({
  name: "access.change-me",
  method: "PATCH",
  path: "/access/me",
  summary: "Changes one's own name, title and business hours.",
  who: "signed-in",
  body: z.strictObject({ name: personName, jobTitle: z.string().trim().max(120).nullable(), ...businessHours, version: z.number().int() }).partial().required({ version: true }),
  response: z.object({ version: z.number().int() }),
  refusals: [changedMeanwhile],
});

export const changePreferences = operation({
  name: "access.change-preferences",
  method: "PATCH",
  path: "/access/me/preferences",
  summary: "Changes how the product looks and behaves for oneself.",
  who: "signed-in",
  body: preferences.partial(),
  response: preferences,
});

export const wrongPassword: RefusalKind = { code: "wrong-password", status: 422, title: "That is not your present password. Nothing was changed." };

export const changePassword = operation({
  name: "access.change-password",
  method: "PUT",
  path: "/access/me/password",
  summary: "Changes one's own password and ends one's other sessions.",
  who: "signed-in",
  body: z.strictObject({ current: givenPassword, next: newPassword }),
  refusals: [wrongPassword, passwordNeeded, { code: "too-many-attempts", status: 429, title: "Too many wrong passwords. Wait a quarter of an hour, then try again." }],
});

export const listSessions = operation({
  name: "access.list-sessions",
  method: "GET",
  path: "/access/me/sessions",
  summary: "Where one is signed in.",
  who: "signed-in",
  response: z.object({
    rows: z.array(z.object({ createdAt: instant, lastSeenAt: instant, userAgent: z.string().nullable(), address: z.string().nullable(), current: z.boolean() })),
  }),
});
