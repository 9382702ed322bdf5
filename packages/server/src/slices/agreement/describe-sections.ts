import type { Agreement, RoutingTarget } from "@tandem/domain/agreement/agreement";
import { describeEngagementRule, describeFitRule, describeSalesClause } from "@tandem/domain/agreement/describe";
import { explainCriteria, type Wording } from "@tandem/domain/criteria/explain";
import { stageNames } from "@tandem/domain/lifecycle/stage";
import type { OutputOf } from "@tandem/contract/operation";
import type { readAgreement } from "@tandem/contract/agreement/versions";

type Section = OutputOf<typeof readAgreement>["sections"][number];
type Line = Section["lines"][number];

const line = (key: string, name: string, words: string, figure: number | null = null, unit: Line["unit"] = null): Line => ({ key, name, words, figure, unit: figure === null ? null : unit });

const grouped = new Intl.NumberFormat("en-GB");

/** The whole agreement in words, section by section, each rule a sentence that can be signed. */
export function describeSections(agreement: Agreement, wording: Wording): Section[] {
  const { mql, sla, qualification } = agreement;
  const signalName = (key: string) => agreement.signals.find((s) => s.key === key)?.name ?? key;
  return [
    { key: "ideal-customer", title: "Ideal customer profile", intro: "Whom both teams want.", side: null, lines: [line("profile", "Profile", agreement.idealCustomer.prose), line("rule", "As a rule", explainCriteria(agreement.idealCustomer.when, wording))] },
    { key: "personas", title: "Personas", intro: "The people we speak to.", side: null, lines: agreement.personas.map((p) => line(p.key, p.name, p.prose)) },
    { key: "stages", title: "Stages", intro: "What each stage means and who answers for it.", side: null, lines: agreement.stages.map((s) => line(s.stage, stageNames[s.stage], `${s.prose} ${s.owner === "marketing" ? "Marketing" : "Sales"} answers for it.`)) },
    { key: "signals", title: "Signals", intro: "The kinds of engagement we agreed to notice.", side: "marketing", lines: agreement.signals.map((s) => line(s.key, s.name, s.handRaise ? "The person asks to be contacted." : recognition(s.recognise))) },
    { key: "fit", title: "Fit, points for who they are", intro: `Grade A from ${agreement.fit.gradeFrom.A}, B from ${agreement.fit.gradeFrom.B}, C from ${agreement.fit.gradeFrom.C}, below is D. Fit never decays.`, side: null, lines: agreement.fit.rules.map((r) => line(r.key, r.name, describeFitRule(r, wording), r.points, "points")) },
    { key: "engagement", title: "Engagement, points for what they do", intro: "Caps, windows and half-lives are part of the rule.", side: null, lines: agreement.engagement.rules.map((r) => line(r.key, r.name, describeEngagementRule(r, agreement), r.points, "points")) },
    {
      key: "mql", title: "Becomes MQL", intro: "Engagement needed for each grade, and the ways that qualify at once.", side: "marketing",
      lines: [
        ...(["A", "B", "C", "D"] as const).map((grade) => line(grade, `Grade ${grade}`, mql.grid[grade] === null ? "Never by engagement." : `From ${mql.grid[grade]} points of engagement.`, mql.grid[grade], "bound")),
        ...mql.fastLanes.map((lane) => line(lane.key, lane.name, `“${signalName(lane.signal)}” qualifies at once.`)),
        ...(mql.never ? [line("never", "Never", explainCriteria(mql.never, wording))] : []),
      ],
    },
    { key: "tiers", title: "Tiers", intro: "How urgent a lead is; the first that matches counts.", side: null, lines: agreement.tiers.map((t, i) => line(t.key, t.name, i === agreement.tiers.length - 1 ? "Everybody else." : explainCriteria(t.when, wording))) },
    { key: "package", title: "Package", intro: "What Marketing hands over with each lead.", side: "marketing", lines: agreement.packageRequires.map((ref) => line(ref, wording.field?.(ref as never)?.name ?? ref, "Is filled in when the lead is handed over.")) },
    { key: "routing", title: "Routing", intro: "An owner of the contact, its company or an open deal comes before any rule.", side: "sales", lines: [...agreement.routing.rules.map((r) => line(r.key, r.name, `${r.when ? explainCriteria(r.when, wording).replace(/\.$/, "") : "Every lead"}: ${targetWords(r.to)}.`)), line("fallback", "Otherwise", `The queue of the team ${agreement.routing.fallbackTeam}.`)] },
    { key: "sla-sales", title: "Sales owes", intro: "Business time of whoever has the lead. Only a recorded attempt stops the first clock.", side: "sales", lines: sla.sales.map((c) => line(c.key, c.name, describeSalesClause(c, agreement.tiers), c.target, "percent")) },
    { key: "sla-marketing", title: "Marketing owes", intro: "By calendar quarter.", side: "marketing", lines: sla.marketing.map((c) => line(c.key, c.name, c.kind === "mql-volume" ? `At least ${grouped.format(c.atLeast)} MQLs.` : `At least ${c.atLeast} %.`, c.atLeast, c.kind === "mql-volume" ? "pieces" : "percent")) },
    { key: "reasons", title: "Rejection reasons", intro: `To nurture: comes back only by new engagement after ${agreement.nurture.coolOffDays} days. Unqualified: stays out.`, side: "sales", lines: agreement.rejectionReasons.map((r) => line(r.code, r.name, `${r.to === "nurture" ? "To nurture." : "Unqualified."}${r.needsAttempts ? " Accepted only after the agreed attempts." : ""}`)) },
    { key: "qualification", title: `Qualification, ${qualification.framework}`, intro: `An SQL needs ${qualification.requiredForSql.map((key) => qualification.questions.find((q) => q.key === key)?.name ?? key).join(" and ")}.`, side: "sales", lines: qualification.questions.map((q) => line(q.key, q.name, q.prompt)) },
    { key: "targets", title: "Targets", intro: "What both teams want to reach together.", side: null, lines: agreement.targets.map((t) => line(t.quarter, t.quarter.replace("-", " "), [t.mqls === undefined ? "" : `${grouped.format(t.mqls)} MQLs`, t.pipeline === undefined ? "" : `${grouped.format(t.pipeline)} ${agreement.currency} of pipeline`, t.revenue === undefined ? "" : `${grouped.format(t.revenue)} ${agreement.currency} won`].filter(Boolean).join(", ") || "None yet.")) },
    { key: "reviews", title: "Reviews", intro: "When both teams meet over this.", side: null, lines: agreement.reviews.map((r) => line(r.key, r.name, `Every ${r.every}.`)) },
  ];
}

function recognition(patterns: Agreement["signals"][number]["recognise"]): string {
  const parts = patterns.map((p) => [p.name === undefined ? null : `“${p.name}”`, p.pathStartsWith === undefined ? null : `pages under ${p.pathStartsWith}`, p.pathIs === undefined ? null : `the page ${p.pathIs}`, p.pathContains === undefined ? null : `pages with ${p.pathContains}`].filter(Boolean).join(", ") || (p.type === "page" ? "any page" : `any ${p.type}`));
  return `Recognised by ${[...new Set(parts)].join(" or ")}.`;
}

function targetWords(target: RoutingTarget): string {
  if ("user" in target) return `to ${target.user}`;
  if ("queue" in target) return `to the queue of ${target.queue}`;
  return `to ${target.team}, ${target.by === "weighted" ? "in turn by weight" : target.by === "least-open" ? "to whoever has the fewest open handoffs" : "by territory"}`;
}
