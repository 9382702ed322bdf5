import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { operation, type Role } from "@tandem/contract/operation";
import type { InjectOptions } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { testApp } from "../../test/app.ts";
import { Refusal } from "../refusal.ts";
import type { Slice } from "../slice.ts";
import type { Principal } from "./principal.ts";
import { handle } from "./route.ts";
import { createHttpServer } from "./server.ts";

const { app, clock } = await testApp();
const person = (role: Role): Principal => ({ userId: `id-of-${role}`, name: "Ada", role, teamIds: ["t1"], managedTeamIds: [], via: "session" });

const namesTaken = { code: "name-taken", status: 409, title: "There is one of that name" } as const;
const readEcho = operation({ name: "echo.read", method: "GET", path: "/echo/:word", summary: "Says it again", who: "signed-in", params: z.strictObject({ word: z.string().max(20) }), query: z.strictObject({ times: z.coerce.number().int().max(9).default(1) }), response: z.object({ said: z.string(), by: z.string() }) });
const saveEcho = operation({ name: "echo.save", method: "POST", path: "/echo", summary: "Keeps a word", who: ["revops"], body: z.strictObject({ word: z.string() }), response: z.object({ id: z.number() }), refusals: [namesTaken] });
const gone = { code: "no-such-echo", status: 404, title: "There is no such echo." } as const;
const keptAt = { method: "GET", summary: "Finds it", who: "anyone", params: z.strictObject({ id: z.guid() }) } as const;
const find = operation({ ...keptAt, name: "echo.find", path: "/kept/:id", refusals: [namesTaken, gone] });
const look = operation({ ...keptAt, name: "echo.look", path: "/looked/:id" });
const open = operation({ name: "echo.open", method: "POST", path: "/open", summary: "For anyone", who: "anyone" });
const wrong = operation({ name: "echo.wrong", method: "GET", path: "/wrong", summary: "Breaks its promise", who: "anyone", response: z.object({ count: z.number() }) });

let asked = 0;
const echo: Slice = {
  name: "echo",
  authenticate: () => async (request) => {
    asked += 1;
    const role = /session=(\S+)/.exec(request.headers.cookie ?? "")?.[1] ?? /Bearer (\S+)/.exec(request.headers.authorization ?? "")?.[1];
    return role ? person(role as Role) : null;
  },
  routes: [
    handle(readEcho, async ({ principal }, { params, query }) => ({ said: params.word.repeat(query.times), by: principal.role })),
    handle(saveEcho, async ({ app: { db } }, { body }) => {
      if (body.word === "taken") throw new Refusal(namesTaken, "Take another one.", { version: 2 });
      if (body.word === "bug") throw new Error("secret inside");
      await db.query("select $1::text", [body.word]);
      return { id: 1 };
    }),
    handle(find, async () => null),
    handle(look, async () => null),
    handle(open, async () => null),
    handle(wrong, async () => ({ count: "three" }) as never),
  ],
};

const webFolder = await mkdtemp(join(tmpdir(), "tandem-web-"));
await mkdir(join(webFolder, "assets"));
await writeFile(join(webFolder, "index.html"), `<!doctype html><script>paint()</script><script src="/assets/app-1.js"></script>`);
await writeFile(join(webFolder, "assets", "app-1.js"), "x".repeat(5000));
const server = await createHttpServer(app, [echo], { webFolder });
afterAll(async () => {
  await server.close();
  await rm(webFolder, { recursive: true });
});

const origin = "http://localhost:3210";
const as = (role: string) => ({ cookie: `session=${role}`, origin });
async function call(options: InjectOptions) {
  const answer = await server.inject(options);
  const body = answer.payload && String(answer.headers["content-type"]).includes("json") ? (answer.json() as Record<string, unknown>) : {};
  return { status: answer.statusCode, body, headers: answer.headers, text: answer.payload };
}
const save = (body: unknown, headers: Record<string, string> = as("revops")) => call({ method: "POST", url: "/api/v1/echo", headers, payload: body as object });

describe("an operation over HTTP", () => {
  test("answers whoever may, with what the contract says", async () => {
    expect(await call({ url: "/api/v1/echo/ho?times=2", headers: as("executive") })).toMatchObject({ status: 200, body: { said: "hoho", by: "executive" } });
    expect(await call({ method: "POST", url: "/api/v1/open" })).toMatchObject({ status: 204 });
  });

  test("is closed to strangers and to other roles", async () => {
    expect(await call({ url: "/api/v1/echo/ho" })).toMatchObject({ status: 401, body: { code: "not-signed-in", status: 401 } });
    expect(await save({ word: "x" }, as("marketing"))).toMatchObject({ status: 403, body: { code: "not-allowed" } });
  });

  test("refuses wrong, unknown and prototype input, naming the field", async () => {
    expect(await call({ url: "/api/v1/echo/ho?times=many", headers: as("revops") })).toMatchObject({ status: 400, body: { code: "invalid-input", detail: "Times: a number.", errors: [{ path: "query.times" }] } });
    expect(await call({ url: "/api/v1/echo/ho?admin=1", headers: as("revops") })).toMatchObject({ status: 400 });
    expect(await save({ word: "x", role: "administrator" })).toMatchObject({ status: 400 });
    expect(await save('{"word":"x","__proto__":{"a":1}}', { ...as("revops"), "content-type": "application/json" })).toMatchObject({ status: 400, body: { code: "invalid-input" } });
    expect(await save("{", { ...as("revops"), "content-type": "application/json" })).toMatchObject({ status: 400, body: { code: "invalid-input" } });
  });

  test("has nothing at an address with something that is no id", async () => {
    expect(await call({ url: "/api/v1/kept/01890a5d-ac96-774b-bcce-b302099a8057" })).toMatchObject({ status: 204 });
    expect(await call({ url: "/api/v1/kept/not-an-id" })).toMatchObject({ status: 404, body: { code: "no-such-echo" } });
    expect(await call({ url: "/api/v1/looked/not-an-id" })).toMatchObject({ status: 404, body: { code: "not-found", detail: "There is nothing at this address." } });
  });

  test("turns refusals, unstorable text, size and bugs into problem documents", async () => {
    expect(await save({ word: "taken" })).toMatchObject({ status: 409, body: { code: "name-taken", detail: "Take another one.", data: { version: 2 } } });
    expect((await save({ word: "taken" })).headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(await save({ word: "a\u0000b" })).toMatchObject({ status: 400, body: { code: "invalid-input" } });
    expect(await save({ word: "x".repeat(1_100_000) })).toMatchObject({ status: 413, body: { code: "too-large" } });
    const bug = await save({ word: "bug" });
    expect(bug).toMatchObject({ status: 500, body: { code: "internal" } });
    expect(bug.text).not.toContain("secret inside");
    expect(await call({ url: "/api/v1/nothing" })).toMatchObject({ status: 404, body: { code: "not-found" } });
  });

  test("outside production an answer that breaks the contract is an error", async () => {
    expect(await call({ url: "/api/v1/wrong" })).toMatchObject({ status: 500 });
  });

  test("with a cookie changes something only from our own pages", async () => {
    const from = (other: string | undefined) => save({ word: "x" }, { cookie: "session=revops", ...(other !== undefined && { origin: other }) });
    expect(await from("https://evil.example")).toMatchObject({ status: 403, body: { code: "foreign-origin" } });
    expect(await from("null")).toMatchObject({ status: 403 });
    expect(await from(undefined)).toMatchObject({ status: 403 });
    expect(await from(origin)).toMatchObject({ status: 200 });
    expect(await save({ word: "x" }, { authorization: "Bearer revops" })).toMatchObject({ status: 200 });
  });

  test("without a policy is not mounted", async () => {
    const careless = { ...readEcho, name: "echo.careless", path: "/careless", who: undefined as never };
    await expect(createHttpServer(app, [{ name: "careless", routes: [handle(careless, async () => ({ said: "", by: "" }))] }])).rejects.toThrow(/echo\.careless does not say who may use it/);
    await expect(createHttpServer(app, [{ name: "nobody", routes: [handle({ ...careless, who: [] }, async () => ({ said: "", by: "" }))] }])).rejects.toThrow(/does not say who/);
  });

  test("is limited per caller, and says for how long", async () => {
    const flood = await createHttpServer(app, [echo]);
    const once = () => flood.inject({ url: "/api/v1/echo/x", headers: as("sales-rep") });
    for (let n = 0; n < 600; n += 1) await once();
    const answer = await once();
    expect([answer.statusCode, answer.headers["retry-after"]]).toEqual([429, "1"]);
    clock.advance(1000);
    expect((await once()).statusCode).toBe(200);
    await flood.close();
  });
});

describe("what else the server serves", () => {
  test("pages are framed by a strict policy that lets through the page's own inline script alone", async () => {
    const page = await call({ url: "/contacts/1", headers: { accept: "text/html" } });
    expect(page.status).toBe(200);
    expect(page.headers["content-security-policy"]).toMatch(/script-src 'self' 'sha256-[^']+';/);
    expect(page.headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(page.headers).toMatchObject({ "x-content-type-options": "nosniff", "cache-control": "no-cache" });
    expect(page.headers["strict-transport-security"]).toBeUndefined();
    expect((await call({ url: "/api/v1/nothing", headers: { accept: "text/html" } })).status).toBe(404);
  });

  test("assets are compressed and never asked for twice", async () => {
    const asset = await call({ url: "/assets/app-1.js", headers: { "accept-encoding": "gzip, br" } });
    expect(asset.headers).toMatchObject({ "cache-control": "public, max-age=31536000, immutable", "content-encoding": "br" });
    expect((await call({ url: "/assets/app-1.js", headers: { "if-none-match": String(asset.headers["etag"]) } })).status).toBe(304);
    expect((await call({ url: "/assets/../../package.json" })).status).toBe(404);
    expect(await call({ url: "/assets/app-0.js", headers: { accept: "text/html" } })).toMatchObject({ status: 404, body: { code: "not-found" } });
  });

  test("the OpenAPI document has every operation, its input, answer and refusals", async () => {
    const { body } = await call({ url: "/api/v1/openapi.json" });
    const { openapi, paths } = body as { openapi: string; paths: Record<string, Record<string, Record<string, unknown>>> };
    expect(openapi).toBe("3.1.0");
    expect(Object.keys(paths)).toEqual(["/api/v1/echo/{word}", "/api/v1/echo", "/api/v1/kept/{id}", "/api/v1/looked/{id}", "/api/v1/open", "/api/v1/wrong"]);
    expect(paths["/api/v1/echo/{word}"]!["get"]!["parameters"]).toMatchObject([{ name: "word", in: "path", required: true }, { name: "times", in: "query", required: false }]);
    expect(paths["/api/v1/echo"]!["post"]).toMatchObject({
      "x-who": ["revops"],
      requestBody: { content: { "application/json": { schema: { type: "object", additionalProperties: false, required: ["word"] } } } },
      responses: { "409": { description: "`name-taken`: There is one of that name" } },
    });
    expect((await call({ url: "/api/docs" })).text).toContain("/api/docs.js");
  });

  test("health, readiness and metrics", async () => {
    expect((await call({ url: "/healthz" })).status).toBe(200);
    expect((await call({ url: "/readyz" })).status).toBe(200);
    expect((await call({ url: "/metrics" })).text).toMatch(/tandem_http_request_seconds_count\{operation="echo.read",status="200"\} \d/);
    expect((await call({ url: "/metrics", remoteAddress: "203.0.113.9" })).status).toBe(404);
  });
});

describe("live events", () => {
  let url: string;
  beforeAll(async () => {
    await app.live.start();
    url = await server.listen({ port: 0, host: "127.0.0.1" });
  });

  test("reach at commit whom they concern, and nobody else", async () => {
    expect((await fetch(`${url}/api/v1/live`)).status).toBe(401);
    const mine = await listen("sales-rep");
    const others = await listen("marketing");
    await app.db.transaction(async (tx) => app.live.publish(tx, ["user:id-of-sales-rep", "role:sales-rep"], { kind: "handoff.opened", data: { id: "h1" } }));
    await app.db.transaction(async (tx) => {
      app.live.publish(tx, ["everyone"], { kind: "undone" });
      throw new Error("rolled back");
    }).catch(() => {});
    await app.db.transaction(async (tx) => app.live.publish(tx, ["everyone", "team:t1"], { kind: "last" }));
    expect(await mine.until("last")).toEqual(["open null", 'handoff.opened {"id":"h1"}', "last null"]);
    expect(await others.until("last")).toEqual(["open null", "last null"]);
    expect(app.live.subscribers).toBe(2);
    mine.close();
    others.close();
    await expect.poll(() => app.live.subscribers).toBe(0);
  });

  test("streams end when the server closes, so that it can close", async () => {
    const other = await createHttpServer(app, [echo]);
    url = await other.listen({ port: 0, host: "127.0.0.1" });
    const stream = await listen("executive");
    await stream.until("open");
    await other.close();
    await stream.ended;
  });

  async function listen(role: string) {
    const stop = new AbortController();
    const response = await fetch(`${url}/api/v1/live`, { headers: as(role), signal: stop.signal });
    const events: string[] = [];
    const ended = (async () => {
      let rest = "";
      for await (const chunk of response.body!) {
        const blocks = (rest + Buffer.from(chunk).toString()).split("\n\n");
        rest = blocks.pop()!;
        for (const block of blocks) {
          const [, kind, data] = /event: (.+)\ndata: (.+)/.exec(block) ?? [];
          if (kind) events.push(`${kind} ${data}`);
        }
      }
    })().catch(() => {});
    return {
      ended,
      close: () => stop.abort(),
      async until(kind: string) {
        await expect.poll(() => events.some((event) => event.startsWith(kind)), { timeout: 5000 }).toBe(true);
        return events;
      },
    };
  }
});

test("every request is asked who it is, those for anyone included", () => {
  expect(asked).toBeGreaterThan(0);
});
