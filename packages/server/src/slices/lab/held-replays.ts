import { moveDraft, sumUpReplay, type HeldReplay, type Move, type SummedUp } from "./laboratory.ts";

/** The replays that are held to be looked at and moved. They hold their histories; older ones are let go of first. */
export interface HeldReplays {
  get(id: string): HeldReplay | undefined;
  add(id: string, held: HeldReplay): void;
  /** The figures after a move; null where no such replay is held. One whose move fails stands half moved, and is let go of. */
  move(id: string, move: Move): Promise<SummedUp | null>;
  forget(id: string): boolean;
}

/** @param most replays held at once */
export function holdReplays(most: number): HeldReplays {
  const replays = new Map<string, HeldReplay>();
  const forget = (id: string): boolean => {
    replays.get(id)?.taken.forget();
    return replays.delete(id);
  };
  return {
    get: (id) => replays.get(id),
    add(id, held) {
      replays.set(id, held);
      for (const older of replays.keys()) if (replays.size > most) forget(older);
    },
    async move(id, move) {
      const held = replays.get(id);
      if (!held) return null;
      try {
        await moveDraft(held, move);
        return sumUpReplay(held);
      } catch (error) {
        forget(id);
        throw error;
      }
    },
    forget,
  };
}
