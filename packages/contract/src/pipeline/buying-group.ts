import { z } from "zod";
import { operation, type RefusalKind } from "../operation.ts";
import { groupMember } from "./opportunities.ts";
import { id, noSuchContact, noSuchOpportunity, notYourOpportunity, role, sellers } from "./parts.ts";

/** Who takes part in a purchase, and in which part. Touches of all of them count for the deal. */

const member = z.object({ opportunityId: id, contactId: id });
const group = z.object({ group: z.array(groupMember) });
const mainStays: RefusalKind = { code: "main-contact-stays", status: 409, title: "This is the deal's main contact. Make somebody else the main contact first." };

export const saveGroupMember = operation({
  name: "pipeline.save-group-member",
  method: "PUT",
  path: "/opportunities/:opportunityId/group/:contactId",
  summary: "Puts a contact into the buying group or gives them another role; `main` makes them the one through whom the deal came.",
  who: sellers,
  params: member,
  body: z.strictObject({ role: role.default("other"), main: z.boolean().optional() }),
  response: group,
  refusals: [noSuchOpportunity, notYourOpportunity, noSuchContact],
});

export const removeGroupMember = operation({
  name: "pipeline.remove-group-member",
  method: "DELETE",
  path: "/opportunities/:opportunityId/group/:contactId",
  summary: "Takes a contact out of the buying group.",
  who: sellers,
  params: member,
  response: group,
  refusals: [noSuchOpportunity, notYourOpportunity, mainStays],
});
