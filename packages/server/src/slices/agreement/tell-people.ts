import type { App } from "../../platform/app.ts";
import type { Transaction } from "../../platform/transaction.ts";

export interface Telling {
  readonly kind: string;
  readonly title: string;
  readonly body: string;
  readonly link: string;
  /** Natural key, so that nothing is told twice. */
  readonly cause: string;
}

/** Tells people of something about the agreement, in the app at once; `everyone` is everybody who works here. */
export async function tellPeople(app: App, tx: Transaction, whom: readonly string[] | "everyone", what: Telling): Promise<void> {
  const ids = whom === "everyone" ? (await tx.query<{ id: string }>("select id from app_user where active order by id")).map((row) => row.id) : [...new Set(whom)].toSorted();
  if (ids.length === 0) return;
  await tx.query(
    `insert into notification (id, user_id, kind, at, title, body, link, cause) select id, user_id, $3, $4, $5, $6, $7, $8 from unnest($1::uuid[], $2::uuid[]) r(id, user_id) on conflict (user_id, cause) do nothing`,
    [ids.map(() => app.ids.next()), ids, what.kind, app.clock.now(), what.title, what.body, what.link, what.cause],
  );
  app.live.publish(tx, whom === "everyone" ? ["everyone"] : ids.map((id) => `user:${id}`), { kind: "notification", data: { ids: null } });
}
