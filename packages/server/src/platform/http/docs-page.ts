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
<script src="/theme.js"></script><link rel="icon" type="image/svg+xml" href="/icon.svg">
<style>
/* The colours, sizes and shapes of the web app; theme.js sets the theme that was chosen there. */
:root {
  color-scheme: light; --canvas: #f6f7f8; --surface: #ffffff; --sunken: #f1f2f4; --hover: #f8f9fa; --line: #e5e7eb; --edge: #868e9a; --ink: #14171c; --ink2: #474e59; --ink3: #656d79; --accent: #2458d3; --accent-soft: #edf2fe;
}
[data-mantine-color-scheme="dark"] {
  color-scheme: dark; --canvas: #0d0f12; --surface: #14171b; --sunken: #1b1f24; --hover: #181c21; --line: #252a31; --edge: #6f7987; --ink: #eceef1; --ink2: #b3bac5; --ink3: #8c95a3; --accent: #6e9bff; --accent-soft: #18233d;
}
* { box-sizing: border-box }
body { margin: 0; background: var(--canvas); color: var(--ink); font: 13px/20px "Inter Variable", Inter, system-ui, sans-serif; -webkit-font-smoothing: antialiased }
body > * { max-width: 920px; margin-inline: auto; padding-inline: 20px }
header { padding-block: 24px 0 }
h1 { margin: 0 0 8px; font-size: 18px; line-height: 24px; font-weight: 600; letter-spacing: -.015em }
h2 { margin: 28px 0 8px; font-size: 15px; line-height: 20px; font-weight: 600; letter-spacing: -.01em }
h2::first-letter { text-transform: uppercase }
h3 { margin: 16px 0 4px; font-size: 12px; line-height: 16px; font-weight: 600; color: var(--ink2) }
p { margin: 0 0 4px; text-wrap: pretty }
a { color: var(--accent); text-underline-offset: 2px }
code, pre { font: 11.5px/17px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere }
.find { position: sticky; top: 0; z-index: 1; padding-block: 12px; background: var(--canvas) }
input { width: 100%; height: 32px; padding: 0 10px; border: 1px solid var(--edge); border-radius: 6px; background: var(--surface); color: var(--ink); font: inherit }
input::placeholder { color: var(--ink3) }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
main { padding-bottom: 64px; min-height: 100vh }
section { scroll-margin-top: 64px }
.operations { border: 1px solid var(--line); border-radius: 8px; background: var(--surface); overflow: hidden }
details { scroll-margin-top: 64px } details + details { border-top: 1px solid var(--line) } details[hidden] + details { border-top-color: transparent }
summary { display: grid; grid-template-columns: 52px minmax(0, 2fr) minmax(0, 3fr); gap: 12px; align-items: baseline; padding: 8px 16px; cursor: pointer; list-style: none }
summary::-webkit-details-marker { display: none }
summary:hover { background: var(--hover) }
summary:focus-visible { outline-offset: -2px }
details[open] > summary { background: var(--accent-soft) }
details > div { padding: 4px 16px 20px }
pre { margin: 4px 0 0; padding: 8px 12px; border-radius: 8px; background: var(--sunken); white-space: pre-wrap }
.method { font-size: 11px; line-height: 16px; font-weight: 600; color: var(--ink2) }
.dim { color: var(--ink3) } .none { padding: 24px 0 }
table { border-collapse: collapse } td { padding: 2px 20px 2px 0; vertical-align: top }
[hidden] { display: none !important }
@media (max-width: 720px) {
  body { font-size: 15px } body > * { padding-inline: 16px } h1 { font-size: 24px; line-height: 32px } input { height: 48px; font-size: 16px }
  summary { grid-template-columns: 52px minmax(0, 1fr); padding-block: 12px } summary > .dim { grid-column: 2 }
}
</style>
<script src="/api/docs.js" type="module"></script>
</head>
<body>
<header><h1>Tandem API</h1>
<p>The web app uses exactly these operations. Description for programs: <a href="${apiPrefix}/openapi.json">openapi.json</a></p>
<p class="dim">Authorize with an API key: <code>Authorization: Bearer &lt;key&gt;</code>. Refusals are problem documents (RFC 9457) with a stable <code>code</code>.</p></header>
<div class="find"><input id="find" type="search" placeholder="Find an operation" aria-label="Find an operation" aria-keyshortcuts="/"></div>
<main id="operations"></main>
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
for (const [tag, nodes] of byTag) main.append(make("section", {}, make("h2", {}, tag), make("div", { class: "operations" }, ...nodes)));
const none = make("p", { class: "dim none", hidden: "", role: "status" }, "No operation matches. Try part of a path or a word of what it does.");
main.append(none);
const openNamed = () => {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  named?.setAttribute("open", "");
  named?.scrollIntoView();
};
openNamed();
addEventListener("hashchange", openNamed);
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || document.activeElement?.id === "find") return;
  event.preventDefault();
  document.getElementById("find").focus();
});
document.getElementById("find").addEventListener("input", ({ target }) => {
  const words = target.value.toLowerCase().split(" ").filter(Boolean);
  const sections = [...main.querySelectorAll("section")];
  for (const section of sections) {
    for (const node of section.querySelectorAll("details")) node.hidden = !words.every((word) => node.dataset.words.includes(word));
    section.hidden = [...section.querySelectorAll("details")].every((node) => node.hidden);
  }
  none.hidden = sections.some((section) => !section.hidden);
});
`;
