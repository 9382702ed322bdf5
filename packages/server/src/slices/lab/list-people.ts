import { badCursor } from "@tandem/contract/operation";
import { listReplayPeople, type ReplayedPerson } from "@tandem/contract/lab/replay";
import { grades } from "@tandem/domain/agreement/agreement";
import { epochDayFromIso, isoFromEpochDay } from "@tandem/domain/kit/epoch-day";
import { endings } from "@tandem/domain/lab/tally";
import type { Sql } from "../../platform/sql.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { nameOf } from "../people/door.ts";
import type { FoundPerson, FoundSide } from "./find-people.ts";
import { labOf, mostCounted } from "./lab.ts";
import { readerOf } from "./reader.ts";

export const listReplayPeopleRoute = handle(listReplayPeople, async ({ app, principal }, { params, query }) => {
  const after = query.cursor === undefined ? -1 : /^\d{1,10}$/.test(query.cursor) ? Number(query.cursor) : null;
  if (after === null) throw new Refusal(badCursor);
  const { people, more, count } = await labOf(app).people(readerOf(principal), params.id, {
    which: query.which,
    week: query.week === undefined ? undefined : (epochDayFromIso(query.week) ?? undefined),
    ended: query.ended === undefined ? undefined : endings.indexOf(query.ended),
    segment: query.segment === undefined ? undefined : { kind: query.segment, value: query.segmentValue ?? null },
    after,
    limit: query.limit,
  });
  return { rows: await showPeople(app.db, people), next: more ? String(people.at(-1)!.number) : null, count: { value: Math.min(count, mostCounted), capped: count > mostCounted } };
});

interface Row {
  readonly id: string;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly email: string | null;
  readonly company_id: string | null;
  readonly company_name: string | null;
  readonly company_domain: string | null;
}

/** Found people with their names. */
async function showPeople(sql: Sql, people: readonly FoundPerson[]): Promise<ReplayedPerson[]> {
  if (people.length === 0) return [];
  const rows = await sql.query<Row>(
    "select c.id, c.first_name, c.last_name, c.email, c.company_id, y.name as company_name, y.domain as company_domain from contact c left join company y on y.id = c.company_id where c.id = any($1::uuid[])",
    [people.map((person) => person.id)],
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
        ended: endings[person.ended]!,
        reason: person.reason,
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
