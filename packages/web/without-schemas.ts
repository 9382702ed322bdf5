import type { ESTree, Plugin } from "vite";

/** What the web app reads of an operation. */
const called = ["name", "method", "path"];

/**
 * The browser calls operations and the server checks them: of a declared operation the web app gets name, method and path,
 * and no schemas. Contract and domain only declare when they are loaded (the import rules see to it); a bundler can't
 * know that, so each declaration is marked, and what no screen reads is left out.
 */
export function withoutSchemas(): Plugin {
  return {
    name: "tandem:without-schemas",
    transform: {
      filter: { id: /\/packages\/(contract|domain)\/src\/.+\.ts$/ },
      handler(code) {
        const inits = this.parse(code).body.flatMap((statement) => {
          const declared = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
          return declared?.type === "VariableDeclaration" ? declared.declarations.flatMap(({ init }) => init ?? []) : [];
        });
        // From the end, so that what stands before keeps its place.
        const slim = inits.toReversed().reduce((text, init) => text.slice(0, init.start) + slimmed(init, code) + text.slice(init.end), code);
        return { code: slim, map: null };
      },
    },
  };
}

function slimmed(init: ESTree.Expression, code: string): string {
  const written = ({ start, end }: { start: number; end: number }) => code.slice(start, end);
  if (init.type === "ArrowFunctionExpression" || init.type === "FunctionExpression" || init.type === "Literal") return written(init);
  if (init.type === "CallExpression" && init.callee.type === "Identifier" && init.callee.name === "operation") {
    const [declaration] = init.arguments;
    if (declaration?.type !== "ObjectExpression") throw new Error("An operation is declared by an object written in place.");
    const kept = declaration.properties.filter((one) => one.type === "Property" && one.key.type === "Identifier" && called.includes(one.key.name));
    // A spread may hold any of them, and nobody here can look into it.
    if (kept.length < called.length) throw new Error(`An operation names its ${called.join(", ")} in place: ${written(init)}`);
    return `{ ${kept.map(written).join(", ")} }`;
  }
  return `/* @__PURE__ */ (() => (${written(init)}))()`;
}
