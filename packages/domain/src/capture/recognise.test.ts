import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EventPattern, SignalDefinition } from "../agreement/agreement.ts";
import { foundingAgreement } from "../agreement/founding-agreement.ts";
import { fold } from "../people/fold.ts";
import { compileSignals, signalRevisionText, type RecognisableEvent } from "./recognise.ts";

/** Every pattern of every definition against the event, as the shape describes it. */
function naive(definitions: readonly SignalDefinition[], event: RecognisableEvent): string[] {
  const bare = (path: string) => (path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path);
  const holds = (pattern: EventPattern): boolean => {
    const path = event.path === null ? null : bare(fold(event.path));
    if (pattern.type !== event.type) return false;
    if (pattern.name !== undefined && (event.name === null || fold(pattern.name) !== fold(event.name))) return false;
    if (pattern.pathIs !== undefined && path !== bare(fold(pattern.pathIs))) return false;
    if (pattern.pathStartsWith !== undefined && !(path !== null && `${path}/`.startsWith(fold(pattern.pathStartsWith)) && (path.startsWith(fold(pattern.pathStartsWith)) || `${path}/` === fold(pattern.pathStartsWith)))) return false;
    if (pattern.pathContains !== undefined && !(path !== null && `${path}/`.includes(fold(pattern.pathContains)))) return false;
    return Object.entries(pattern.properties ?? {}).every(([key, wanted]) => {
      const value = event.properties[key];
      return typeof wanted === "string" ? typeof value === "string" && fold(value) === fold(wanted) : value === wanted;
    });
  };
  return definitions.filter((definition) => definition.recognise.some(holds)).map((definition) => definition.key);
}

const name = fc.constantFrom("Pricing", "PRICING", "Demo Requested", "İ");
const path = fc.constantFrom("/", "/pricing", "/Pricing/", "/pricing/eu", "/blog/a-b", "/blog");
const value = fc.constantFrom<string | number | boolean>("demo", "DEMO", 1, "1", true);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const pattern = fc.record({ type: fc.constantFrom("track" as const, "page" as const), name: maybe(name), pathIs: maybe(path), pathStartsWith: maybe(fc.constantFrom("/pricing", "/blog/", "/")), pathContains: maybe(fc.constantFrom("ic", "/blog/", "a-b")), properties: maybe(fc.dictionary(fc.constantFrom("form", "n"), value, { maxKeys: 2 })) });
const definitions = fc.array(fc.array(pattern, { minLength: 1, maxLength: 3 }), { maxLength: 6 }).map((all) => all.map((recognise, i) => ({ key: `s${i}`, name: "S", handRaise: false, recognise: recognise as EventPattern[] })));
const event = fc.record({ type: fc.constantFrom("track", "page", "identify"), name: fc.option(name), path: fc.option(path), properties: fc.dictionary(fc.constantFrom("form", "n"), value, { maxKeys: 2 }) });

describe("recognising", () => {
  it("equals asking every pattern", () => {
    fc.assert(
      fc.property(definitions, fc.array(event, { minLength: 5, maxLength: 20 }), (list, events) => {
        const recognise = compileSignals(list);
        for (const one of events) expect(recognise(one)).toEqual(naive(list, one));
      }),
      { numRuns: 1_000 },
    );
  });

  const recognise = compileSignals(foundingAgreement.signals);
  it.each<[string, RecognisableEvent, string[]]>([
    ["a pricing page", { type: "page", name: null, path: "/Pricing/", properties: {} }, ["pricing-viewed", "page-visited"]],
    ["a case study", { type: "page", name: null, path: "/case-studies/acme", properties: {} }, ["case-study-read", "page-visited"]],
    ["a demo request by form", { type: "track", name: "form submitted", path: "/demo", properties: { form: "Demo" } }, ["demo-requested"]],
    ["nothing we know", { type: "track", name: "Scrolled", path: null, properties: {} }, []],
    ["inherited properties are none", { type: "track", name: "Form Submitted", path: null, properties: Object.create({ form: "demo" }) as {} }, []],
  ])("%s", (_, one, keys) => {
    expect(recognise(one)).toEqual(keys);
  });

  it("has a revision text that follows what recognises and nothing else", () => {
    const [signal] = foundingAgreement.signals as [SignalDefinition];
    const turned = { ...signal, name: "Other words", handRaise: false, recognise: signal.recognise.toReversed().map((one) => Object.fromEntries(Object.entries(one).toReversed()) as EventPattern) };
    expect(signalRevisionText(turned)).toBe(signalRevisionText(signal));
    expect(signalRevisionText({ ...signal, recognise: [{ type: "page" }] })).not.toBe(signalRevisionText(signal));
  });
});
