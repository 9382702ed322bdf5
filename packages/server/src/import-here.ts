import type { InputOf, Operation, OutputOf } from "@tandem/contract/operation";
import type { App } from "./platform/app.ts";
import type { Principal } from "./platform/http/principal.ts";
import { Refusal } from "./platform/refusal.ts";
import { workImport } from "./slices/imports/runner.ts";
import { imports } from "./slices/imports/slice.ts";

/** Importing without a server's door: the same operations and the same work, in this process. */
export interface ImportsHere {
  ask<O extends Operation>(operation: O, input: Partial<InputOf<O>>): Promise<OutputOf<O>>;
  /** Works an import that waits; answers whether there was one. */
  work(): Promise<boolean>;
}

/** For the command line: in the name of the person given, else of the first who may import. */
export async function importHere(app: App, email: string | null): Promise<ImportsHere> {
  const person = await app.db.find<{ id: string; name: string; role: Principal["role"] }>(
    "select id, name, role from app_user where active and role in ('revops', 'marketing', 'administrator') and ($1::text is null or email_folded = lower($1)) order by role = 'revops' desc, role = 'administrator' desc, created_at limit 1",
    [email],
  );
  if (!person) throw new Error(email === null ? "Nobody here may import yet. Start Tandem, complete the set-up, then import." : `${email} is nobody who may import. Name someone of Marketing or RevOps.`);
  const principal: Principal = { userId: person.id, name: person.name, role: person.role, teamIds: [], managedTeamIds: [], via: "session" };
  const routes = new Map(imports.routes!.map((route) => [route.operation.name, route]));
  return {
    async ask(operation, input) {
      const parsed = { params: operation.params.parse(input.params ?? {}), query: operation.query.parse(input.query ?? {}), body: operation.body.parse(input.body) };
      try {
        return (await routes.get(operation.name)!.handler({ app, principal, caller: principal } as never, parsed as never)) as never;
      } catch (error) {
        throw error instanceof Refusal ? new Error(error.detail ? `${error.kind.title} ${error.detail}` : error.kind.title) : error;
      }
    },
    work: () => workImport(app),
  };
}
