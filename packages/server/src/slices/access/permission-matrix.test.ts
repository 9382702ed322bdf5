import { operation, roles, type Operation, type Role } from "@tandem/contract/operation";
import { beforeAll, describe, expect, test } from "vitest";
import { createHttpServer } from "../../platform/http/server.ts";
import { handle } from "../../platform/http/route.ts";
import { slices } from "../../slices.ts";
import { testApp } from "../../test/app.ts";
import { accessApp, addPerson, setUp, type AccessApp } from "./access.fixture.ts";

/**
 * Every operation of every slice, asked over HTTP by nobody and by each role. The request carries a query key that no
 * operation knows: who may pass is answered 400 before anything happens, who may not is turned away before that.
 */
const operations = slices.flatMap((slice) => (slice.routes ?? []).map((route) => route.operation)).sort((a, b) => (a.name < b.name ? -1 : 1));

let t: AccessApp;
const cookies = new Map<Role, string>();
beforeAll(async () => {
  t = await accessApp({ slices });
  const workspace = await setUp(t);
  cookies.set("administrator", workspace.administrator.cookie);
  for (const role of roles) if (role !== "administrator") cookies.set(role, (await addPerson(t, workspace, role, `${role} person`)).cookie);
});

async function codeFor({ method, path }: Operation, role: Role | null): Promise<string> {
  // The bucket that slows a caller refills with the clock.
  t.clock.advance(100);
  const cookie = role ? { cookie: `tandem_session=${cookies.get(role)}` } : {};
  const url = `/api/v1${path.replace(/:\w+/g, "01890a5d-ac96-774b-bcce-b302099a8057")}?nobody-knows-this=1`;
  const response = await t.server.inject({ method, url, headers: { origin: "http://localhost:3210", ...cookie } });
  return response.statusCode < 400 ? `let in with ${response.statusCode}` : (response.json() as { code: string }).code;
}

/** What a declared policy must mean, written out apart from the guard. */
function expected(who: Operation["who"], role: Role | null): string {
  const passes = who === "anyone" || (role !== null && (who === "signed-in" || who.includes(role)));
  return passes ? "invalid-input" : role === null ? "not-signed-in" : "not-allowed";
}

describe("who may call what", () => {
  test.each(operations.map((o) => [o.name, o] as const))("%s", async (_, o) => {
    const asked: Record<string, string> = {};
    const wanted: Record<string, string> = {};
    for (const role of [null, ...roles]) {
      asked[role ?? "nobody"] = await codeFor(o, role);
      wanted[role ?? "nobody"] = expected(o.who, role);
    }
    expect(asked).toEqual(wanted);
  });
});

describe("the declarations themselves", () => {
  const named = (which: (o: Operation) => boolean) => operations.filter(which).map((o) => o.name);

  test("let strangers in only where somebody must come from outside", () => {
    expect(named((o) => o.who === "anyone" && o.name.startsWith("access."))).toEqual([
      "access.accept-invitation",
      "access.complete-setup",
      "access.demo-sign-in",
      "access.list-demo-sign-ins",
      "access.read-invitation",
      "access.read-setup",
      "access.sign-in",
    ]);
  });

  test("leave users and the workspace to administrators", () => {
    const theirs = ["access.create-user", "access.change-user", "access.reset-password", "access.change-workspace"];
    expect(operations.filter((o) => theirs.includes(o.name)).map((o) => o.who)).toEqual(theirs.map(() => ["administrator"]));
  });

  test("let executives look and not touch, targets apart", () => {
    // Marks a handoff as seen for its assignee only; from anybody else it changes nothing.
    // A view of one's own holds a question; sharing one is refused to executives where it is asked for.
    // Own marks and views, and the lab, which reckons without writing anything.
    const harmless = ["lab.start-history", "lab.cancel-history", "lab.start-replay", "lab.cancel-replay", "lab.move-replay", "lab.test-person", "handoff.mark-seen", "people.save-view", "people.change-view", "people.remove-view"];
    expect(named((o) => Array.isArray(o.who) && o.who.includes("executive") && o.method !== "GET" && !o.name.includes("target") && !harmless.includes(o.name))).toEqual([]);
  });

  test("carry a policy, or the server does not start", async () => {
    const { app } = await testApp();
    const forgotten = { ...operation({ name: "access.forgotten", method: "GET", path: "/forgotten", summary: "", who: "anyone" }), who: undefined as never };
    await expect(createHttpServer(app, [{ name: "careless", routes: [handle(forgotten, async () => null)] }])).rejects.toThrow(/does not say who may use it/);
  });
});
