import { parentPort } from "node:worker_threads";
import type { AskedOfPart, PartSums, ToldByPart } from "./crew.ts";
import { comeLast, giveWay } from "./give-way.ts";
import { CalledOff } from "./load-history.ts";
import { takePart, type HeldPart } from "./part.ts";
import { isCalledOff, tellDone } from "./part-watch.ts";

/** A thread that takes parts of replays on, for the lab's thread. One message, one answer, in turn. */

comeLast();

const held = new Map<string, HeldPart>();

parentPort!.on("message", (asked: AskedOfPart) => parentPort!.postMessage(answer(asked)));

function answer(asked: AskedOfPart): ToldByPart {
  try {
    return act(asked);
  } catch (error) {
    return error instanceof CalledOff ? null : { failure: (error as Error).stack ?? String(error) };
  }
}

function act(asked: AskedOfPart): PartSums | null {
  switch (asked.kind) {
    case "take": {
      const { watch, place } = asked;
      const part = takePart(asked.laidOut, asked.part, (share) => {
        if (isCalledOff(watch)) throw new CalledOff();
        tellDone(watch, place, share);
        giveWay();
      });
      held.set(asked.id, part);
      return sumsOf(part);
    }
    case "move": {
      const part = held.get(asked.id);
      part?.move(asked.agreement);
      return part ? sumsOf(part) : null;
    }
    case "forget":
      held.delete(asked.id);
      return null;
  }
}

function sumsOf({ counts, crossed }: HeldPart): PartSums {
  return { counts, crossed };
}
