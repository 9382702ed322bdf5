import { saveAnswer } from "@tandem/contract/handoff/acts";
import type { Agreement } from "@tandem/domain/agreement/agreement";
import type { Sql } from "../../platform/sql.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { tellChanged } from "../../spine/handoffs.ts";
import { linkSql } from "./words.ts";
import { workOnHandoff } from "./work-on-handoff.ts";

const [, , , noSuchQuestion, noSuchActivity, answerChanged] = saveAnswer.refusals;

/** A new answer supersedes; none is rewritten. Asked also after the handoff is settled: an SQL goes on being qualified. */
export const saveAnswerRoute = handle(saveAnswer, (call, { params, body }) =>
  workOnHandoff(
    call,
    params.handoffId,
    async (work, handoff) => {
      const { tx, at } = work;
      const { qualification } = work.inForce.agreement;
      if (!qualification.questions.some((question) => question.key === params.question)) throw new Refusal(noSuchQuestion!);
      const contactId = work.contacts.get(handoff.contactId)!.id;
      if (body.activityId !== null && !(await tx.find("select 1 from activity where id = $1 and removed_at is null and contact_id in (select id from contact where survivor_id = $2)", [body.activityId, contactId]))) throw new Refusal(noSuchActivity!);
      if (body.seen !== undefined) await mustBeSeen(tx, contactId, params.question, body.seen);
      tx.send("update qualification_answer set superseded_at = $3 where question = $2 and superseded_at is null and contact_id in (select id from contact where survivor_id = $1)", [contactId, params.question, at]);
      tx.send(
        `insert into qualification_answer (id, contact_id, handoff_id, question, answer, confidence, activity_id, evidence, answered_at, answered_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [work.app.ids.next(), contactId, handoff.id, params.question, body.value, body.confidence, body.activityId, body.evidence, at, call.principal.userId],
      );
      work.facts.push({ kind: "qualification.answered", at, subject: { kind: "contact", id: contactId }, payload: { handoffId: handoff.id, question: params.question, confidence: body.confidence } });
      work.audit.push({ at, actor: work.actor, act: "qualification.answered", entityKind: "contact", entityId: contactId, summary: { question: params.question, confidence: body.confidence } });
      tellChanged(work, handoff);
      const answered = await answeredQuestions(tx, contactId);
      return { answered: qualification.questions.filter((question) => answered.has(question.key)).length, missing: missingAnswers(qualification, answered) };
    },
    { closed: true },
  ),
);

/** Refuses with the answer that stands when it is another than the one the caller had before their eyes. The lead's lock is held. */
async function mustBeSeen(tx: Sql, contactId: string, question: string, seen: string | null): Promise<void> {
  const standing = await tx.find<{ value: string; confidence: string; evidence: string; at: Date; by: { id: string; name: string } | null }>(
    `select q.answer as value, q.confidence, q.evidence, q.answered_at as at, ${linkSql("u")} as by from qualification_answer q left join app_user u on u.id = q.answered_by
     where q.question = $2 and q.superseded_at is null and q.contact_id in (select id from contact where survivor_id = $1) order by q.answered_at desc limit 1`,
    [contactId, question],
  );
  if ((standing?.at.getTime() ?? null) === (seen === null ? null : Date.parse(seen))) return;
  throw new Refusal(answerChanged!, undefined, standing && { ...standing, at: standing.at.toISOString() });
}

/** Questions with a standing answer, of the contact or anyone merged into it. */
export async function answeredQuestions(sql: Sql, contactId: string): Promise<Set<string>> {
  const rows = await sql.query<{ question: string }>("select distinct question from qualification_answer where superseded_at is null and contact_id in (select id from contact where survivor_id = $1)", [contactId]);
  return new Set(rows.map((row) => row.question));
}

/** Names of the answers that the agreement still wants before an SQL. */
export function missingAnswers(qualification: Agreement["qualification"], answered: ReadonlySet<string>): string[] {
  return qualification.requiredForSql.filter((key) => !answered.has(key)).map((key) => qualification.questions.find((question) => question.key === key)?.name ?? key);
}
