import type { App } from "../platform/app.ts";
import { steeredClock, type SteeredClock } from "../platform/clock.ts";
import { testConfig, type Config } from "../platform/config.ts";
import { seededDice, uuidv7 } from "../platform/ids.ts";
import { createLive } from "../platform/live.ts";
import { silentLog, type Log } from "../platform/log.ts";
import { createMail } from "../platform/mail.ts";
import { atEnd } from "./at-end.ts";
import { testDatabase, type TestDatabase } from "./database.ts";
import { keepPromises } from "./keep-promises.ts";

export interface TestApp extends TestDatabase {
  readonly app: App;
  /** Stands still until it is set or advanced. */
  readonly clock: SteeredClock;
}

/** Everything a use case needs, on a database of this file's own. Monday, 5 January 2026, 08:00 UTC unless told otherwise. */
export async function testApp(options: { start?: Date; config?: Partial<Config>; seed?: number; log?: Log } = {}): Promise<TestApp> {
  const { start = new Date("2026-01-05T08:00:00Z"), seed = 1, log = silentLog } = options;
  const database = await testDatabase({ log, judge: keepPromises });
  const { db } = database;
  const clock = steeredClock(start);
  const ids = uuidv7(clock, seededDice(seed));
  const config = testConfig(options.config);
  const live = createLive(db, log);
  const mail = createMail({ db, clock, ids, log, smtpUrl: config.smtpUrl, from: config.mailFrom });
  const app: App = { db, clock, ids, log, config, live, mail };
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> =>
    (closed ??= (async () => {
      mail.close();
      await live.stop();
      await database.close();
    })());
  atEnd(close);
  return { ...database, app, clock, close };
}
