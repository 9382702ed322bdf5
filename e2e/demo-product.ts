// The demo in a small world, and its people's browsers: what every screen looks like with a company's data behind it.
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { demoSignIn, listDemoSignIns } from "@tandem/contract/access/sign-in";
import type { Role } from "@tandem/contract/operation";
import { startDemo } from "@tandem/server/demo/demo";
import { readConfig } from "@tandem/server/platform/config";
import { silentLog } from "@tandem/server/platform/log";
import type { Page } from "playwright-core";
import { launchBrowser } from "./browser.ts";
import { Caller, freePort } from "./product.ts";

export interface DemoProduct {
  readonly url: string;
  /** Somebody of a role, signed in once for the whole file. */
  callerOf(role: Role): Promise<Caller>;
  /** A new browser of somebody of a role; `complaints` gathers what went wrong in it. */
  enter(role: Role, options?: { width?: number; scheme?: "light" | "dark" }): Promise<Visit>;
  stop(): Promise<void>;
}

export interface Visit {
  readonly page: Page;
  readonly complaints: string[];
  readonly leave: () => Promise<void>;
}

/** @param size days of history, visitors a day's share of whom become leads */
export async function startDemoProduct(size: { days: number; visitors: number }): Promise<DemoProduct> {
  const folder = await mkdtemp(join(tmpdir(), "tandem-demo-"));
  await chmod(folder, 0o755);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const config = readConfig({ NODE_ENV: "test", PORT: String(port), TANDEM_BASE_URL: url, TANDEM_DATA_DIR: join(folder, "data"), LOG_LEVEL: "silent" });
  const [server, browser] = await Promise.all([startDemo({ config, log: silentLog, say: () => undefined, size }), launchBrowser()]);
  const { rows: people } = await new Caller(url).call(listDemoSignIns);
  const callers = new Map<Role, Promise<Caller>>();
  const signIn = async (role: Role): Promise<Caller> => {
    const caller = new Caller(url);
    await caller.call(demoSignIn, { body: { userId: people.find((one) => one.role === role)!.userId } });
    return caller;
  };
  const callerOf = (role: Role) => {
    const known = callers.get(role) ?? signIn(role);
    callers.set(role, known);
    return known;
  };
  return {
    url,
    callerOf,
    async enter(role, { width = 1440, scheme = "light" } = {}) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, reducedMotion: "reduce", locale: "en-GB" });
      await context.addCookies([(await callerOf(role)).cookieFor(url)]);
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
      page.on("console", (message) => message.type() === "error" && complaints.push(`console: ${message.text()}`));
      page.on("response", (response) => response.status() >= 400 && complaints.push(`${response.status()} ${response.request().method()} ${response.url()}`));
      return { page, complaints, leave: () => context.close() };
    },
    async stop() {
      await browser.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
