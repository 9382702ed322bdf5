import { noSuchUser } from "@tandem/contract/people/parts";
import type { Sql } from "../../platform/sql.ts";
import { Refusal } from "../../platform/refusal.ts";

/** An owner is an active user; nobody is fine too. */
export async function requireOwner(sql: Sql, ownerId: string | null | undefined): Promise<void> {
  if (ownerId === null || ownerId === undefined) return;
  if (!(await sql.find("select from app_user where id = $1 and active", [ownerId]))) throw new Refusal(noSuchUser);
}
