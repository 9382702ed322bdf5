import { agreement } from "@tandem/domain/agreement/agreement";
import type { Sql } from "../platform/sql.ts";
import { agreementHash } from "./agreement-hash.ts";

/** Versions whose text is not the one that was signed: its hash, reckoned from the document, is another. */
export async function alteredVersions(sql: Sql): Promise<number[]> {
  const rows = await sql.query<{ version: number; document: unknown; hash: string }>("select version, document, hash from agreement_version order by version");
  return rows.filter((row) => {
    const read = agreement.safeParse(row.document);
    return !read.success || agreementHash(read.data) !== row.hash;
  }).map((row) => row.version);
}
