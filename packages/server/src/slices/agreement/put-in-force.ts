import { breakGlass, signDraft } from "@tandem/contract/agreement/signing";
import { agreement as shape, type Agreement } from "@tandem/domain/agreement/agreement";
import { placeWords } from "@tandem/domain/agreement/place-words";
import { dayWords } from "@tandem/domain/kit/day-words";
import { epochDayFromIso, isoFromEpochDay } from "@tandem/domain/kit/epoch-day";
import { startOfDay } from "@tandem/domain/kit/zone";
import type { App } from "../../platform/app.ts";
import type { Transaction } from "../../platform/transaction.ts";
import { Refusal } from "../../platform/refusal.ts";
import { setTimers } from "../../platform/timers.ts";
import type { Actor } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import { dayIn } from "../../spine/company-day.ts";
import { saveVersion } from "../../spine/founding.ts";
import { followedVersion, versionDocument, type DraftRow } from "./draft-store.ts";
import { standingSignatures } from "./draft-signatures.ts";
import { checkDate } from "./edit-draft.ts";
import { draftProblems, loadKnowledge } from "./knowledge.ts";
import { takeBackOvertaken } from "./take-back-overtaken.ts";
import { tellPeople } from "./tell-people.ts";

/** One version is made at a time: its number, its instant, and that it follows the newest, are decided under this lock. */
const versionLock = 7_316_002;
export const goingLiveTimer = "agreement-going-live";

const refusal = (code: string) => [...signDraft.refusals, ...breakGlass.refusals].find((one) => one.code === code)!;

export interface Ready {
  readonly agreement: Agreement;
  readonly version: number;
}

/**
 * Holds the lock on versions to the end of the transaction and answers the instant by which everything in it is decided.
 * To be taken after every other lock: while one waits for any, a version can be made or begin, and time passes. Never
 * before the newest version was made, though the clock of the process that made it be ahead.
 */
export async function lockVersions(app: App, tx: Transaction): Promise<Date> {
  await tx.query("select pg_advisory_xact_lock($1)", [versionLock]);
  const { made } = await tx.one<{ made: Date }>("select max(created_at) as made from agreement_version");
  return new Date(Math.max(made.getTime(), app.clock.now().getTime()));
}

/** Whether the draft could become a version as it stands; refuses with what is in the way. `at` is that of `lockVersions`. */
export async function checkReady(tx: Transaction, row: DraftRow, effectiveFrom: Date | null, at: Date): Promise<Ready> {
  const { last } = await tx.one<{ last: number }>("select max(version) as last from agreement_version");
  const followed = await followedVersion(tx, effectiveFrom ?? at);
  if (row.base_version !== followed.version) throw new Refusal(refusal("is-behind"), undefined, { newestVersion: followed.version, baseVersion: row.base_version });
  if (row.hash === followed.hash) throw new Refusal(refusal("nothing-to-change"));
  const agreement = shape.parse(row.document);
  const problems = draftProblems(agreement, await loadKnowledge(tx), (await versionDocument(tx, followed.version))!).filter((one) => one.severity === "problem");
  if (problems.length > 0) throw new Refusal(refusal("has-problems"), `${placeWords(agreement, problems[0]!.path)}. ${problems[0]!.words}`, { problems });
  await checkDate(tx, effectiveFrom, at);
  return { agreement, version: last + 1 };
}

/** Makes the draft the next version with its signatures, in the caller's transaction: all of it or nothing. `at` is that of `lockVersions`. */
export async function putInForce(app: App, tx: Transaction, row: DraftRow, how: { at: Date; actor: Actor; effectiveFrom: Date | null; brokenBy?: { userId: string; reason: string } }): Promise<number> {
  const { at } = how;
  const { agreement, version } = await checkReady(tx, row, how.effectiveFrom, at);
  const effectiveFrom = how.effectiveFrom ?? at;
  await saveVersion(tx, { version, agreement, founding: false, effectiveFrom, at, createdBy: row.proposed_by });
  for (const one of await standingSignatures(tx, row.id))
    await tx.query("insert into signature (version, side, user_id, hash, signed_at, address) values ($1, $2, $3, $4, $5, $6)", [version, one.side, one.user_id, one.hash, one.signed_at, one.address]);
  if (how.brokenBy) await tx.query("insert into agreement_break_glass (version, by_id, at, reason, until_review) values ($1, $2, $3, $4, $5)", [version, how.brokenBy.userId, at, how.brokenBy.reason, nextReview(agreement, at)]);
  await tx.query("update agreement_draft set state = 'in-force', became_version = $2, updated_at = $3, version = version + 1 where id = $1", [row.id, version, at]);
  await tx.query("insert into agreement_going_live (version, state) values ($1, 'waiting')", [version]);
  await setTimers(tx, [{ kind: goingLiveTimer, key: String(version), dueAt: effectiveFrom }]);
  const overtaken = await takeBackOvertaken(app, tx, { version, hash: row.hash, effectiveFrom, at, actor: how.actor });
  const { chain } = (await tx.find<{ chain: string }>("select chain from signature order by place desc limit 1")) ?? { chain: null };
  // The reason stands with the version; here is who and what, and the end of the chain of signatures, kept apart from it.
  await recordAudit(tx, [{ at, actor: how.actor, act: how.brokenBy ? "agreement.glass-broken" : "agreement.version-made", entityKind: "agreement-draft", entityId: row.id, summary: { number: row.number, version, hash: row.hash, effectiveFrom: effectiveFrom.toISOString(), chain } }]);
  const since = effectiveFrom <= at ? "is in force now" : `takes effect on ${dayWords(dayIn(agreement.timeZone, effectiveFrom))}`;
  await tellPeople(app, tx, "everyone", {
    kind: how.brokenBy ? "agreement.glass-broken" : "agreement.version-made",
    title: how.brokenBy ? `Agreement version ${version} was put in force unsigned` : `Agreement version ${version} ${since}`,
    body: `${how.brokenBy ? `Reason given: ${how.brokenBy.reason.slice(0, 500)} Both sides are asked to sign it, or to put another in force, before the next review.` : `“${row.title}” was signed by Marketing and Sales.`}${overtaken.length === 0 ? "" : ` ${sentenceOf(overtaken)}`}`,
    link: "/agreement",
    cause: `agreement version ${version}`,
  });
  app.live.publish(tx, ["everyone"], { kind: "agreement.changed", data: { version, draft: row.id } });
  return version;
}

function sentenceOf(overtaken: readonly number[]): string {
  return overtaken.length === 1 ? `Version ${overtaken[0]}, signed for later, does not take effect as it is: it waits for signatures again.` : `Versions ${overtaken.join(" and ")}, signed for later, do not take effect as they are: they wait for signatures again.`;
}

/** The start of the next review: a week's is its Monday, a month's or quarter's its first day. Without any, the next quarter. */
export function nextReview(agreement: Agreement, at: Date): Date {
  const today = dayIn(agreement.timeZone, at);
  const [year, month] = isoFromEpochDay(today).split("-").map(Number) as [number, number];
  const firstOf = (m: number) => epochDayFromIso(`${year + Math.floor((m - 1) / 12)}-${String(((m - 1) % 12) + 1).padStart(2, "0")}-01`)!;
  // Day 0 was a Thursday.
  const days = { week: today + 7 - ((today + 3) % 7), month: firstOf(month + 1), quarter: firstOf(month + 3 - ((month - 1) % 3)) };
  const next = agreement.reviews.length === 0 ? days.quarter : Math.min(...agreement.reviews.map((review) => days[review.every]));
  return new Date(startOfDay(agreement.timeZone, next));
}
