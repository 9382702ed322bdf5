import { extname } from "node:path";
import { Worker } from "node:worker_threads";

/** What reads TypeScript in a thread started from sources (tests, `npm run dev`): `--import` is not obeyed in threads. */
const loader = "tsx/esm/api";

/**
 * Starts a module of ours in a thread of its own.
 *
 * @param name the module's path beside the one at `here`, without extension: `./lab-worker`
 * @param here `import.meta.url` of the caller
 */
export function startThread(name: string, here: string, workerData: object): Worker {
  const extension = extname(new URL(here).pathname);
  const url = new URL(`${name}${extension}`, here);
  if (extension === ".js") return new Worker(url, { workerData });
  return new Worker(`import(${JSON.stringify(loader)}).then(({ register }) => { register(); return import(${JSON.stringify(url.href)}); })`, { eval: true, workerData, execArgv: ["--conditions=tandem-source"] });
}
