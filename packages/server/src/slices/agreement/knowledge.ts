import type { Agreement } from "@tandem/domain/agreement/agreement";
import type { RoutingWording } from "@tandem/domain/agreement/describe";
import { minutesByWeekday } from "@tandem/domain/agreement/team-facts";
import { parseShape, validateAgreement, type AgreementKnowledge, type AgreementProblem } from "@tandem/domain/agreement/validate";
import { wordsAndRules } from "@tandem/domain/agreement/words-and-rules";
import type { FieldRef } from "@tandem/domain/criteria/criteria";
import type { Week } from "@tandem/domain/sla/business-calendar";
import type { Sql } from "../../platform/sql.ts";
import { fieldsByRef, type InForce, type InForceRow } from "../../spine/agreement-in-force.ts";

/** What the company has, as far as an agreement may name it: for problems and for words. */
export interface Knowledge {
  readonly facts: AgreementKnowledge;
  readonly wording: RoutingWording;
  readonly fields: InForce["fields"];
}

interface KnowledgeRow {
  readonly fields: InForceRow["fields"];
  readonly teams: { key: string; name: string; week: Week; receivers: number }[] | null;
  readonly people: { email: string; name: string; active: boolean }[] | null;
}

/** Fields, teams and people, in one round trip. */
export async function loadKnowledge(sql: Sql): Promise<Knowledge> {
  const row = await sql.one<KnowledgeRow>(
    `select (select jsonb_agg(jsonb_build_object('entity', entity, 'key', key, 'name', name, 'type', type, 'options', options)) from field) as fields,
       (select jsonb_agg(jsonb_build_object('key', key, 'name', name, 'week', week,
          'receivers', (select count(*) from team_member m join app_user u on u.id = m.user_id where m.team_id = team.id and m.receives and u.active))) from team) as teams,
       (select jsonb_agg(jsonb_build_object('email', email_folded, 'name', name, 'active', active)) from app_user) as people`,
  );
  const fields = fieldsByRef(row.fields ?? []);
  const teams = new Map((row.teams ?? []).map((team) => [team.key, { ...team, minutesByWeekday: minutesByWeekday(team.week) }]));
  const people = new Map((row.people ?? []).map((person) => [person.email, person]));
  const wording: RoutingWording = {
    field: (ref: FieldRef) => fields.get(ref) ?? null,
    team: (key: string) => teams.get(key)?.name ?? null,
    user: (email: string) => people.get(email.toLowerCase())?.name ?? null,
    country: countryName,
  };
  return {
    fields,
    wording,
    facts: {
      wording,
      typeOf: (ref: FieldRef) => fields.get(ref)?.type ?? null,
      team: (key) => teams.get(key) ?? null,
      user: (email) => people.get(email.toLowerCase()) ?? null,
    },
  };
}

const regions = new Intl.DisplayNames("en", { type: "region" });

/** "Germany"; what is no code of a country stays as it was written. */
function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code;
}

/** What is wrong with a draft: what any agreement may have, what can't change from version to version, and words that a rule has left behind. */
export function draftProblems(document: Agreement, known: Knowledge, before: Agreement): AgreementProblem[] {
  return [...validateAgreement(document, known.facts), ...fixedTerms(document, before), ...wordsAndRules(document, before)];
}

/** Recorded days and converted amounts are counted in them: another zone or currency would be another company. */
function fixedTerms(document: Agreement, before: Agreement): AgreementProblem[] {
  const fixed = (path: "timeZone" | "currency", words: string): AgreementProblem[] => (document[path] === before[path] ? [] : [{ severity: "problem", path, code: "fixed-term", words }]);
  return [
    ...fixed("timeZone", `The company day stays in ${before.timeZone}: everything recorded so far is counted in its days. Put it back.`),
    ...fixed("currency", `Amounts stay in ${before.currency}: everything recorded so far is converted to it. Put it back.`),
  ];
}

/** Reads a document from outside: limits and shape, nothing else; whether it makes sense is said and not refused. */
export function readDocument(raw: unknown): { readonly ok: Agreement } | { readonly problems: readonly AgreementProblem[] } {
  return parseShape(raw);
}
