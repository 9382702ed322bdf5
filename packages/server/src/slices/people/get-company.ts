import { getCompany, type CompanyPage } from "@tandem/contract/people/companies";
import { noSuchCompany } from "@tandem/contract/people/parts";
import type { Sql } from "../../platform/sql.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { loadCompanies } from "../../spine/lock-contacts.ts";
import type { CompanyState } from "../../spine/states.ts";
import { bound } from "../../platform/bound.ts";
import { opportunityScope } from "../../spine/row-scope.ts";
import { contactRowsOfCompany, countContactRows } from "./contact-list.ts";
import { sourcesOf, valuesOf } from "./get-contact.ts";

const DAY = 86_400_000;

export const getCompanyRoute = handle(getCompany, async ({ app, principal }, { params }) => {
  const companies = new Map<string, CompanyState>();
  await loadCompanies(app.db, companies, [params.companyId]);
  const company = companies.get(params.companyId);
  if (!company) throw new Refusal(noSuchCompany);
  const since = new Date(app.clock.now().getTime() - 90 * DAY);
  const [people, peopleCount, around] = await Promise.all([
    contactRowsOfCompany(app.db, company.id, 50),
    countContactRows(app.db, { principal, criteria: null }, { company: company.id }),
    loadAround(app.db, principal, company, since),
  ]);
  return {
    id: company.id,
    name: String(company.values["name"] ?? ""),
    values: valuesOf(company),
    sources: sourcesOf(company),
    version: company.version,
    createdAt: company.createdAt.toISOString(),
    people,
    peopleCount,
    ...around,
  };
});

type Around = Pick<CompanyPage, "owner" | "opportunities" | "touches" | "firstTouchAt">;

async function loadAround(sql: Sql, principal: Principal, company: CompanyState, since: Date): Promise<Around> {
  const b = bound();
  const id = b.bind(company.id);
  return sql.one<Around>(
    `select
      (select jsonb_build_object('id', id, 'name', name) from app_user where id = ${b.bind(company.ownerId)}::uuid) as owner,
      (select coalesce(jsonb_agg(to_jsonb(d) order by d.state = 'open' desc, d."stageSince" desc), '[]') from (
         select o.id, o.name, p.name as "stageName", p.position, (select count(*)::int from pipeline_stage) as stages, o.state, o.amount, o.currency,
           to_char(o.stage_since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "stageSince", o.close_on as "closeOn",
           case when u.id is null then null else jsonb_build_object('id', u.id, 'name', u.name) end as owner
         from opportunity o join pipeline_stage p on p.key = o.stage left join app_user u on u.id = o.owner_id
         where o.company_id = ${id} and ${opportunityScope(principal, b)} order by o.state = 'open' desc, o.stage_since desc limit 50) d) as opportunities,
      (select coalesce(jsonb_agg(to_jsonb(c) order by c.count desc, c.channel), '[]') from (
         select t.channel, count(*)::int as count from (select p.id from contact p where p.company_id = ${id} order by p.last_seen_at desc nulls last limit 500) m
         join assignment a on a.contact_id = m.id and a.retracted is null
         join touch t on t.subject_id = a.subject_id and t.at >= greatest(a.from_at, ${b.bind(since)}::timestamptz) and t.at < a.to_at group by t.channel) c) as touches,
      (select min(p.first_touch->>'at') from contact p where p.company_id = ${id}) as "firstTouchAt"`,
    b.params,
  );
}
