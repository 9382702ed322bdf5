import type { HandoffPackage } from "@tandem/domain/handoff/package";
import type { App } from "../../platform/app.ts";
import type { Transaction } from "../../platform/transaction.ts";
import type { Fact, Reaction } from "../../platform/facts.ts";
import type { MailMessage } from "../../platform/mail.ts";
import type { ClockKind } from "../../spine/handoff-states.ts";
import { agreementInForce } from "../../spine/agreement-in-force.ts";
import { clauseName, readPromises, type Promises } from "../../spine/promises.ts";
import { dueWords } from "../../spine/notify.ts";
import { nameSql } from "./words.ts";

/** Who holds a new lead, or let a clock run out, hears of it by mail too: if mail is set up and they want it. */
export const onLeadToTell: Reaction = {
  name: "handoff.mail",
  kinds: ["handoff.opened", "handoff.assigned", "clock.breached"],
  async handle(app, tx, facts) {
    if (!app.mail.configured) return;
    const tellings = facts.flatMap(tellingOf);
    if (tellings.length > 0) await app.mail.queue(tx, (await writeMails(app, tx, tellings)).filter((mail) => mail !== null));
  },
};

interface Telling {
  readonly key: string;
  readonly handoffId: string;
  /** The person, or null for the managers of the team. */
  readonly userId: string | null;
  readonly what: "assigned" | "breached";
  /** The clock that ran out. */
  readonly clockId: string | null;
}

/** A natural key each, so that a second reading of the same fact sends nothing. */
function tellingOf(fact: Fact): Telling[] {
  const { payload } = fact;
  const handoffId = fact.subject!.id;
  if (fact.kind === "clock.breached") {
    const clockId = String(payload["clockId"]);
    const breach = { handoffId, what: "breached" as const, clockId };
    const owner = typeof payload["assigneeId"] === "string" ? [{ ...breach, key: `clock ${clockId} breached owner`, userId: payload["assigneeId"] }] : [];
    return [...owner, { ...breach, key: `clock ${clockId} breached managers`, userId: null }];
  }
  const to = payload[fact.kind === "handoff.opened" ? "assigneeId" : "to"];
  // Who claimed a lead has it before their eyes.
  if (typeof to !== "string" || payload["why"] === "claimed") return [];
  return [{ key: `handoff ${handoffId} to ${to} at ${fact.at.toISOString()}`, handoffId, userId: to, what: "assigned", clockId: null }];
}

interface LeadRow {
  handoff_id: string; user_id: string; email: string; time_zone: string; wants: boolean; is_owner: boolean; name: string; title: string | null; company: string | null;
  package: HandoffPackage | null; clocks: { id: string; kind: ClockKind; clause: string; version: number; due_at: string | null }[];
}

async function writeMails(app: App, tx: Transaction, tellings: readonly Telling[]): Promise<(MailMessage | null)[]> {
  const rows = await tx.query<LeadRow>(
    `select h.id as handoff_id, u.id as user_id, u.email, u.time_zone, coalesce((u.preferences ->> 'mail')::boolean, true) as wants, u.id = h.assignee_id as is_owner,
       ${nameSql("c")} as name, c.title, y.name as company, p.package,
       (select coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'kind', k.kind, 'clause', k.clause, 'version', k.agreement_version, 'due_at', k.due_at)), '[]') from clock k where k.handoff_id = h.id and k.state <> 'void') as clocks
     from handoff h join contact held on held.id = h.contact_id join contact c on c.id = held.survivor_id left join company y on y.id = c.company_id left join handoff_package p on p.handoff_id = h.id
     join app_user u on u.active and (u.id = h.assignee_id or exists (select from team_member m where m.team_id = h.team_id and m.user_id = u.id and m.manages))
     where h.id = any($1::uuid[]) and h.closed_at is null order by u.id`,
    [[...new Set(tellings.map((telling) => telling.handoffId))]],
  );
  const promises = await readPromises(tx, await agreementInForce(tx, app.clock.now()), rows.flatMap((row) => row.clocks.map((clock) => clock.version)));
  return tellings.flatMap((telling) =>
    rows
      .filter((row) => row.handoff_id === telling.handoffId && row.wants && (telling.userId === null ? !row.is_owner : row.is_owner && row.user_id === telling.userId))
      .map((row) => mailOf(app, telling, row, promises)),
  );
}

const isOver: Record<ClockKind, string> = {
  "first-attempt": "the time for the first attempt is over",
  attempts: "the time for the agreed attempts is over",
  disposition: "the time to accept or reject it is over",
};

/** @param promises what was signed, by version: what "over" is measured in (business time or calendar days) they say themselves */
function mailOf(app: App, telling: Telling, row: LeadRow, promises: Promises): MailMessage {
  const about = [row.name, row.title, row.company].filter((part) => part !== null).join(", ");
  const clock = row.clocks.find(({ id, kind }) => (telling.clockId === null ? kind === "first-attempt" : id === telling.clockId));
  const due = clock?.due_at ? dueWords(Date.parse(clock.due_at), row.time_zone) : null;
  const lines = [
    telling.what === "assigned" ? `${about} is yours.` : `${about}: ${clock ? isOver[clock.kind] : "the time is over"}.`,
    ...(row.package ? ["", `Why now: ${row.package.whyNow}`] : []),
    ...(due ? ["", telling.what === "assigned" ? `First attempt due ${due}. A recorded attempt stops the clock; accepting does not.` : `It was due ${due}.`] : []),
    ...(telling.what === "breached" && clock ? [`Promised: “${clauseName(promises, clock.version, clock.clause)}”.`] : []),
    "",
    `${app.config.baseUrl}/inbox/${row.handoff_id}`,
  ];
  const subject = telling.what === "assigned" ? `New lead: ${row.name}${row.company === null ? "" : `, ${row.company}`}` : `Over time: ${row.name}${row.company === null ? "" : `, ${row.company}`}`;
  return { key: `${telling.key} ${row.user_id}`, to: row.email, subject: subject.replaceAll(/[\r\n]+/g, " "), text: lines.join("\n") };
}
