import { readReplay, startReplay, type LabReplay } from "@tandem/contract/lab/replay";
import type { InputOf } from "@tandem/contract/operation";
import { readEvent } from "@tandem/domain/capture/event";
import { workIntake } from "../../spine/engine.ts";
import { accessApp, addPerson, setUp, type AccessApp, type Workspace } from "../access/access.fixture.ts";
import { access } from "../access/slice.ts";
import { captureOf } from "../capture/capture-of.ts";
import { payloadOf } from "../capture/read-request.ts";
import { labOf } from "./lab.ts";
import { lab } from "./slice.ts";
import { atEnd } from "../../test/at-end.ts";

/** A workspace with the lab, people of several roles, and events sent as the tracking API takes them. */
export interface LabApp extends AccessApp {
  readonly workspace: Workspace;
  readonly as: Record<"marketing" | "rep" | "administrator", { readonly cookie: string; readonly id: string }>;
  send(...events: Record<string, unknown>[]): Promise<void>;
  /** Starts a replay and waits until it has ended. */
  replay(body: InputOf<typeof startReplay>["body"]): Promise<LabReplay>;
  finished(id: string): Promise<LabReplay>;
}

export async function labApp(start = new Date("2026-01-05T08:00:00Z")): Promise<LabApp> {
  const t = await accessApp({ slices: [access, lab], start });
  const workspace = await setUp(t);
  const as = { marketing: await addPerson(t, workspace, "marketing", "Mia Marketing"), rep: await addPerson(t, workspace, "sales-rep", "Rex Rep", [workspace.teams.sales]), administrator: workspace.administrator };
  const { id: sourceId } = await t.db.one<{ id: number }>("select id from source order by id limit 1");
  atEnd(() => labOf(t.app).close());
  let count = 0;
  // The bucket that slows a caller refills with the clock, and sessions last a day.
  const call: AccessApp["call"] = (...asked) => t.call(...asked);
  const finished = async (id: string): Promise<LabReplay> => {
    for (let tries = 0; tries < 600; tries++) {
      const one = labOf(t.app).read({ userId: as.marketing.id, ends: null }, id);
      if (one.state !== "running") return (await call(readReplay, { params: { id } }, as.marketing)).body;
      await new Promise((done) => setTimeout(done, 20));
    }
    throw new Error("The replay did not end.");
  };
  return {
    ...t,
    call,
    workspace,
    as,
    async send(...events) {
      const receivedAt = t.app.clock.now();
      await captureOf(t.app).acceptor.accept(
        events.map((raw) => {
          const reading = readEvent(raw, { receivedAt: receivedAt.getTime(), messageId: `m${(count += 1)}` });
          if ("refused" in reading) throw new Error(reading.refused.words);
          return { sourceId, receivedAt, event: reading.ok, payload: payloadOf(reading.ok) };
        }),
      );
      while ((await workIntake(t.app)) > 0);
    },
    async replay(body) {
      const started = await call(startReplay, { body }, as.marketing);
      if (started.status !== 200) throw new Error(JSON.stringify(started.problem));
      return finished(started.body.id);
    },
    finished,
  };
}
