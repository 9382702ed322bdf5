/**
 * Follows a hand: the newest wish is sent at the next frame, one request at a time, and wishes that came meanwhile are
 * overtaken by the last of them. Nothing is ever queued.
 */
export interface Follower<Wish> {
  want(wish: Wish): void;
  /** Forgets what the other side is known to stand at: the next wish is sent whole. */
  forget(): void;
  stop(): void;
}

interface FollowerOptions<Wish, Answer> {
  /** `standing` is the wish answered last, or null where that is not known. */
  send: (wish: Wish, standing: Wish | null) => Promise<Answer>;
  /** `newest`: no later wish waits. */
  onAnswer: (answer: Answer, newest: boolean) => void;
  onProblem: (error: unknown) => void;
  /** Calls back at the next frame. */
  frame?: (run: () => void) => void;
}

export function follow<Wish, Answer>({ send, onAnswer, onProblem, frame = (run) => void requestAnimationFrame(run) }: FollowerOptions<Wish, Answer>, first: Wish | null): Follower<Wish> {
  let standing = first;
  let wanted: { wish: Wish } | null = null;
  let busy = false;
  let stopped = false;
  const next = () => {
    if (busy || stopped || wanted === null) return;
    busy = true;
    frame(() => {
      if (stopped || wanted === null) return void (busy = false);
      const { wish } = wanted;
      wanted = null;
      send(wish, standing).then(
        (answer) => {
          standing = wish;
          busy = false;
          if (!stopped) onAnswer(answer, wanted === null);
          next();
        },
        (error: unknown) => {
          // Whether it arrived is not known.
          standing = null;
          busy = false;
          if (!stopped && wanted === null) onProblem(error);
          next();
        },
      );
    });
  };
  return {
    want(wish) {
      wanted = { wish };
      next();
    },
    forget() {
      standing = null;
    },
    stop() {
      stopped = true;
    },
  };
}
