import type { readAgreement } from "@tandem/contract/agreement/versions";
import type { OutputOf } from "@tandem/contract/operation";
import type { Agreement } from "@tandem/domain/agreement/agreement";
import { describeEngagementRule, describeEscalation, describeFitRule, describeMarketingClause, describeReason, describeRecognition, describeRoutingRule, describeSalesClause, describeTargets, type RoutingWording } from "@tandem/domain/agreement/describe";
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
  return [
    { key: "ideal-customer", title: "Ideal customer profile", intro: "Whom both teams want.", side: null, lines: idealCustomerLines(idealCustomer, wording) },
    { key: "personas", title: "Personas", intro: "The people we speak to.", side: null, lines: agreement.personas.map((p) => line(p.key, p.name, p.prose)) },
    { key: "stages", title: "Stages", intro: "What each stage means and who answers for it.", side: null, lines: agreement.stages.map((s) => line(s.stage, stageNames[s.stage], [s.prose, s.entry && `Agreed for entering: ${criteriaClause(s.entry, wording)}.`, `${s.owner === "marketing" ? "Marketing" : "Sales"} answers for it.`].filter(Boolean).join(" "))) },
    { key: "signals", title: "Signals", intro: "The kinds of engagement we agreed to notice.", side: "marketing", lines: agreement.signals.map((s) => line(s.key, s.name, s.handRaise ? `${sentence(describeRecognition(s.recognise))} The person asks to be contacted.` : sentence(describeRecognition(s.recognise)))) },
    { key: "fit", title: "Fit, points for who they are", intro: `Grade A from ${agreement.fit.gradeFrom.A}, B from ${agreement.fit.gradeFrom.B}, C from ${agreement.fit.gradeFrom.C}, below is D. Fit never decays.`, side: null, lines: agreement.fit.rules.map((r) => line(r.key, r.name, sentence(describeFitRule(r, wording)), r.points, "points")) },
    { key: "engagement", title: "Engagement, points for what they do", intro: "Caps, windows and half-lives are part of the rule.", side: null, lines: agreement.engagement.rules.map((r) => line(r.key, r.name, sentence(describeEngagementRule(r, agreement)), r.points, "points")) },
    { key: "mql", title: "Becomes MQL", intro: "Engagement needed for each grade, and the ways that qualify at once.", side: "marketing", lines: mqlLines(agreement, wording) },
    { key: "segments", title: "Segments", intro: "Markets by which targets are set.", side: null, lines: (agreement.segments ?? []).map((s) => line(s.key, s.name, explainCriteria(s.when, wording))) },
    { key: "tiers", title: "Tiers", intro: "How urgent a lead is; the first that matches counts.", side: null, lines: agreement.tiers.map((t, i) => line(t.key, t.name, i === agreement.tiers.length - 1 ? "Everybody else." : explainCriteria(t.when, wording))) },
    { key: "package", title: "Package", intro: "What Marketing hands over with each lead.", side: "marketing", lines: agreement.packageRequires.map((ref) => line(ref, wording.field?.(ref as never)?.name ?? ref, "Is filled in when the lead is handed over.")) },
    { key: "routing", title: "Routing", intro: "An owner of the contact, its company or an open deal comes before any rule.", side: "sales", lines: [...agreement.routing.rules.map((r) => line(r.key, r.name, sentence(describeRoutingRule(r, wording)))), line("fallback", "Otherwise", `The queue of ${wording.team?.(agreement.routing.fallbackTeam) ?? `the team ${agreement.routing.fallbackTeam}`}.`)] },
    { key: "sla-sales", title: "Sales owes", intro: "Business time of whoever has the lead. Only a recorded attempt stops the first clock.", side: "sales", lines: sla.sales.map((c) => line(c.key, c.name, sentence(describeSalesClause(c, agreement.tiers)), c.target, "percent")) },
    { key: "sla-marketing", title: "Marketing owes", intro: "Promises for each calendar quarter, kept or broken. What both teams aim at stands under Targets.", side: "marketing", lines: sla.marketing.map((c) => line(c.key, c.name, sentence(describeMarketingClause(c)), c.atLeast, c.kind === "mql-volume" ? "pieces" : "percent")) },
    { key: "escalation", title: "Escalation", intro: "What follows when a clock warns or runs out.", side: null, lines: sla.escalation.map((step, i) => line(String(i), step.at === "warning" ? "On warning" : "On breach", sentence(describeEscalation(step)))) },
    { key: "reasons", title: "Rejection reasons", intro: `To nurture: comes back only by new engagement after ${agreement.nurture.coolOffDays} days. Unqualified: stays out.`, side: "sales", lines: agreement.rejectionReasons.map((r) => line(r.code, r.name, sentence(describeReason(r)))) },
    { key: "qualification", title: `Qualification, ${qualification.framework}`, intro: `An SQL needs ${qualification.requiredForSql.map((key) => nameOf(qualification.questions, key)).join(" and ")}.`, side: "sales", lines: qualification.questions.map((q) => line(q.key, q.name, q.prompt)) },
    { key: "attribution", title: "Attribution", intro: "Which touches count for a deal.", side: null, lines: [line("official", "Official model", `${{ "first-touch": "First touch", "last-touch": "Last touch", linear: "Linear" }[attribution.official]}, ${attribution.windowDays === null ? "however long before the deal" : `touches of the last ${attribution.windowDays} days before the deal`}.`)] },
    { key: "targets", title: "Targets", intro: "What both teams aim at together: a plan, beside what Marketing has promised.", side: null, lines: agreement.targets.map((t) => line([t.quarter, t.segment].filter(Boolean).join(" "), [t.quarter.replace("-", " "), t.segment && nameOf(agreement.segments ?? [], t.segment)].filter(Boolean).join(", "), sentence(describeTargets(t, agreement.currency)))) },
    { key: "reviews", title: "Reviews", intro: "When both teams meet over this.", side: null, lines: agreement.reviews.map((r) => line(r.key, r.name, `Every ${r.every}.`)) },
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

function mqlLines({ mql, signals }: Agreement, wording: RoutingWording): Line[] {
  return [
    ...(["A", "B", "C", "D"] as const).map((grade) => line(grade, `Grade ${grade}`, mql.grid[grade] === null ? "Never by engagement." : `From ${mql.grid[grade]} points of engagement.`, mql.grid[grade], "bound")),
    ...mql.fastLanes.map((lane) => line(lane.key, lane.name, `“${signals.find((s) => s.key === lane.signal)?.name ?? lane.signal}” qualifies at once.`)),
    ...(mql.never ? [line("never", "Never", explainCriteria(mql.never, wording))] : []),
  ];
}
