import type { Operation } from "@tandem/contract/operation";
import type { FastifyInstance } from "fastify";
import { apiPrefix } from "./mount.ts";
import { openApiDocument } from "./open-api.ts";

/** The API's description for programs (`openapi.json`) and for people (`/api/docs`), both from the mounted operations. */
export function mountDocs(server: FastifyInstance, operations: readonly Operation[], baseUrl: string): void {
  let document: string | undefined;
  server.get(`${apiPrefix}/openapi.json`, { config: { operation: "docs" } }, async (_, reply) => {
    document ??= JSON.stringify(openApiDocument(operations, { baseUrl, version: "1" }));
    return reply.header("cache-control", "no-cache").type("application/json; charset=utf-8").send(document);
  });
  server.get("/api/docs", { config: { operation: "docs" } }, async (_, reply) => reply.type("text/html; charset=utf-8").send(page));
  // Where people look first: beside the description itself.
  server.get("/api/v1/docs", { config: { operation: "docs" } }, async (_, reply) => reply.redirect("/api/docs"));
  server.get("/api/docs.js", { config: { operation: "docs" } }, async (_, reply) => reply.type("text/javascript; charset=utf-8").send(script));
}

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Tandem API</title>
<style>
:root { color-scheme: light dark; --line: light-dark(#e3e3e8, #34343b); --soft: light-dark(#f6f6f8, #1f1f24); --dim: light-dark(#5d5d69, #a4a4b0); }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 2rem 1.25rem 6rem; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem } h2 { font-size: 1.05rem; margin: 2.5rem 0 .5rem; text-transform: capitalize } h3 { font-size: .85rem; margin: 1rem 0 .25rem; color: var(--dim) }
p { margin: .25rem 0 } input { font: inherit; width: 100%; box-sizing: border-box; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: 8px; margin-top: 1rem }
details { border: 1px solid var(--line); border-radius: 8px; margin: .5rem 0; overflow: hidden } summary { padding: .55rem .75rem; cursor: pointer; display: flex; gap: .75rem; align-items: baseline }
details[open] summary { background: var(--soft); border-bottom: 1px solid var(--line) } details > div { padding: .25rem .75rem 1rem }
code, pre { font: 13px/1.5 ui-monospace, monospace } pre { background: var(--soft); padding: .75rem; border-radius: 8px; overflow: auto; margin: .25rem 0 }
.method { font-weight: 650; min-width: 4.2rem } .dim { color: var(--dim) } .grow { flex: 1 }
table { border-collapse: collapse } td { padding: .15rem 1.25rem .15rem 0; vertical-align: top }
</style>
<script src="/api/docs.js" type="module"></script>
</head>
<body><h1>Tandem API</h1><p class="dim">The web app uses exactly these operations. Description for programs: <a href="${apiPrefix}/openapi.json">openapi.json</a></p>
<p>Authorize with an API key: <code>Authorization: Bearer &lt;key&gt;</code>. Refusals are problem documents (RFC 9457) with a stable <code>code</code>.</p>
<input id="find" type="search" placeholder="Find an operation" aria-label="Find an operation"><main id="operations"></main>
<noscript>This page needs JavaScript; the description itself is at ${apiPrefix}/openapi.json.</noscript></body>
</html>
`;

/** Builds the page with text nodes only: nothing from the document is ever read as HTML. */
const script = `
const make = (name, attributes, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children.filter((child) => child !== null));
  return node;
};
const typeOf = (schema) => {
  if (!schema || Object.keys(schema).length === 0) return "any";
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if ("const" in schema) return JSON.stringify(schema.const);
  const any = schema.anyOf ?? schema.oneOf;
  if (any) return any.map(typeOf).join(" | ");
  if (schema.type === "array") return typeOf(schema.items) + "[]";
  return [schema.type ?? "any", schema.format && "(" + schema.format + ")"].filter(Boolean).join(" ");
};
const shape = (schema, indent = "") => {
  if (!schema) return "any";
  const any = schema.anyOf ?? schema.oneOf;
  if (any) return any.map((each) => shape(each, indent)).join(" | ");
  if (schema.type === "array") return shape(schema.items, indent) + "[]";
  if (!schema.properties) return typeOf(schema);
  const required = new Set(schema.required ?? []);
  const lines = Object.entries(schema.properties).map(([name, each]) => indent + "  " + name + (required.has(name) ? "" : "?") + ": " + shape(each, indent + "  "));
  return "{\\n" + lines.join("\\n") + "\\n" + indent + "}";
};
const section = (title, ...children) => [make("h3", {}, title), ...children];
const who = (operation) => Array.isArray(operation["x-who"]) ? operation["x-who"].join(", ") : operation["x-who"];
const show = (path, method, operation) => {
  const body = operation.requestBody?.content["application/json"].schema;
  const answer = operation.responses["200"]?.content?.["application/json"].schema;
  const parameters = operation.parameters.map((each) => make("tr", {}, make("td", {}, make("code", {}, each.name)), make("td", { class: "dim" }, each.in + (each.required ? "" : ", optional")), make("td", {}, make("code", {}, typeOf(each.schema)))));
  const refusals = Object.entries(operation.responses).filter(([status]) => Number(status) >= 400);
  const node = make("details", { id: operation.operationId },
    make("summary", {}, make("span", { class: "method" }, method.toUpperCase()), make("code", {}, path), make("span", { class: "grow dim" }, operation.summary)),
    make("div", {},
      ...section("Who may", make("p", {}, who(operation))),
      ...(parameters.length ? section("Parameters", make("table", {}, ...parameters)) : []),
      ...(body ? section("Body", make("pre", {}, shape(body))) : []),
      ...section("Answer", make("pre", {}, answer ? shape(answer) : "204, nothing")),
      ...section("Refusals", make("table", {}, ...refusals.map(([status, each]) => make("tr", {}, make("td", {}, status), make("td", {}, each.description.replaceAll("\`", ""))))))));
  node.dataset.words = (path + " " + operation.operationId + " " + operation.summary).toLowerCase();
  return node;
};
const main = document.getElementById("operations");
const documentOf = await (await fetch("${apiPrefix}/openapi.json")).json();
const byTag = new Map();
for (const [path, methods] of Object.entries(documentOf.paths))
  for (const [method, operation] of Object.entries(methods))
    byTag.set(operation.tags[0], [...(byTag.get(operation.tags[0]) ?? []), show(path, method, operation)]);
for (const [tag, nodes] of byTag) main.append(make("section", {}, make("h2", {}, tag), ...nodes));
if (location.hash) document.getElementById(location.hash.slice(1))?.setAttribute("open", "");
document.getElementById("find").addEventListener("input", ({ target }) => {
  const words = target.value.toLowerCase().split(" ").filter(Boolean);
  for (const section of main.children) {
    for (const node of section.querySelectorAll("details")) node.hidden = !words.every((word) => node.dataset.words.includes(word));
    section.hidden = [...section.querySelectorAll("details")].every((node) => node.hidden);
  }
});
`;
