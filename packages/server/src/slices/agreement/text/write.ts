import { agreement as shape, type Agreement } from "@tandem/domain/agreement/agreement";
import { describeEngagementRule, describeEscalation, describeFitRule, describeMarketingClause, describeReason, describeRecognition, describeRoutingRule, describeSalesClause, describeTargets, type RoutingWording } from "@tandem/domain/agreement/describe";
import { explainCriteria } from "@tandem/domain/criteria/explain";
import { Document, isMap, isNode, isPair, isScalar, isSeq, visit, type Node, type Pair, type YAMLMap, type YAMLSeq } from "yaml";
import { headings } from "./headings.ts";

/**
 * An agreement as YAML that people review in git: in the order of the shape, each part under a heading, each rule under
 * the sentence that is signed. Equal agreements give equal texts; comments are for people and are not read back.
 */
export function writeText(agreement: Agreement, { heading = [], names = {} }: { readonly heading?: readonly string[]; readonly names?: RoutingWording } = {}): string {
  // Parsing puts the keys in the order of the shape; the database keeps an order of its own.
  const text = shape.parse(agreement);
  const document = new Document(text, { aliasDuplicateObjects: false });
  visit(document, {
    Collection(_, node) {
      sortProperties(node);
      if (isShort(node)) node.flow = true;
    },
  });
  const wording: RoutingWording = { ...names, signal: (key) => text.signals.find((signal) => signal.key === key)?.name ?? null };
  for (const [path, comment] of sentencesOf(text, wording)) {
    const node = document.getIn(path, true);
    if (isNode(node)) node.commentBefore = ` ${oneLine(comment)}`;
  }
  for (const { path, lines } of headings) putHeading(document, path, lines);
  document.commentBefore = [...heading, ...(heading.length === 0 ? [] : [""]), "An agreement of Tandem. Lines that begin with # are for people; what counts is the rest.", "Points are points, durations of Sales are business minutes, shares are percent."].map((line) => (line === "" ? " " : ` ${oneLine(line)}`)).join("\n");
  return document.toString({ lineWidth: 0, blockQuote: "literal", flowCollectionPadding: true });
}

/** The keys of an event's properties mean nothing by their order. */
function sortProperties(node: Node): void {
  if (!isMap(node)) return;
  const found = node.items.find((pair) => isScalar(pair.key) && pair.key.value === "properties");
  if (isMap(found?.value)) found.value.items.sort((a, b) => (String(a.key) < String(b.key) ? -1 : 1));
}

const leaves = ["field", "signal", "memberOf", "stageIsAnyOf", "gradeIsAnyOf", "score", "type", "team", "queue", "user", "at"];

/** Conditions, patterns, targets and lists of plain values stand on one line where they are short. */
function isShort(node: YAMLMap | YAMLSeq): boolean {
  if (node.items.length === 0) return true;
  const first = isMap(node) ? node.items[0]!.key : null;
  const kind = isSeq(node) ? node.items.every(isScalar) : isScalar(first) && leaves.includes(String(first.value)) && !node.has("key");
  return kind && JSON.stringify(node.toJSON()).length <= 120;
}

function putHeading(document: Document, path: readonly string[], lines: readonly string[]): void {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return;
  const pair = parent.items.find((each): each is Pair<Node> => isPair(each) && isScalar(each.key) && each.key.value === path.at(-1));
  if (!pair) return;
  pair.key.spaceBefore = path.length === 1;
  pair.key.commentBefore = lines.map((line) => ` ${line}`).join("\n");
}

/** The sentence of every rule, clause and condition, by its place. */
function sentencesOf(text: Agreement, wording: RoutingWording): [readonly (string | number)[], string][] {
  const of = <Entry>(path: readonly string[], entries: readonly Entry[], says: (entry: Entry) => string | undefined): [readonly (string | number)[], string][] =>
    entries.flatMap((entry, i) => {
      const sentence = says(entry);
      return sentence === undefined ? [] : [[[...path, i], sentence]];
    });
  const whole = (path: readonly string[], when: Agreement["mql"]["never"]): [readonly string[], string][] => (when ? [[path, explainCriteria(when, wording)]] : []);
  return [
    ...whole(["idealCustomer", "when"], text.idealCustomer.when),
    ...whole(["idealCustomer", "exclusions", "when"], text.idealCustomer.exclusions?.when),
    ...of(["signals"], text.signals, (signal) => `${describeRecognition(signal.recognise)}.`),
    ...of(["fit", "rules"], text.fit.rules, (rule) => `${describeFitRule(rule, wording)}.`),
    ...of(["engagement", "rules"], text.engagement.rules, (rule) => `${describeEngagementRule(rule, text)}.`),
    ...whole(["mql", "never"], text.mql.never),
    ...of(["stages"], text.stages, (stage) => (stage.entry ? `Entered: ${explainCriteria(stage.entry, wording)}` : undefined)),
    ...of(["segments"], text.segments ?? [], (segment) => explainCriteria(segment.when, wording)),
    ...of(["tiers"], text.tiers, (tier) => explainCriteria(tier.when, wording)),
    ...of(["routing", "rules"], text.routing.rules, (rule) => `${describeRoutingRule(rule, wording)}.`),
    ...of(["sla", "sales"], text.sla.sales, (clause) => `${describeSalesClause(clause, text.tiers)}.`),
    ...of(["sla", "marketing"], text.sla.marketing, (clause) => `${describeMarketingClause(clause)}.`),
    ...of(["sla", "escalation"], text.sla.escalation, (step) => `${describeEscalation(step)}.`),
    ...of(["rejectionReasons"], text.rejectionReasons, (reason) => `${describeReason(reason)}.`),
    ...of(["targets"], text.targets, (target) => `${describeTargets(target, text.currency)}.`),
  ];
}

/** A comment ends at the end of its line, and not every character may stand in one. */
function oneLine(words: string): string {
  const clean = words.replaceAll(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\ufeff\s]+/gu, " ").trim();
  return clean.length > 300 ? `${clean.slice(0, 299).replace(/[\ud800-\udbff]$/, "")}…` : clean;
}
