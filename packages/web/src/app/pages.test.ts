import { createUser, listUsers } from "@tandem/contract/access/users";
import { readDashboard } from "@tandem/contract/insights/dashboard";
import { listNotifications } from "@tandem/contract/handoff/notifications";
import { listContacts } from "@tandem/contract/people/contacts";
import { describe, expect, it } from "vitest";
import { homeOf, keptFrom, mayOpen } from "./pages.ts";
import type { Session } from "./session.ts";

const session = (role: Session["user"]["role"], ...may: readonly { readonly name: string }[]) => ({ user: { role }, permissions: new Set(may.map((one) => one.name)) }) as unknown as Session;
const administrator = session("administrator", listUsers, createUser, listNotifications);
const executive = session("executive", readDashboard, listContacts, listNotifications);

describe("what a role sees", () => {
  it("says that people are kept from an administrator, and nothing of an address that is none", () => {
    expect([keptFrom(administrator, "/people"), keptFrom(administrator, "/people/01890a5d-ac96-774b-bcce-b302099a8057")]).toEqual(["People", "Contact"]);
    expect([keptFrom(administrator, "/nowhere"), keptFrom(executive, "/people")]).toEqual([null, null]);
  });

  it("opens what is permitted, with or without a search", () => {
    expect([mayOpen(administrator, "/settings/users?user=1"), mayOpen(administrator, "/people/1"), mayOpen(executive, "/people/1"), mayOpen(executive, "/nowhere")]).toEqual([true, false, true, false]);
  });
});

it("who configures begins with the settings, everybody else with what they work on", () => {
  expect([homeOf(administrator), homeOf(executive)]).toEqual(["/settings", "/dashboard"]);
});
