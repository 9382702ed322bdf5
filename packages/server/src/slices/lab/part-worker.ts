import { parentPort } from "node:worker_threads";
import type { AskedOfPart, ToldByPart } from "./crew.ts";
import { CalledOff } from "./load-history.ts";
import { takePart, type HeldPart } from "./part.ts";

/** A thread that takes parts of replays on, for the lab's thread. One message, one answer, in turn. */

const held = new Map<string, HeldPart>();

parentPort!.on("message", (asked: AskedOfPart) => parentPort!.postMessage(answer(asked)));

function answer(asked: AskedOfPart): ToldByPart {
  switch (asked.kind) {
    case "take": {
      try {
        const part = takePart(asked.laidOut, asked.part, () => {
          if (Atomics.load(asked.stop, 0) === 1) throw new CalledOff();
        });
        held.set(asked.id, part);
        return { counts: part.counts, crossed: part.crossed };
      } catch (error) {
        if (error instanceof CalledOff) return null;
        throw error;
      }
    }
    case "move": {
      const part = held.get(asked.id)!;
      part.move(asked.agreement);
      return { counts: part.counts, crossed: part.crossed };
    }
    case "forget":
      held.delete(asked.id);
      return null;
  }
}
