import { expect, test } from "vitest";
import { follow } from "./follow.ts";

/** A hand, an engine that answers when told to, and frames that come when told to. */
function bench(first: number | null = 0) {
  const frames: (() => void)[] = [];
  const sent: { wish: number; standing: number | null; answer: (value: string) => void; fail: (error: Error) => void }[] = [];
  const answers: [string, boolean][] = [];
  const problems: unknown[] = [];
  const follower = follow<number, string>({
    send: (wish, standing) => new Promise((answer, fail) => sent.push({ wish, standing, answer, fail })),
    onAnswer: (answer, newest) => answers.push([answer, newest]),
    onProblem: (error) => problems.push(error),
    frame: (run) => frames.push(run),
  }, first);
  const frame = () => frames.splice(0).forEach((run) => run());
  const settle = () => new Promise((done) => setTimeout(done));
  return { follower, sent, answers, problems, frame, frames, settle };
}

test("of many wishes within a frame only the last is sent", () => {
  const { follower, sent, frame } = bench();
  for (let i = 1; i <= 20; i += 1) follower.want(i);
  expect(sent).toHaveLength(0);
  frame();
  expect(sent.map(({ wish }) => wish)).toEqual([20]);
});

test("one request at a time; the latest wish wins and those between are never sent", async () => {
  const { follower, sent, answers, frame, frames, settle } = bench();
  follower.want(1);
  frame();
  for (const wish of [2, 3, 4]) follower.want(wish);
  expect([sent.length, frames.length]).toEqual([1, 0]);
  sent[0]!.answer("one");
  await settle();
  frame();
  expect(sent.map(({ wish, standing }) => [wish, standing])).toEqual([[1, 0], [4, 1]]);
  sent[1]!.answer("four");
  await settle();
  frame();
  expect(sent).toHaveLength(2);
  expect(answers).toEqual([["one", false], ["four", true]]);
});

test("after a failure nothing is taken for known, and the next wish is sent", async () => {
  const { follower, sent, problems, frame, settle } = bench();
  follower.want(1);
  frame();
  sent[0]!.fail(new Error("gone"));
  await settle();
  follower.want(2);
  frame();
  expect(sent[1]).toMatchObject({ wish: 2, standing: null });
  expect(problems).toHaveLength(1);
});

test("a failure that a later wish overtook is not told", async () => {
  const { follower, sent, problems, frame, settle } = bench();
  follower.want(1);
  frame();
  follower.want(2);
  sent[0]!.fail(new Error("superseded"));
  await settle();
  expect(problems).toHaveLength(0);
  frame();
  expect(sent[1]!.wish).toBe(2);
});

test("once stopped it says and sends nothing more", async () => {
  const { follower, sent, answers, frame, settle } = bench();
  follower.want(1);
  frame();
  follower.want(2);
  follower.stop();
  sent[0]!.answer("one");
  await settle();
  frame();
  expect([sent.length, answers.length]).toEqual([1, 0]);
});
