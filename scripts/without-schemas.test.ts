import { parseAst } from "vite";
import { expect, test } from "vitest";
import { withoutSchemas } from "../packages/web/without-schemas.ts";

const { transform } = withoutSchemas() as unknown as { transform: { handler(this: { parse: typeof parseAst }, code: string): { code: string } } };
const slim = (code: string): string => transform.handler.call({ parse: parseAst }, code).code;

test("of an operation the web app gets name, method and path", () => {
  expect(slim('export const one = operation({ name: "a", method: "GET", path: "/a", response: z.object({}), ...more });')).toBe('export const one = { name: "a", method: "GET", path: "/a" };');
});

test("one that does not say all three in place fails the build, instead of being called without them", () => {
  expect(() => slim('export const one = operation({ ...shared, name: "a" });')).toThrow("in place");
});
