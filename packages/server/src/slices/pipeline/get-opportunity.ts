import { getOpportunity } from "@tandem/contract/pipeline/opportunities";
import { noSuchOpportunity } from "@tandem/contract/pipeline/parts";
import { closeReasonName } from "@tandem/domain/pipeline/opportunity";
import { handle } from "../../platform/http/route.ts";
import type { Principal } from "../../platform/http/principal.ts";
import type { Sql } from "../../platform/sql.ts";
import { Refusal } from "../../platform/refusal.ts";
import { agreementInForce, type InForce } from "../../spine/agreement-in-force.ts";
import { bound } from "../../platform/bound.ts";
import { opportunityScope } from "../../spine/row-scope.ts";
import { loadSurroundings, type Surroundings } from "./opportunity-page.ts";
import { loadMedians, opportunityRowOf, rowColumns, rowJoins, type OpportunityRowColumns } from "./opportunity-rows.ts";
import { mayEditOpportunity } from "./row-scope.ts";

interface PageRow extends OpportunityRowColumns {
  owner_id: string | null; team_id: string | null; competitor: string | null; source: string | null; reason: string | null; words: string | null; history: boolean; flag: string | null;
}

export const getOpportunityRoute = handle(getOpportunity, async ({ app, principal }, { params }) => {
  const now = app.clock.now();
  const row = await findVisible(app.db, principal, params.opportunityId);
  if (!row) throw new Refusal(noSuchOpportunity);
  const [around, medians, inForce] = await Promise.all([loadSurroundings(app.db, principal, row.id), loadMedians(app.db), agreementInForce(app.db, now)]);
  const { competitor, source, reason, words, history, flag } = row;
  return {
    ...opportunityRowOf(row, medians, now),
    competitor, source, reason, reasonName: closeReasonName(row.state, reason), words, history, flag,
    team: around.team,
    companyFacts: around.companyFacts,
    stages: around.stages.map((stage) => ({ ...stage, median: medians.get(stage.key) ?? null })),
    group: around.group,
    qualification: qualificationOf(inForce, around.answers),
    handoff: around.handoff,
    mayEdit: mayEditOpportunity(principal, { ownerId: row.owner_id, teamId: row.team_id }),
  };
});

function findVisible(sql: Sql, principal: Principal, id: string): Promise<PageRow | null> {
  const b = bound();
  return sql.find<PageRow>(
    `select ${rowColumns}, o.owner_id, o.team_id, o.competitor, o.source, o.reason, o.words, o.history, o.flag from opportunity o ${rowJoins} where o.id = ${b.bind(id)} and ${opportunityScope(principal, b)}`,
    b.params,
  );
}

/** The framework of the version in force with the latest standing answer of anybody in the buying group. */
function qualificationOf({ agreement }: InForce, answers: Surroundings["answers"]) {
  const { framework, questions, requiredForSql } = agreement.qualification;
  const given = new Map(answers.map(({ question, ...answer }) => [question, answer]));
  return { framework, questions: questions.map(({ key, name, prompt }) => ({ key, name, prompt, required: requiredForSql.includes(key), answer: given.get(key) ?? null })) };
}
