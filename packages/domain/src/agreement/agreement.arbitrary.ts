import { repairText } from "../capture/text.ts";
import fc from "fast-check";
import { anyCriteria } from "../criteria/criteria.arbitrary.ts";
import { stages } from "../lifecycle/stage.ts";
import { agreement, type Agreement, type AgreementInput } from "./agreement.ts";

/**
 * Random agreements of good shape for the tests that hold for every text: the difference in words, YAML and back. They
 * say little that makes sense; texts are as nasty as the shape allows.
 */
const key = fc.constantFrom("a", "b", "c", "dach", "t1", "0", "null", "1e3", "no", "2026-01-01");
const nasty = ["", " ", "null", "~", "yes", "0x1f", "1_000", "- a", "a: b", "# no comment", "a #b", "'", '"', "\\", "two\nlines", "ends\n", "ends\n\n", "\n", "  indented\n text", "\ttab", "cr\r\nlf", "\u0000", "\u0085", "\u2028", "\ufeff", "\ud800", "…", "--- a", "...", "%YAML", "&a", "*a", "!!int 5", "<<", "__proto__", "long ".repeat(39).trim(), "émoji 🚂", "{a: 1}", "[", "|", ">-", "@", "`", "?"];
const words = fc.oneof(fc.constantFrom(...nasty), fc.string({ maxLength: 40, unit: "grapheme" }), fc.string({ maxLength: 20, unit: "binary" })).map(repairText);
const points = fc.oneof(fc.integer({ min: -1_000, max: 1_000 }), fc.constantFrom(0.1, -0.5, 1e-7, 33.333, -0));
const some = <T>(one: fc.Arbitrary<T>, minLength = 0) => fc.array(one, { minLength, maxLength: 3 });
/** Keys are left out at random, as fast-check does; JSON has no `undefined`. */
const record = <T extends object, R extends keyof T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }, requiredKeys: R[]) => fc.record(model, { requiredKeys: requiredKeys as never });
const whole = (max: number) => fc.integer({ min: 1, max });

const pattern = record({ type: fc.constantFrom("track", "page", "screen"), name: words, pathIs: words, pathStartsWith: words, pathContains: words, properties: fc.dictionary(words.filter((text) => text !== "__proto__" && text.length < 90), fc.oneof(words, fc.boolean(), points), { maxKeys: 3, noNullPrototype: true }) }, ["type"]);
const group = fc.record({ key, name: words, cap: whole(10_000) });
const tiers = some(key, 1);
const bound = fc.option(whole(10_000));
const target = fc.oneof(fc.record({ user: words }), fc.record({ team: key, by: fc.constantFrom("weighted", "least-open", "territory") }), fc.record({ queue: key }));
const clause = fc.oneof(
  fc.record({ kind: fc.constantFrom("first-attempt", "disposition"), key, name: words, tiers, withinMinutes: whole(9_999), warnAtPercent: some(whole(99)), target: whole(100) }),
  fc.record({ kind: fc.constant("attempts"), key, name: words, tiers, attempts: whole(50), channels: whole(4), withinDays: whole(90), target: whole(100) }),
);

export const anyAgreement: fc.Arbitrary<Agreement> = record(
  {
    name: words,
    timeZone: words,
    currency: fc.constantFrom("EUR", "USD"),
    idealCustomer: record({ prose: words, when: anyCriteria, painPoints: some(words), exclusions: record({ prose: words, when: anyCriteria }, ["prose"]) }, ["prose", "when"]),
    personas: some(fc.record({ key, name: words, prose: words })),
    signals: some(record({ key, name: words, recognise: some(pattern, 1), handRaise: fc.boolean() }, ["key", "name", "recognise"])),
    fit: fc.record({ rules: some(record({ key, name: words, points, when: anyCriteria, group: key }, ["key", "name", "points", "when"])), groups: some(group), gradeFrom: fc.record({ A: points, B: points, C: points }) }),
    engagement: fc.record({ rules: some(record({ key, name: words, signal: key, points, per: fc.constantFrom("occurrence", "once"), capPerDay: whole(100), cap: whole(100), windowDays: whole(90), group: key }, ["key", "name", "signal", "points"])), groups: some(group) }),
    mql: record({ grid: fc.record({ A: bound, B: bound, C: bound, D: bound }), fastLanes: some(fc.record({ key, name: words, signal: key })), never: anyCriteria }, ["grid", "fastLanes"]),
    stages: some(record({ stage: fc.constantFrom(...stages), owner: fc.constantFrom("marketing", "sales"), prose: words, entry: anyCriteria }, ["stage", "owner", "prose"])),
    segments: some(fc.record({ key, name: words, when: anyCriteria })),
    tiers: some(fc.record({ key, name: words, when: anyCriteria }), 1),
    packageRequires: some(words),
    routing: fc.record({ rules: some(record({ key, name: words, when: anyCriteria, to: target }, ["key", "name", "to"])), fallbackTeam: key }),
    sla: fc.record({ sales: some(clause), marketing: some(fc.record({ kind: fc.constantFrom("mql-volume", "acceptance-rate"), key, name: words, atLeast: whole(500) })), escalation: some(fc.record({ at: fc.constantFrom("warning", "breach"), afterMinutes: whole(900), act: fc.constantFrom("remind-owner", "reassign") })) }),
    rejectionReasons: some(record({ code: key, name: words, to: fc.constantFrom("nurture", "unqualified"), needsAttempts: fc.boolean() }, ["code", "name", "to"]), 1),
    nurture: fc.record({ coolOffDays: whole(90) }),
    ageing: fc.record({ sqlUntouchedDays: fc.option(whole(90)) }),
    qualification: fc.record({ framework: words, questions: some(fc.record({ key, name: words, prompt: words })), requiredForSql: some(key) }),
    attribution: fc.record({ official: fc.constantFrom("first-touch", "linear"), windowDays: fc.option(whole(90)) }),
    targets: some(record({ quarter: fc.constantFrom("2026-Q4", "2027-Q1"), segment: key, mqls: whole(900), pipeline: whole(9_000), revenue: whole(9_000) }, ["quarter"])),
    reviews: some(fc.record({ key, name: words, every: fc.constantFrom("week", "month") })),
  } as Record<string, fc.Arbitrary<unknown>>,
  ["name", "timeZone", "currency", "idealCustomer", "personas", "signals", "fit", "engagement", "mql", "stages", "tiers", "packageRequires", "routing", "sla", "rejectionReasons", "nurture", "ageing", "qualification", "attribution", "targets", "reviews"],
).map((text) => agreement.parse(text as AgreementInput));
