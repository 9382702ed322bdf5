import { problem, type Operation } from "@tandem/contract/operation";
import { z } from "zod";
import { platformRefusals } from "../refusal.ts";
import { apiPrefix } from "./mount.ts";

/** The OpenAPI 3.1 document, written from the same operations that are mounted. */
export function openApiDocument(operations: readonly Operation[], options: { baseUrl: string; version: string }): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    const path = apiPrefix + operation.path.replaceAll(/:(\w+)/g, "{$1}");
    (paths[path] ??= {})[operation.method.toLowerCase()] = describe(operation);
  }
  return {
    openapi: "3.1.0",
    info: { title: "Tandem", version: options.version, description: "Everything the web app does. Send an API key as `Authorization: Bearer <key>`.", license: { name: "AGPL-3.0-or-later", identifier: "AGPL-3.0-or-later" } },
    servers: [{ url: options.baseUrl }],
    security: [{ apiKey: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: { apiKey: { type: "http", scheme: "bearer" }, session: { type: "apiKey", in: "cookie", name: "tandem_session" } },
      schemas: { Problem: schema(problem, "output") },
    },
  };
}

function describe(operation: Operation): object {
  const none = operation.response instanceof z.ZodNull;
  return {
    operationId: operation.name,
    tags: [operation.name.split(".")[0]],
    summary: operation.summary,
    "x-who": operation.who,
    ...(operation.who === "anyone" && { security: [] }),
    parameters: [...parameters(operation.params, "path"), ...parameters(operation.query, "query")],
    ...(!(operation.body instanceof z.ZodUndefined) && { requestBody: { required: true, content: { "application/json": { schema: schema(operation.body, "input") } } } }),
    responses: {
      [none ? "204" : "200"]: none ? { description: "Done" } : { description: "The answer", content: { "application/json": { schema: schema(operation.response, "output") } } },
      ...refusals(operation),
    },
  };
}

function parameters(object: z.ZodObject, place: "path" | "query"): object[] {
  return Object.entries(object.shape).map(([name, type]) => ({
    name,
    in: place,
    required: place === "path" || !(type as z.ZodType).safeParse(undefined).success,
    schema: schema(type as z.ZodType, "input"),
  }));
}

/** Several refusals share a status, and OpenAPI has one answer per status: its description lists their codes. */
function refusals(operation: Operation): Record<string, object> {
  const general = [
    platformRefusals.invalidInput,
    ...(operation.who === "anyone" ? [] : [platformRefusals.notSignedIn]),
    ...(typeof operation.who === "string" ? [] : [platformRefusals.notAllowed]),
    platformRefusals.tooMany,
  ];
  const byStatus = new Map<number, string[]>();
  for (const { status, code, title } of [...general, ...operation.refusals]) byStatus.set(status, [...(byStatus.get(status) ?? []), `\`${code}\`: ${title}`]);
  return Object.fromEntries(
    [...byStatus].map(([status, lines]) => [String(status), { description: lines.join("\n\n"), content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } }]),
  );
}

function schema(type: z.ZodType, io: "input" | "output"): object {
  const { $schema: _, ...rest } = z.toJSONSchema(type, { io, unrepresentable: "any", reused: "inline" });
  return rest;
}
