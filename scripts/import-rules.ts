/** Who may import whom (ARCHITECTURE.md), told as data and checked over the sources' import statements. */

export interface Source {
  /** From the repository's root: "packages/server/src/spine/work.ts". */
  readonly path: string;
  readonly text: string;
}

export interface Import {
  readonly specifier: string;
  /** `import()` is loaded when asked for, so it makes no cycle. */
  readonly lazy: boolean;
}

/** Every import and re-export, types included. */
export function importsOf(text: string): Import[] {
  // Comments name modules too; a URL in a text is no comment.
  const code = text.replace(/\/\*[\s\S]*?\*\/|(^|[^:"'`])\/\/[^\n]*/g, "$1");
  const found = (pattern: RegExp, lazy: boolean): Import[] => [...code.matchAll(pattern)].map((match) => ({ specifier: match[1]!, lazy }));
  return [
    ...found(/(?:^|[\n;])\s*(?:import|export)\s[^"'`;=()]*?\sfrom\s*["']([^"']+)["']/g, false),
    ...found(/(?:^|[\n;])\s*import\s*["']([^"']+)["']/g, false),
    ...found(/\bimport\(\s*["']([^"']+)["']\s*\)/g, true),
  ];
}

/** What belongs to tests alone. */
export function isOfTests(path: string): boolean {
  return /\.(test|fixture|arbitrary)\.tsx?$/.test(path) || path.startsWith("packages/server/src/test/");
}

interface Package {
  /** Packages of ours that it may import, by what may be imported of them. */
  readonly ours: Readonly<Record<string, RegExp>>;
  /** Packages of others; "declared" are those in its package.json. */
  readonly others: readonly string[] | "declared";
  readonly node: boolean;
}

const all = /./;
const packages: Readonly<Record<string, Package>> = {
  domain: { ours: {}, others: ["zod", "temporal-polyfill", "date-holidays"], node: false },
  contract: { ours: { domain: all }, others: ["zod"], node: false },
  server: { ours: { domain: all, contract: all }, others: "declared", node: true },
  web: { ours: { domain: all, contract: all }, others: "declared", node: false },
  tracker: { ours: {}, others: [], node: false },
  cli: { ours: { contract: all, server: /^(main|import-here|compare-here|platform\/.+|spine\/(reproduce-scores|reproduce-recorded|check-versions)|demo\/.+)$/ }, others: "declared", node: true },
};

/** Within a package: which areas an area may import. A slice's own files and other slices' doors are told apart below. */
const areas: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  server: {
    platform: ["platform"],
    spine: ["spine", "platform"],
    slices: ["platform", "spine"],
    demo: ["platform", "spine", "slices", "demo", "root"],
    root: ["platform", "spine", "slices", "root"],
  },
  web: {
    ui: ["ui"],
    app: ["app", "ui", "styles"],
    slices: ["app", "ui"],
  },
};

interface Place {
  readonly package: string;
  readonly area: string;
  readonly slice: string | null;
  readonly within: string;
}

function placeOf(path: string): Place | null {
  const match = /^packages\/([\w-]+)\/src\/(.+)$/.exec(path);
  if (!match) return null;
  const [, name, within] = match as unknown as [string, string, string];
  const [area, slice] = within.includes("/") ? within.split("/") : ["root"];
  return { package: name, area: area!, slice: area === "slices" ? slice! : null, within };
}

/** Every import that the rules forbid, in words. `declared` holds each package's own dependencies. */
export function forbiddenImports(sources: readonly Source[], declared: Readonly<Record<string, readonly string[]>>): string[] {
  const known = new Set(sources.map(({ path }) => path));
  return sources.flatMap(({ path, text }) => {
    const place = placeOf(path);
    if (!place || isOfTests(path)) return [];
    return importsOf(text).flatMap(({ specifier }) => {
      const why = specifier.startsWith(".") ? judgeFile(place, path, specifier, known) : judgePackage(place, specifier, declared[place.package] ?? []);
      return why === null ? [] : [`${path} imports ${specifier}: ${why}`];
    });
  });
}

function judgePackage(place: Place, specifier: string, declared: readonly string[]): string | null {
  const rules = packages[place.package];
  if (!rules) return "its package has no rules";
  if (specifier.startsWith("node:")) return rules.node ? null : `${place.package} runs without Node`;
  const ours = /^@tandem\/([\w-]+)\/(.+)$/.exec(specifier);
  if (ours) {
    const may = rules.ours[ours[1]!];
    if (!may) return `${place.package} may not import ${ours[1]}`;
    return may.test(ours[2]!) ? null : `not open to ${place.package}`;
  }
  const name = specifier.split("/").slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
  const others = rules.others === "declared" ? declared : rules.others;
  return others.includes(name) ? null : `${name} is not a dependency of ${place.package}`;
}

function judgeFile(from: Place, path: string, specifier: string, known: ReadonlySet<string>): string | null {
  const target = resolve(path, specifier);
  const to = placeOf(target);
  if (!to || to.package !== from.package) return "it leaves its package";
  if (isOfTests(target)) return "only tests may use what is for tests";
  if (/\.tsx?$/.test(target) && !known.has(target)) return "there is no such file";
  if (from.slice !== null && to.slice !== null) return from.slice === to.slice || /^slices\/[\w-]+\/door\.tsx?$/.test(to.within) ? null : `of ${to.slice} only its door is open`;
  const may = areas[from.package]?.[from.area];
  return may === undefined || may.includes(to.area) ? null : `${from.area} may not import ${to.area}`;
}

/** The path a relative specifier names. */
function resolve(from: string, specifier: string): string {
  const parts = from.split("/").slice(0, -1);
  for (const part of specifier.split("?")[0]!.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}

/** Knots: files that import each other in a circle, types included. Each as the sorted list of its files. */
export function importCycles(sources: readonly Source[]): string[][] {
  const graph = new Map(sources.map(({ path, text }) => [path, importsOf(text).flatMap(({ specifier, lazy }) => (lazy ? [] : [targetOf(path, specifier)])).filter((target) => target !== null)]));
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const knots: string[][] = [];
  // Tarjan's strongly connected components; what is more than one file is a knot.
  function visit(file: string): void {
    order.set(file, order.size);
    low.set(file, order.get(file)!);
    stack.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!graph.has(next)) continue;
      if (!order.has(next)) visit(next);
      if (stack.includes(next)) low.set(file, Math.min(low.get(file)!, low.get(next)!));
    }
    if (low.get(file) !== order.get(file)) return;
    const knot = stack.splice(stack.indexOf(file));
    if (knot.length > 1 || graph.get(file)!.includes(file)) knots.push(knot.toSorted());
  }
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return knots;
}

function targetOf(path: string, specifier: string): string | null {
  if (specifier.startsWith(".")) return resolve(path, specifier);
  const ours = /^@tandem\/([\w-]+)\/(.+)$/.exec(specifier);
  return ours ? `packages/${ours[1]}/src/${ours[2]}.ts` : null;
}
