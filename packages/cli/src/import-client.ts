import type { InputOf, Operation, OutputOf, Problem } from "@tandem/contract/operation";
import { importHere } from "@tandem/server/import-here";
import { readConfig } from "@tandem/server/platform/config";
import { createLog } from "@tandem/server/platform/log";
import { openApp } from "@tandem/server/platform/open-app";
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

export function openServer(server: string, key: string | undefined): Client {
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
      }).catch((error: unknown) => {
        throw new Error(`Nobody answers at ${server}. Does Tandem run there?`, { cause: error });
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
    const here = await importHere(opened.app, given.options["as"] ?? null);
    return {
      ask: here.ask,
      async pass() {
        if (!(await here.work())) await new Promise((resolve) => setTimeout(resolve, 300));
      },
      close: () => opened.close(),
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}
