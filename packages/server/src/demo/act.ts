import type { Operation, OutputOf, InputOf } from "@tandem/contract/operation";
import type { App } from "../platform/app.ts";
import type { Principal } from "../platform/http/principal.ts";
import type { Route } from "../platform/http/route.ts";
import type { Slice } from "../platform/slice.ts";

/** Does what a person would do in the app: the same use case, with the same input checks, as that person. */
export type Act = <O extends Operation>(who: Principal, operation: O, input: Partial<InputOf<O>>) => Promise<OutputOf<O>>;

export function actor(app: App, slices: readonly Slice[]): Act {
  const routes = new Map<string, Route>(slices.flatMap((slice) => slice.routes ?? []).map((route) => [route.operation.name, route]));
  // The acts of the demo look at neither the request nor the reply: there is no address and no cookie.
  const none = { ip: "127.0.0.1", headers: {} } as never;
  return async (who, operation, input) => {
    const route = routes.get(operation.name);
    if (!route) throw new Error(`No slice answers ${operation.name}.`);
    if (operation.who !== "anyone" && operation.who !== "signed-in" && !operation.who.includes(who.role)) throw new Error(`${who.name} may not call ${operation.name}.`);
    const parsed = { params: operation.params.parse(input.params ?? {}), query: operation.query.parse(input.query ?? {}), body: operation.body.parse(input.body) };
    return (await route.handler({ app, principal: who, caller: who, request: none, reply: none }, parsed as never)) as never;
  };
}
