import { badCursor } from "@tandem/contract/operation";
import { listReplayPeople, type ReplayedPerson } from "@tandem/contract/lab/replay";
import { grades } from "@tandem/domain/agreement/agreement";
import { epochDayFromIso, isoFromEpochDay } from "@tandem/domain/kit/epoch-day";
import { endings } from "@tandem/domain/lab/picture";
import { bound } from "../../platform/bound.ts";
import type { Sql } from "../../platform/database.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { handoffScope, opportunityScope } from "../../spine/row-scope.ts";
import { nameOf } from "../people/door.ts";
import { labOf, mostCounted } from "./lab.ts";
import type { FoundPerson, FoundSide } from "./laboratory.ts";

/** Pages read at most to fill one, where most of what is found is not the reader's to see. */
const mostPages = 20;

export const listReplayPeopleRoute = handle(listReplayPeople, async ({ app, principal }, { params, query }) => {
  const after = query.cursor === undefined ? -1 : /^\d{1,10}$/.test(query.cursor) ? Number(query.cursor) : null;
  if (after === null) throw new Refusal(badCursor);
  const week = query.week === undefined ? undefined : (epochDayFromIso(query.week) ?? undefined);
  const ended = query.ended === undefined ? undefined : endings.indexOf(query.ended);
  // Whose end is hidden from the reader must not be found by asking for it either.
  const seesEnds = ["marketing", "revops", "executive"].includes(principal.role);
  const rows: ReplayedPerson[] = [];
  let next: number | null = after;
  let count: number | null = null;
  for (let page = 0; page < mostPages && next !== null && rows.length < query.limit; page++) {
    const found = await labOf(app).people(principal.userId, params.id, { which: query.which, week, ended: seesEnds ? ended : undefined, after: next, limit: query.limit - rows.length });
    const shown = await showPeople(app.db, principal, found.people);
    rows.push(...shown.filter((person) => seesEnds || query.ended === undefined || person.ended === query.ended));
    next = found.more ? found.people.at(-1)!.number : null;
    if (seesEnds || query.ended === undefined) count = found.count;
  }
  return { rows, next: next === null ? null : String(next), count: count === null ? null : { value: Math.min(count, mostCounted), capped: count > mostCounted } };
});

interface Row {
  readonly id: string;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly email: string | null;
  readonly company_id: string | null;
  readonly company_name: string | null;
  readonly company_domain: string | null;
  readonly sees_end: boolean;
}

/** Found people with their names, and with how they ended where that is the reader's to see. */
async function showPeople(sql: Sql, principal: Principal, people: readonly FoundPerson[]): Promise<ReplayedPerson[]> {
  if (people.length === 0) return [];
  const b = bound();
  const ids = b.bind(people.map((person) => person.id));
  // In a queue nobody is the assignee: what is not surely in scope is out of it.
  const rows = await sql.query<Row>(
    `select c.id, c.first_name, c.last_name, c.email, c.company_id, y.name as company_name, y.domain as company_domain,
       not exists (select from contact m join handoff h on h.contact_id = m.id where m.survivor_id = c.id and ${handoffScope(principal, b)} is not true)
       and not exists (select from contact m join opportunity_contact k on k.contact_id = m.id join opportunity o on o.id = k.opportunity_id where m.survivor_id = c.id and ${opportunityScope(principal, b)} is not true) as sees_end
     from contact c left join company y on y.id = c.company_id where c.id = any(${ids}::uuid[])`,
    b.params,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return people.flatMap((person) => {
    const row = byId.get(person.id);
    // Merged or erased since: they are found again after the next refresh.
    if (!row) return [];
    const { inForce, draft } = person;
    return [
      {
        contact: { id: row.id, name: nameOf(row), email: row.email },
        company: row.company_id === null ? null : { id: row.company_id, name: row.company_name ?? "", domain: row.company_domain },
        inForceOn: isoOrNull(inForce.on),
        draftOn: isoOrNull(draft.on),
        inForceTimes: inForce.times,
        draftTimes: draft.times,
        grade: { inForce: gradeOf(inForce), draft: gradeOf(draft) },
        engagement: { inForce: inForce.engagement / 1_000, draft: draft.engagement / 1_000 },
        lane: { inForce: inForce.lane, draft: draft.lane },
        ended: row.sees_end ? endings[person.ended]! : "unknown",
        reason: row.sees_end ? person.reason : null,
      },
    ];
  });
}

function isoOrNull(day: number | null): string | null {
  return day === null ? null : isoFromEpochDay(day);
}

function gradeOf(side: FoundSide): (typeof grades)[number] {
  return grades[side.grade]!;
}
