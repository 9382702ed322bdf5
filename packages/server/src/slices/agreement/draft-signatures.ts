import type { App } from "../../platform/app.ts";
import type { Transaction } from "../../platform/transaction.ts";
import type { Actor } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import { maySignSql } from "./draft-store.ts";
import { tellPeople } from "./tell-people.ts";

export interface DraftSignature {
  readonly id: string;
  readonly side: "marketing" | "sales";
  readonly user_id: string;
  readonly hash: string;
  readonly signed_at: Date;
  readonly address: string | null;
  readonly name: string;
  /** Works here and still signs for that side. */
  readonly may_sign: boolean;
}

/** The signatures that stand on a draft, in the order they were given. */
export async function standingSignatures(tx: Transaction, draftId: string): Promise<DraftSignature[]> {
  return tx.query<DraftSignature>(
    `select s.id, s.side, s.user_id, s.hash, s.signed_at, s.address, u.name, ${maySignSql} as may_sign
     from agreement_draft_signature s join app_user u on u.id = s.user_id where s.draft_id = $1 and s.fell_at is null order by s.signed_at, s.id for share of u`,
    [draftId],
  );
}

export type FallReason = "text-changed" | "date-changed" | "rebased" | "signatory-left" | "withdrawn" | "overtaken";

/** Lets signatures of a draft fall, all or some; they stay on record, are audited, and who gave them is told. Answers how many fell. */
export async function dropSignatures(app: App, tx: Transaction, draftId: string, at: Date, actor: Actor, why: FallReason, only?: readonly string[]): Promise<number> {
  const fallen = await tx.query<{ side: string; user_id: string; hash: string; number: number; title: string }>(
    `update agreement_draft_signature s set fell_at = $2, fell_why = $3 from agreement_draft d
     where d.id = s.draft_id and s.draft_id = $1 and s.fell_at is null and ($4::uuid[] is null or s.id = any($4)) returning s.side, s.user_id, s.hash, d.number, d.title`,
    [draftId, at, why, only ?? null],
  );
  if (fallen.length === 0) return 0;
  await recordAudit(tx, fallen.map((one) => ({ at, actor, act: "agreement.signature-fell", entityKind: "agreement-draft", entityId: draftId, summary: { number: one.number, side: one.side, userId: one.user_id, hash: one.hash, why } })));
  if (why !== "withdrawn") {
    const told = fallen.filter((one) => one.user_id !== actor.id).map((one) => one.user_id);
    await tellPeople(app, tx, told, { kind: "agreement.signature-fell", title: `Your signature fell away: ${fallen[0]!.title}`, body: `Draft ${fallen[0]!.number} ${words[why]} after you had signed it. Read it again and sign what it says now.`, link: `/agreement/drafts/${draftId}`, cause: `agreement draft ${draftId} fell ${at.toISOString()}` });
  }
  app.live.publish(tx, ["everyone"], { kind: "agreement.signatures-fell", data: { draft: draftId, why, sides: fallen.map((one) => one.side) } });
  return fallen.length;
}

const words: Readonly<Record<FallReason, string>> = { "text-changed": "was changed", "date-changed": "was given another date", rebased: "was brought onto a newer version", "signatory-left": "lost a signatory", withdrawn: "was withdrawn", overtaken: "was overtaken by another version" };
