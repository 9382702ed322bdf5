import type { Clock } from "./clock.ts";
import type { Config } from "./config.ts";
import type { Database } from "./database.ts";
import type { Ids } from "./ids.ts";
import type { Live } from "./live.ts";
import type { Log } from "./log.ts";
import type { Mail } from "./mail.ts";

/** Everything outside the rules, passed in: time, dice, database, mail and the network are steered by whoever makes this. */
export interface App {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly config: Config;
  readonly mail: Mail;
  readonly live: Live;
}
