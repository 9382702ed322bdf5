import { parentPort, workerData } from "node:worker_threads";
import { learn, type ToLearn } from "./learn.ts";

/** Learning takes seconds to minutes of one core: it runs in a thread of its own, so that no request waits for it. */
parentPort!.postMessage({ learned: learn(workerData as ToLearn, (done, of) => parentPort!.postMessage({ done, of })) });
