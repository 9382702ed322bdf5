import { z } from "zod";
import { operation, type RefusalKind } from "../operation.ts";
import { businessHours } from "./business-hours.ts";
import { id, notFound, side } from "./words.ts";

export const teamKeyTaken: RefusalKind = { code: "team-name-taken", status: 409, title: "There is a team of this name already. Choose another name." };
export const inactiveMember: RefusalKind = { code: "inactive-member", status: 409, title: "An inactive person can't join a team. Activate them first." };

export const teamMember = z.object({
  userId: id,
  name: z.string(),
  active: z.boolean(),
  manages: z.boolean(),
  /** Takes part in routing. */
  receives: z.boolean(),
  /** Share of the leads, against the other members' weights. */
  weight: z.number().int(),
  /** Open handoffs at most; null is no limit. */
  capacity: z.number().int().nullable(),
});

export const team = z.object({
  id,
  key: z.string(),
  name: z.string(),
  side,
  ...businessHours,
  members: z.array(teamMember),
});
export type Team = z.infer<typeof team>;

const name = z.string().trim().min(1).max(80);
const who = ["revops", "administrator"] as const;

export const listTeams = operation({
  name: "access.list-teams",
  method: "GET",
  path: "/access/teams",
  summary: "The teams and their members.",
  who: "signed-in",
  response: z.object({ rows: z.array(team) }),
});

export const createTeam = operation({
  name: "access.create-team",
  method: "POST",
  path: "/access/teams",
  summary: "Makes a team. Its key, which the agreement's routing names, follows from its first name and never changes.",
  who,
  body: z.strictObject({ name, side, timeZone: businessHours.timeZone.optional(), week: businessHours.week.optional(), holidayCountry: businessHours.holidayCountry.default(null), holidayRegion: businessHours.holidayRegion.default(null) }),
  response: team,
  refusals: [teamKeyTaken],
});

export const changeTeam = operation({
  name: "access.change-team",
  method: "PATCH",
  path: "/access/teams/:id",
  summary: "Renames a team or changes its business hours.",
  who,
  params: z.strictObject({ id }),
  body: z.strictObject({ name, ...businessHours }).partial(),
  response: team,
  refusals: [notFound],
});

/** A manager sets capacity, weight and receiving in the teams they manage; who belongs and who manages is for RevOps. */
export const saveMember = operation({
  name: "access.save-member",
  method: "PUT",
  path: "/access/teams/:id/members/:userId",
  summary: "Puts a person into a team, or changes what they take there.",
  who: ["sales-manager", "revops", "administrator"],
  params: z.strictObject({ id, userId: id }),
  body: z.strictObject({
    manages: z.boolean().default(false),
    receives: z.boolean().default(true),
    weight: z.number().int().min(0).max(1000).default(1),
    capacity: z.number().int().min(0).max(100_000).nullable().default(null),
  }),
  response: team,
  refusals: [notFound, inactiveMember, { code: "not-yours-to-change", status: 403, title: "A manager may change what members take, not who belongs to the team or manages it. Ask RevOps or an administrator." }],
});

export const removeMember = operation({
  name: "access.remove-member",
  method: "DELETE",
  path: "/access/teams/:id/members/:userId",
  summary: "Takes a person out of a team. Their open handoffs stay with them until somebody reassigns them.",
  who,
  params: z.strictObject({ id, userId: id }),
  response: team,
  refusals: [notFound],
});
