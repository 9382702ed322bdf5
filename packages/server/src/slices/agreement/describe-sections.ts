import type { readAgreement } from "@tandem/contract/agreement/versions";
import type { OutputOf } from "@tandem/contract/operation";
import type { Agreement } from "@tandem/domain/agreement/agreement";
import { describeAgeing, describeEngagementRule, describeEscalation, describeFitRule, describeMarketingClause, describeReason, describeRecognition, describeRoutingRule, describeSalesClause, describeTargets, type RoutingWording } from "@tandem/domain/agreement/describe";
import { sections } from "@tandem/domain/agreement/sections";
import { criteriaClause, explainCriteria } from "@tandem/domain/criteria/explain";
import { stageNames } from "@tandem/domain/lifecycle/stage";

type Section = OutputOf<typeof readAgreement>["sections"][number];
type Line = Section["lines"][number];

const line = (key: string, name: string, words: string, figure: number | null = null, unit: Line["unit"] = null): Line => ({ key, name, words, figure, unit: figure === null ? null : unit });
const sentence = (words: string): string => (/[.!?]$/.test(words) || words === "" ? words : `${words}.`);

/** The whole agreement in words, section by section, each rule a sentence that can be signed. Sections nobody has filled are left out. */
export function describeSections(agreement: Agreement, wording: RoutingWording): Section[] {
  return sectionsOf(agreement, wording).filter(({ key, lines }) => lines.length > 0 || (key !== "segments" && key !== "escalation"));
}

function sectionsOf(agreement: Agreement, wording: RoutingWording): Section[] {
  const { idealCustomer, sla, qualification, attribution } = agreement;
  const nameOf = (list: readonly { key: string; name: string }[], key: string) => list.find((one) => one.key === key)?.name ?? key;
  const of = (key: Section["key"]) => ({ key, ...sections[key] });
  return [
    { ...of("ideal-customer"), lines: idealCustomerLines(idealCustomer, wording) },
    { ...of("personas"), lines: agreement.personas.map((p) => line(p.key, p.name, p.prose)) },
    { ...of("stages"), lines: stageLines(agreement, wording) },
    { ...of("signals"), lines: agreement.signals.map((s) => line(s.key, s.name, s.handRaise ? `${sentence(describeRecognition(s.recognise))} The person asks to be contacted.` : sentence(describeRecognition(s.recognise)))) },
    { ...of("fit"), intro: `${sections.fit.intro} Grade A from ${agreement.fit.gradeFrom.A}, B from ${agreement.fit.gradeFrom.B}, C from ${agreement.fit.gradeFrom.C}, below is D.`, lines: agreement.fit.rules.map((r) => line(r.key, r.name, sentence(describeFitRule(r, wording)), r.points, "points")) },
    { ...of("engagement"), lines: agreement.engagement.rules.map((r) => line(r.key, r.name, sentence(describeEngagementRule(r, agreement)), r.points, "points")) },
    { ...of("mql"), lines: mqlLines(agreement, wording) },
    { ...of("segments"), lines: (agreement.segments ?? []).map((s) => line(s.key, s.name, explainCriteria(s.when, wording))) },
    { ...of("tiers"), lines: agreement.tiers.map((t, i) => line(t.key, t.name, i === agreement.tiers.length - 1 ? "Everybody else." : explainCriteria(t.when, wording))) },
    { ...of("package"), lines: agreement.packageRequires.map((ref) => line(ref, wording.field?.(ref as never)?.name ?? ref, "Is filled in when the lead is handed over.")) },
    { ...of("routing"), lines: [...agreement.routing.rules.map((r) => line(r.key, r.name, sentence(describeRoutingRule(r, wording)))), line("fallback", "Otherwise", `The queue of ${wording.team?.(agreement.routing.fallbackTeam) ?? `the team ${agreement.routing.fallbackTeam}`}.`)] },
    { ...of("sla-sales"), lines: sla.sales.map((c) => line(c.key, c.name, sentence(describeSalesClause(c, agreement.tiers)), c.target, "percent")) },
    { ...of("sla-marketing"), lines: sla.marketing.map((c) => line(c.key, c.name, sentence(describeMarketingClause(c)), c.atLeast, c.kind === "mql-volume" ? "pieces" : "percent")) },
    { ...of("escalation"), lines: sla.escalation.map((step, i) => line(String(i), step.at === "warning" ? "After a warning" : "After a breach", sentence(describeEscalation(step)))) },
    { ...of("reasons"), intro: `To nurture: comes back only by new engagement after ${agreement.nurture.coolOffDays} days. Unqualified: stays out.`, lines: agreement.rejectionReasons.map((r) => line(r.code, r.name, sentence(describeReason(r)))) },
    { ...of("qualification"), title: `${sections.qualification.title}, ${qualification.framework}`, intro: `An SQL needs ${qualification.requiredForSql.map((key) => nameOf(qualification.questions, key)).join(" and ")}.`, lines: qualification.questions.map((q) => line(q.key, q.name, q.prompt)) },
    { ...of("attribution"), lines: [line("official", "Official model", `${{ "first-touch": "First touch", "last-touch": "Last touch", linear: "Linear" }[attribution.official]}, ${attribution.windowDays === null ? "however long before the deal" : `touches of the last ${attribution.windowDays} days before the deal`}.`)] },
    { ...of("targets"), lines: agreement.targets.map((t) => line([t.quarter, t.segment].filter(Boolean).join(" "), [t.quarter.replace("-", " "), t.segment && nameOf(agreement.segments ?? [], t.segment)].filter(Boolean).join(", "), sentence(describeTargets(t, agreement.currency)))) },
    { ...of("reviews"), lines: agreement.reviews.map((r) => line(r.key, r.name, `Every ${r.every}.`)) },
  ];
}

function idealCustomerLines({ prose, when, painPoints = [], exclusions }: Agreement["idealCustomer"], wording: RoutingWording): Line[] {
  return [
    line("profile", "Profile", prose),
    line("rule", "As a rule", explainCriteria(when, wording)),
    ...(painPoints.length > 0 ? [line("pain-points", "What troubles them", painPoints.map(sentence).join(" "))] : []),
    ...(exclusions ? [line("exclusions", "Not for us", [exclusions.prose, exclusions.when && explainCriteria(exclusions.when, wording)].filter(Boolean).join(" "))] : []),
  ];
}

function stageLines({ stages, ageing }: Agreement, wording: RoutingWording): Line[] {
  const falls = describeAgeing(ageing);
  return [
    ...stages.map((s) => line(s.stage, stageNames[s.stage], [s.prose, s.entry && `Agreed for entering: ${criteriaClause(s.entry, wording)}.`, `${s.owner === "marketing" ? "Marketing" : "Sales"} answers for it.`].filter(Boolean).join(" "))),
    ...(falls === null ? [] : [line("ageing", "An untouched SQL", sentence(falls))]),
  ];
}

function mqlLines({ mql, signals }: Agreement, wording: RoutingWording): Line[] {
  return [
    ...(["A", "B", "C", "D"] as const).map((grade) => line(grade, `Grade ${grade}`, mql.grid[grade] === null ? "Never by engagement." : `From ${mql.grid[grade]} points of engagement.`, mql.grid[grade], "bound")),
    ...mql.fastLanes.map((lane) => line(lane.key, lane.name, `“${signals.find((s) => s.key === lane.signal)?.name ?? lane.signal}” qualifies at once.`)),
    ...(mql.never ? [line("never", "Never", explainCriteria(mql.never, wording))] : []),
  ];
}
