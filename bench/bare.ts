import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { endWithUs, freePort, untilReady, type Product } from "./server.ts";

/** The bare server as a process of its own, on the product's database. */
export async function startBare(product: Product): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ["--import", "tsx", fileURLToPath(new URL("bare-server.ts", import.meta.url)), JSON.stringify({ port, database: product.database })], { stdio: ["ignore", "ignore", "inherit"] });
  endWithUs(child);
  await untilReady(`${url}/readyz`, child);
  return {
    url,
    async stop() {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      await ended;
    },
  };
}
