import type { TextProblem } from "@tandem/contract/agreement/text";
import type { Agreement } from "@tandem/domain/agreement/agreement";
import { parseShape, validateAgreement, type AgreementProblem } from "@tandem/domain/agreement/validate";
import { isAlias, isMap, isNode, isPair, isScalar, isSeq, parseDocument, visit, type Document, type Node } from "yaml";
import { findLimit } from "./limits.ts";

export type ReadText = { readonly ok: Agreement; readonly problems: readonly TextProblem[] } | { readonly ok: null; readonly problems: readonly TextProblem[] };

/** More are not said at once; the first ones are what is mended first. */
const mostProblems = 50;

/**
 * Reads an agreement from YAML. `ok` is the agreement where the text has the shape of one, whatever else is wrong with
 * it; `problems` say what, each with its line and column. Nothing of the text is evaluated: no anchors, aliases or tags.
 * @param check what is wrong with an agreement of good shape; with the company's facts where there is a database
 */
export function readText(text: string, check: (agreement: Agreement) => readonly AgreementProblem[] = validateAgreement): ReadText {
  const said = (problems: readonly Found[]): TextProblem[] => problems.slice(0, mostProblems).map(({ at, ...one }) => ({ severity: "problem", path: "", ...one, ...placeOf(text, at) }));
  const limit = findLimit(text);
  if (limit) return { ok: null, problems: said([limit]) };
  // Keys are compared below: the parser compares each with each, which takes minutes on a text of this length.
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false, merge: false, schema: "core", logLevel: "error" });
  const broken = [...document.errors, ...document.warnings].map((error): Found => ({ code: "bad-yaml", at: error.pos[0], words: wordsOf(error.code, error.message) }));
  if (broken.length > 0) return { ok: null, problems: said(broken) };
  const refused = refusedIn(document);
  if (refused.length > 0) return { ok: null, problems: said(refused) };
  if (document.contents === null) return { ok: null, problems: said([{ code: "empty", at: 0, words: "The text holds no agreement. `tandem agreement export` writes one to begin with." }]) };
  const raw: unknown = document.toJS();
  const shaped = parseShape(raw);
  const found = "problems" in shaped ? shaped.problems : check(shaped.ok);
  const problems = found.slice(0, mostProblems).map((one): TextProblem => ({ ...one, ...placeOf(text, offsetOf(document, one)) }));
  return { ok: "ok" in shaped ? shaped.ok : null, problems };
}

interface Found {
  readonly code: string;
  readonly at: number;
  readonly words: string;
}

/** Line and column from 1. The parser's own count leaves out lines inside brackets that are broken. */
function placeOf(text: string, at: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let newline = text.indexOf("\n"); newline >= 0 && newline < at; newline = text.indexOf("\n", start)) {
    line++;
    start = newline + 1;
  }
  return { line, column: Math.min(at, text.length) - start + 1 };
}

/** What YAML allows and an agreement does not: two parts of one name, references, kinds of its own. */
function refusedIn(document: Document): Found[] {
  const found: Found[] = [];
  const refuse = (code: string, node: unknown, words: string) => found.push({ code, at: startOf(node), words });
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) refuse("alias", node, `“*${node.source}” refers to another place. References are not read, since they can go in a circle; write it out.`);
      else if (node.anchor !== undefined) refuse("anchor", node, `“&${node.anchor}” names a place to refer to. References are not read; leave it out.`);
      else if (node.tag !== undefined && /^!|^tag:(?!yaml\.org,2002:(str|int|float|bool|null|map|seq)$)/.test(node.tag)) refuse("tag", node, `“${node.tag}” is a kind of value that is not read; write the value alone.`);
    },
    Map(_, node) {
      const seen = new Set<string>();
      for (const { key } of node.items) {
        const name = isScalar(key) ? String(key.value) : null;
        if (name === null) refuse("bad-key", key, "The name of a part is plain text.");
        else if (name === "__proto__") refuse("bad-key", key, "A part can't be called “__proto__”.");
        else if (seen.has(name)) refuse("duplicate-part", key, `“${name}” stands here twice. Leave one of them out.`);
        else seen.add(name);
      }
    },
  });
  return found.toSorted((a, b) => a.at - b.at);
}

function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

/** The value that is wrong where it is a plain one, else its name; the nearest part around it where it is missing. */
function offsetOf(document: Document, { path, code }: AgreementProblem): number {
  let node: Node | null = document.contents as Node | null;
  let name = startOf(node);
  for (const step of path === "" ? [] : path.split(".")) {
    const inside = within(node, step);
    if (!inside) return name;
    [name, node] = inside;
  }
  return isScalar(node) && code !== "unknown-part" && node.range ? node.range[0] : name;
}

function within(node: Node | null, step: string): [number, Node | null] | null {
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return isNode(item) ? [startOf(item), item] : null;
  }
  if (!isMap(node)) return null;
  const pair = node.items.find((each) => isPair(each) && isScalar(each.key) && String(each.key.value) === step);
  return pair ? [startOf(pair.key), isNode(pair.value) ? pair.value : null] : null;
}

/** The parser's commonest complaints in plainer words. */
function wordsOf(code: string, message: string): string {
  const plain: Readonly<Record<string, string>> = {
    TAB_AS_INDENT: "A tab stands where spaces belong. Indent with spaces.",
    BAD_INDENT: "The indentation fits nothing above. Line it up with its neighbours.",
    MULTIPLE_DOCS: "A second document begins here. One file holds one agreement.",
    MISSING_CHAR: `${message}.`,
    RESOURCE_EXHAUSTION: "The text is nested too deep to be read.",
    TAG_RESOLVE_FAILED: "A kind of value stands here that is not read; write the value alone.",
  };
  return plain[code] ?? `${message.replace(/\.$/, "")}.`;
}
