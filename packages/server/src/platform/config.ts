import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import { logLevels } from "./log.ts";
import { barredFolder, postgresAccount } from "./postgres/account.ts";
import { sharedFolder } from "./postgres/binaries.ts";

/** All configuration there is, read from the environment once, at the start. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Absolute; holds the embedded Postgres and whatever else must survive. */
  readonly dataDir: string;
  /** A Postgres of the operator's own, instead of the embedded one. */
  readonly databaseUrl: string | undefined;
  readonly databaseOwnerUrl: string | undefined;
  /** Database connections of this process at most. */
  readonly databaseConnections: number;
  /** What one caller of the API may ask for steadily; ten times as much in a burst. */
  readonly requestsPerSecond: number;
  /** Without a slash at the end. Every link in a mail starts with it, never with a request's Host. */
  readonly baseUrl: string;
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  readonly logLevel: (typeof logLevels)[number];
  readonly roles: readonly ServerRole[];
  /** Whether X-Forwarded-For and -Proto are believed: only behind a proxy that sets them. */
  readonly trustProxy: boolean;
  /** Whoever reads /metrics from another machine needs it. */
  readonly metricsToken: string | undefined;
  /** Outside production every response is checked against the contract too. */
  readonly production: boolean;
}

export const serverRoles = ["http", "worker", "timers"] as const;
export type ServerRole = (typeof serverRoles)[number];

const url = (protocols: RegExp, example: string) => z.url({ protocol: protocols, error: `must be an address like ${example}` });
/** Looser than a URL, because a socket's address has no host: postgres://user@/name?host=/folder */
const postgresUrl = z.string().regex(/^postgres(ql)?:\/\/\S+$/, "must be an address like postgres://user:password@host:5432/name");
const whole = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d+$/, "must be a whole number")
    .transform(Number)
    .refine((value) => value >= from && value <= to, `must be between ${from} and ${to}`);
const yesNo = z.enum(["true", "false"], { error: "must be true or false" }).transform((value) => value === "true");

const environment = z.object({
  PORT: whole(0, 65_535).default(3210),
  HOST: z.string().default("127.0.0.1"),
  TANDEM_DATA_DIR: z.string().optional(),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_OWNER_URL: postgresUrl.optional(),
  TANDEM_DATABASE_CONNECTIONS: whole(3, 200).default(16),
  TANDEM_REQUESTS_PER_SECOND: whole(1, 100_000).default(60),
  TANDEM_BASE_URL: url(/^https?$/, "https://tandem.example.com").optional(),
  SMTP_URL: url(/^smtps?$/, "smtp://user:password@host:587").optional(),
  MAIL_FROM: z.string().regex(/^([^<>\r\n]*<)?[^<>@\s]+@[^<>@\s]+>?$/, "must be an address like Tandem <tandem@example.com>").default("Tandem <tandem@localhost>"),
  LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(", ")}` }).default("info"),
  TANDEM_ROLES: z
    .string()
    .default(serverRoles.join(","))
    .transform((value) => value.split(",").map((role) => role.trim()))
    .pipe(z.array(z.enum(serverRoles, { error: `must be a list out of ${serverRoles.join(",")}` })).min(1)),
  TANDEM_TRUST_PROXY: yesNo.default(false),
  TANDEM_METRICS_TOKEN: z.string().min(16, "must have at least 16 characters").optional(),
  NODE_ENV: z.string().default("production"),
});

/** Reads and checks the environment; throws one error that names every bad value. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = environment.safeParse(set);
  const wrong = parsed.success ? [] : parsed.error.issues.map((issue) => `  ${String(issue.path[0])} ${issue.message} (it is ${shown(String(issue.path[0]), set)})`);
  // A mistyped name would otherwise be ignored in silence.
  for (const name of Object.keys(set)) {
    if (name.startsWith("TANDEM_") && !(name in environment.shape)) wrong.push(`  ${name} is not a setting; there are ${settings("TANDEM_")}`);
  }
  if (!set["DATABASE_URL"] && set["DATABASE_OWNER_URL"]) wrong.push("  DATABASE_OWNER_URL is set without DATABASE_URL");
  if (!parsed.success || wrong.length > 0) throw new Error(`The configuration has ${wrong.length === 1 ? "a mistake" : `${wrong.length} mistakes`}:\n${wrong.join("\n")}`);
  const it = parsed.data;
  return {
    port: it.PORT,
    host: it.HOST,
    dataDir: it.TANDEM_DATA_DIR === undefined ? usualDataDir() : resolve(it.TANDEM_DATA_DIR),
    databaseUrl: it.DATABASE_URL,
    databaseOwnerUrl: it.DATABASE_OWNER_URL,
    databaseConnections: it.TANDEM_DATABASE_CONNECTIONS,
    requestsPerSecond: it.TANDEM_REQUESTS_PER_SECOND,
    baseUrl: (it.TANDEM_BASE_URL ?? `http://localhost:${it.PORT}`).replace(/\/+$/, ""),
    smtpUrl: it.SMTP_URL,
    mailFrom: it.MAIL_FROM,
    logLevel: it.LOG_LEVEL,
    roles: it.TANDEM_ROLES,
    trustProxy: it.TANDEM_TRUST_PROXY,
    metricsToken: it.TANDEM_METRICS_TOKEN,
    production: it.NODE_ENV === "production",
  };
}

/** `data` where Tandem is started; but for root in a closed folder (often /root), where Postgres' user could not enter, /var/lib/tandem/data. */
function usualDataDir(): string {
  const here = resolve("data");
  const account = postgresAccount();
  return account && barredFolder(here, account) ? join(sharedFolder, "data") : here;
}

/** A configuration for tests: nothing outside, checks on. */
export function testConfig(changes: Partial<Config> = {}): Config {
  return { ...readConfig({ NODE_ENV: "test", PORT: "0", TANDEM_DATA_DIR: tmpdir(), LOG_LEVEL: "silent" }), baseUrl: "http://localhost:3210", ...changes };
}

function settings(prefix: string): string {
  return Object.keys(environment.shape)
    .filter((name) => name.startsWith(prefix))
    .join(", ");
}

/** Addresses may hold passwords. */
function shown(name: string, set: Record<string, string | undefined>): string {
  return name.endsWith("_URL") || name.endsWith("_TOKEN") ? "not shown" : JSON.stringify(set[name]);
}
