import type { App } from "../../platform/app.ts";
import type { Transaction } from "../../platform/transaction.ts";
import type { Actor } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import { tellPeople } from "./tell-people.ts";

/**
 * A version that waits for its date was signed as what follows the version before it. When a newer one takes effect
 * before that date, what was signed is no longer what would happen: the waiting version never takes effect, its text is
 * a draft again, and whoever signed it is told (docs/decisions/0016).
 */

interface By {
  readonly version: number;
  readonly hash: string;
  readonly effectiveFrom: Date;
  readonly at: Date;
  readonly actor: Actor;
}

interface Overtaken {
  readonly version: number;
  readonly title: string;
  readonly hash: string;
  readonly base_version: number;
  readonly effective_from: Date;
  readonly proposed_by: string;
  readonly document: unknown;
  readonly signed: readonly { side: string; user_id: string; signed_at: string; address: string | null }[];
}

/** Makes drafts of the versions that the new one overtakes, and answers which they were. One with the same text is done with. */
export async function takeBackOvertaken(app: App, tx: Transaction, by: By): Promise<readonly number[]> {
  const overtaken = await tx.query<Overtaken>(
    `select v.version, d.title, v.hash, d.base_version, v.effective_from, d.proposed_by, v.document,
       (select coalesce(jsonb_agg(jsonb_build_object('side', s.side, 'user_id', s.user_id, 'signed_at', s.signed_at, 'address', s.address) order by s.place), '[]') from signature s where s.version = v.version) as signed
     from agreement_version v join agreement_draft d on d.became_version = v.version
     where v.version < $1 and v.effective_from > $2
       and not exists (select from agreement_version n where n.version > v.version and n.version < $1 and n.effective_from <= v.effective_from)
     order by v.version`,
    [by.version, by.effectiveFrom],
  );
  if (overtaken.length === 0) return [];
  const versions = overtaken.map(({ version }) => version);
  await tx.query("delete from agreement_going_live where version = any($1)", [versions]);
  await recordAudit(tx, versions.map((version) => ({ at: by.at, actor: by.actor, act: "agreement.version-overtaken", entityKind: "agreement", entityId: null, summary: { version, by: by.version } })));
  const back = overtaken.filter(({ hash }) => hash !== by.hash);
  for (const one of back) await beDraftAgain(app, tx, one, by);
  return back.map(({ version }) => version);
}

async function beDraftAgain(app: App, tx: Transaction, one: Overtaken, by: By): Promise<void> {
  const id = app.ids.next();
  const { number } = await tx.one<{ number: number }>(
    `insert into agreement_draft (id, title, base_version, was_version, document, hash, effective_from, proposed_by, changed_by, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $9) returning number`,
    [id, one.title, one.base_version, one.version, JSON.stringify(one.document), one.hash, one.effective_from, one.proposed_by, by.at],
  );
  for (const { side, user_id, signed_at, address } of one.signed)
    await tx.query("insert into agreement_draft_signature (id, draft_id, side, user_id, hash, signed_at, address, fell_at, fell_why) values ($1, $2, $3, $4, $5, $6, $7, $8, 'overtaken')", [app.ids.next(), id, side, user_id, one.hash, signed_at, address, by.at]);
  await tellPeople(app, tx, [one.proposed_by, ...one.signed.map(({ user_id }) => user_id)], {
    kind: "agreement.version-overtaken",
    title: `Version ${one.version} does not take effect: ${one.title}`,
    body: `Version ${by.version} came before it, and it was signed as what follows version ${one.base_version}. Draft ${number} holds its text: bring it up to date, read it and sign it anew.`,
    link: `/agreement/drafts/${id}`,
    cause: `agreement version ${one.version} overtaken`,
  });
}
