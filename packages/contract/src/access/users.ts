import { z } from "zod";
import { operation, type RefusalKind } from "../operation.ts";
import { businessHours } from "./business-hours.ts";
import { changedMeanwhile, email, id, instant, newPassword, notFound, passwordNeeded, personName, role, side } from "./words.ts";

export const emailTaken: RefusalKind = { code: "email-taken", status: 409, title: "Somebody has this e-mail address already. Look for them in the list; they may be inactive." };
export const lastAdministrator: RefusalKind = { code: "last-administrator", status: 409, title: "This is the last active administrator. Make somebody else an administrator first." };
export const userInactive: RefusalKind = { code: "user-inactive", status: 409, title: "This person is inactive. Activate them first." };

export const user = z.object({
  id,
  name: z.string(),
  email: z.string(),
  role,
  jobTitle: z.string().nullable(),
  active: z.boolean(),
  ...businessHours,
  signsFor: side.nullable(),
  teams: z.array(z.object({ id, name: z.string(), side, manages: z.boolean() })),
  lastSeenAt: instant.nullable(),
  /** Invited and not yet come: the link's end. */
  invitedUntil: instant.nullable(),
  hasPassword: z.boolean(),
  version: z.number().int(),
});
export type User = z.infer<typeof user>;

const administrators = ["administrator"] as const;

export const listUsers = operation({
  name: "access.list-users",
  method: "GET",
  path: "/access/users",
  summary: "Everybody with a sign-in, the inactive included.",
  who: ["administrator", "revops"],
  response: z.object({ rows: z.array(user) }),
});

/** What anybody may know of those they work with: for assignees, mentions and filters. */
export const colleague = z.object({
  id,
  name: z.string(),
  email: z.string(),
  role,
  jobTitle: z.string().nullable(),
  active: z.boolean(),
  timeZone: z.string(),
  teamIds: z.array(id),
  /** Away at this moment, until then. */
  awayUntil: instant.nullable(),
});
export type Colleague = z.infer<typeof colleague>;

export const listColleagues = operation({
  name: "access.list-colleagues",
  method: "GET",
  path: "/access/colleagues",
  summary: "Who works here: name, role, teams, and whether they are away now.",
  who: "signed-in",
  response: z.object({ rows: z.array(colleague) }),
});

/** How the person gets their first password: set now, or by a one-time link. */
const entry = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("password"), password: newPassword }),
  z.strictObject({ kind: z.literal("invitation") }),
]);

/** A link to hand over; `mailed` says whether it is on its way by mail. Shown in this answer only. */
export const oneTimeLink = z.object({ url: z.string(), expiresAt: instant, mailed: z.boolean() });

export const createUser = operation({
  name: "access.create-user",
  method: "POST",
  path: "/access/users",
  summary: "Adds a person, with a first password or by a one-time invitation.",
  who: administrators,
  body: z.strictObject({
    name: personName,
    email,
    role,
    jobTitle: z.string().trim().max(120).nullable().default(null),
    signsFor: side.nullable().default(null),
    timeZone: businessHours.timeZone.optional(),
    week: businessHours.week.optional(),
    holidayCountry: businessHours.holidayCountry.default(null),
    holidayRegion: businessHours.holidayRegion.default(null),
    teamIds: z.array(id).max(50).default([]),
    entry,
  }),
  response: z.object({ user, link: oneTimeLink.nullable() }),
  refusals: [emailTaken, notFound, passwordNeeded],
});

export const changeUser = operation({
  name: "access.change-user",
  method: "PATCH",
  path: "/access/users/:id",
  summary: "Changes a person. Deactivating ends their sessions and keys, and their open handoffs go back to routing.",
  who: administrators,
  params: z.strictObject({ id }),
  body: z
    .strictObject({ name: personName, email, role, jobTitle: z.string().trim().max(120).nullable(), active: z.boolean(), signsFor: side.nullable(), ...businessHours, version: z.number().int() })
    .partial()
    .required({ version: true }),
  response: user,
  refusals: [notFound, emailTaken, changedMeanwhile, lastAdministrator, passwordNeeded],
});

export const resetPassword = operation({
  name: "access.reset-password",
  method: "POST",
  path: "/access/users/:id/password-reset",
  summary: "Makes a one-time link to set a new password (or renews an invitation), and ends the person's sessions.",
  who: administrators,
  params: z.strictObject({ id }),
  response: oneTimeLink,
  refusals: [notFound, userInactive, passwordNeeded],
});
