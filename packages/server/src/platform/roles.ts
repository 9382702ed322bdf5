import pg from "pg";
import type { DatabaseOptions } from "./database.ts";
import type { Log } from "./log.ts";
import { appRole } from "./migrate.ts";
import type { PostgresAddress } from "./postgres/launcher.ts";

/** Who connects as whom: the owner migrates, the server only reads and writes rows. */
export interface Connections {
  readonly owner: DatabaseOptions["connection"];
  readonly app: DatabaseOptions["connection"];
  /** The role the server's sessions take on; null when the user of `app` is already as weak as it should be. */
  readonly appRole: string | null;
}

export const ownerRole = "tandem_owner";

/** In the embedded Postgres: the two roles and the database, made once by the superuser. */
export async function prepareEmbedded(address: PostgresAddress & { superuser: string }, database = "tandem"): Promise<Connections> {
  const { host, port } = address;
  const client = new pg.Client({ host, port, user: address.superuser, database: "postgres" });
  client.on("error", () => {});
  await client.connect();
  try {
    for (const role of [ownerRole, appRole]) {
      const { rows } = await client.query("select 1 from pg_roles where rolname = $1", [role]);
      if (rows.length === 0) await client.query(`create role ${client.escapeIdentifier(role)} login nosuperuser nocreatedb nocreaterole`);
    }
    const { rows } = await client.query("select 1 from pg_database where datname = $1", [database]);
    if (rows.length === 0) {
      await client.query(`create database ${client.escapeIdentifier(database)} owner ${ownerRole}`);
      await client.query(`revoke all on database ${client.escapeIdentifier(database)} from public`);
      await client.query(`grant connect, temporary on database ${client.escapeIdentifier(database)} to ${appRole}`);
    }
  } finally {
    await client.end();
  }
  return { owner: { host, port, database, user: ownerRole }, app: { host, port, database, user: appRole }, appRole: null };
}

/**
 * With a Postgres of the operator's own. Two URLs keep owner and server apart; with one, the server takes on a weaker
 * role of the same cluster when that may be made, and otherwise says that it stays the owner.
 */
export async function prepareExternal(urls: { databaseUrl: string; ownerUrl?: string | undefined }, log: Log): Promise<Connections> {
  const owner = { connectionString: urls.ownerUrl ?? urls.databaseUrl };
  const app = { connectionString: urls.databaseUrl };
  const client = new pg.Client({ ...owner, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    throw new Error(`The database of ${urls.ownerUrl ? "DATABASE_OWNER_URL" : "DATABASE_URL"} does not answer: ${(error as Error).message}`);
  }
  try {
    if (urls.ownerUrl) {
      await grantTo(client, urls.databaseUrl);
      return { owner, app, appRole: null };
    }
    const weaker = await mayTakeOn(client);
    if (!weaker) {
      log.warn(`The user of DATABASE_URL may not make the role ${appRole}, so the server keeps an owner's rights. Let an administrator run: create role ${appRole}; grant ${appRole} to <that user>;`);
    }
    return { owner, app, appRole: weaker ? appRole : null };
  } finally {
    await client.end();
  }
}

async function mayTakeOn(client: pg.Client): Promise<boolean> {
  try {
    const { rows } = await client.query("select 1 from pg_roles where rolname = $1", [appRole]);
    if (rows.length === 0) await client.query(`create role ${appRole} nologin`);
    const { rows: member } = await client.query<{ may: boolean }>("select pg_has_role(current_user, $1, 'member') as may", [appRole]);
    if (!member[0]!.may) await client.query(`grant ${appRole} to current_user`);
    await client.query(`set role ${appRole}; reset role`);
    return true;
  } catch {
    return false;
  }
}

/** The server's own user gets its rights through the role, so that later tables are covered too. */
async function grantTo(client: pg.Client, databaseUrl: string): Promise<void> {
  // The driver reads the address as it will when it connects, a socket's (postgres://user@/name?host=/folder) too.
  const { user } = new pg.Client({ connectionString: databaseUrl });
  const { rows } = await client.query("select 1 from pg_roles where rolname = $1", [appRole]);
  try {
    if (rows.length === 0) await client.query(`create role ${appRole} nologin`);
    if (user && user !== appRole) await client.query(`grant ${appRole} to ${client.escapeIdentifier(user)}`);
  } catch (error) {
    throw new Error(`The user of DATABASE_OWNER_URL could not give ${appRole}'s rights to ${user}: ${(error as Error).message}. Let an administrator run: create role ${appRole}; grant ${appRole} to ${user};`);
  }
}
