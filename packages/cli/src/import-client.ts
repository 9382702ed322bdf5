import type { InputOf, Operation, OutputOf, Problem } from "@tandem/contract/operation";
import { readConfig } from "@tandem/server/platform/config";
import type { Principal } from "@tandem/server/platform/http/principal";
import type { Route } from "@tandem/server/platform/http/route";
import { createLog } from "@tandem/server/platform/log";
import { openApp } from "@tandem/server/platform/open-app";
import { Refusal } from "@tandem/server/platform/refusal";
import { workImport } from "@tandem/server/slices/imports/runner";
import { imports } from "@tandem/server/slices/imports/slice";
import { environmentWith, type Arguments } from "./arguments.ts";

/** One way to ask for an operation, whether a server answers or this process does. */
export interface Client {
  ask<O extends Operation>(operation: O, input: Partial<InputOf<O>>): Promise<OutputOf<O>>;
  /** Lets time pass for an import that runs; works it here where no server does. */
  pass(): Promise<void>;
  close(): Promise<void>;
}

export const ownOptions = ["mapping", "system", "dry-run", "live", "server", "key", "as", "overwrite", "make-campaigns", "refusals", "encoding", "delimiter"];

/** With --server (or TANDEM_SERVER) and an API key the running server is asked; otherwise the database is opened here. */
export async function openClient(given: Arguments): Promise<Client> {
  const env = environmentWith(given, ownOptions);
  const server = given.options["server"] ?? env["TANDEM_SERVER"];
  return server === undefined ? openHere(given, env) : openServer(server, given.options["key"] ?? env["TANDEM_API_KEY"]);
}

function openServer(server: string, key: string | undefined): Client {
  if (!key) throw new Error("Which API key? Set TANDEM_API_KEY, or give it with --key. Keys are made under Settings, API keys.");
  if (!URL.canParse(server)) throw new Error(`${server} is no address. Give one such as https://tandem.example.com.`);
  return {
    async ask(operation, input) {
      const params = (input.params ?? {}) as Record<string, unknown>;
      const url = new URL(`/api/v1${operation.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))}`, server);
      for (const [name, value] of Object.entries((input.query ?? {}) as object)) if (value !== undefined) url.searchParams.set(name, String(value));
      const response = await fetch(url, {
        method: operation.method,
        headers: { authorization: `Bearer ${key}`, ...(input.body !== undefined && { "content-type": "application/json" }) },
        ...(input.body !== undefined && { body: JSON.stringify(input.body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(sentenceOf(text, response.status));
      return (text === "" ? null : JSON.parse(text)) as never;
    },
    pass: () => new Promise((resolve) => setTimeout(resolve, 400)),
    close: async () => {},
  };
}

function sentenceOf(text: string, status: number): string {
  try {
    const problem = JSON.parse(text) as Problem;
    return problem.detail ? `${problem.title} ${problem.detail}` : problem.title;
  } catch {
    return `The server answered ${status}.`;
  }
}

async function openHere(given: Arguments, env: NodeJS.ProcessEnv): Promise<Client> {
  // The key belongs to the way over the server; it is no setting of one.
  const { TANDEM_API_KEY: _, ...settings } = env;
  const config = readConfig(settings);
  const opened = await openApp({ config, log: createLog("error"), ifRunning: "adopt", migrations: "check" });
  try {
    const { app } = opened;
    const principal = await whoAsks(app.db, given.options["as"]);
    const routes = new Map<string, Route>(imports.routes!.map((route) => [route.operation.name, route]));
    return {
      async ask(operation, input) {
        const parsed = { params: operation.params.parse(input.params ?? {}), query: operation.query.parse(input.query ?? {}), body: operation.body.parse(input.body) };
        try {
          return (await routes.get(operation.name)!.handler({ app, principal, caller: principal } as never, parsed as never)) as never;
        } catch (error) {
          throw error instanceof Refusal ? new Error(error.detail ? `${error.kind.title} ${error.detail}` : error.kind.title) : error;
        }
      },
      async pass() {
        if (!(await workImport(app))) await new Promise((resolve) => setTimeout(resolve, 300));
      },
      close: () => opened.close(),
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** The person in whose name rows are brought in: the one named, else the first who may. */
async function whoAsks(db: { find<Row extends object>(text: string, params?: readonly unknown[]): Promise<Row | null> }, email: string | undefined): Promise<Principal> {
  const person = await db.find<{ id: string; name: string; role: Principal["role"] }>(
    "select id, name, role from app_user where active and role in ('revops', 'marketing', 'administrator') and ($1::text is null or email_folded = lower($1)) order by role = 'revops' desc, role = 'administrator' desc, created_at limit 1",
    [email ?? null],
  );
  if (!person) throw new Error(email === undefined ? "Nobody here may import yet. Start Tandem, complete the set-up, then import." : `${email} is nobody who may import. Name someone of Marketing or RevOps.`);
  return { userId: person.id, name: person.name, role: person.role, teamIds: [], managedTeamIds: [], via: "session" };
}
