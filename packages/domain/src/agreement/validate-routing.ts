import type { CriteriaKnowledge } from "../criteria/validate.ts";
import type { Agreement, RoutingTarget } from "./agreement.ts";
import { stableText } from "./canonical.ts";
import { holdsForEveryone } from "./contradictions.ts";
import { doubt, duplicates, problem, type AgreementKnowledge, type AgreementProblem } from "./problem.ts";
import { criteriaOf } from "./validate-criteria.ts";

/** Where a lead can end: targets that exist and work, rules that can be reached, a queue behind them all. */
export function routingOf({ routing }: Agreement, ask: CriteriaKnowledge, known: AgreementKnowledge): AgreementProblem[] {
  const { rules, fallbackTeam } = routing;
  const takesAll = rules.map((rule) => !rule.when || holdsForEveryone(rule.when));
  const first = takesAll.indexOf(true);
  const texts = rules.map((rule) => stableText((rule.when ?? { all: [] }) as never));
  return [
    ...duplicates("routing.rules", rules.map((rule) => rule.key)),
    ...rules.flatMap((rule, i) => {
      const path = `routing.rules.${i}`;
      const twin = texts.indexOf(texts[i]!);
      return [
        ...(rule.when ? criteriaOf(`${path}.when`, rule.when, ask) : []),
        ...targetOf(path, rule.to, known),
        ...(i === first && i < rules.length - 1 ? [doubt(path, "shadows-later-rules", "This rule takes everyone, so the rules after it are never asked. Put it last.")] : []),
        ...(twin < i && (first < 0 || i < first) ? [doubt(path, "never-reached", `“${rules[twin]!.name}” asks the same and comes first, so this rule is never asked. Change one of the two.`)] : []),
      ];
    }),
    ...(takesAll.at(-1) === true ? [] : [doubt("routing.rules", "no-rule-for-the-rest", `Whom no rule takes goes to the queue of “${fallbackTeam}”.`)]),
    ...teamOf("routing.fallbackTeam", fallbackTeam, known, "queue"),
  ];
}

function targetOf(path: string, to: RoutingTarget, known: AgreementKnowledge): AgreementProblem[] {
  if (!("user" in to)) return teamOf(`${path}.to`, "team" in to ? to.team : to.queue, known, "team" in to ? "members" : "queue");
  const at = `${path}.to.user`;
  const user = known.user?.(to.user);
  if (user === null || (known.hasUser && !known.hasUser(to.user))) return [problem(at, "unknown-user", `There is no user “${to.user}”. Name somebody who works here, or a team.`)];
  return user && !user.active ? [problem(at, "user-left", `“${to.user}” does not work here any more. Name somebody else, or a team.`)] : [];
}

function teamOf(path: string, key: string, known: AgreementKnowledge, asked: "members" | "queue"): AgreementProblem[] {
  const team = known.team?.(key);
  if (team === null || (known.hasTeam && !known.hasTeam(key))) return [problem(path, "unknown-team", `There is no team “${key}”. Name one that exists, or make it under Settings, Teams.`)];
  if (!team || team.receivers > 0) return [];
  const words = asked === "members" ? `Nobody in the team “${key}” receives handoffs, so its leads wait in the queue.` : `Leads would wait in the queue of “${key}”, from which nobody can take them.`;
  return [doubt(path, "nobody-receives", `${words} Let a member receive, or name another team.`)];
}
