import { readFile } from "node:fs/promises";
import type { FastifyInstance } from "fastify";
import { productPath } from "../../platform/product-path.ts";

/** Serves the browser tracker and the form script from the built package; any site may load them. */
export function mountTrackerScripts(server: FastifyInstance): void {
  for (const name of ["tandem.js", "tandem-form.js"]) {
    let script: Promise<Buffer> | null = null;
    server.get(`/${name}`, async (_request, reply) => {
      script ??= readFile(productPath(`packages/tracker/dist/${name}`));
      script.catch(() => (script = null));
      return reply
        .headers({ "content-type": "text/javascript; charset=utf-8", "cache-control": "public, max-age=3600", "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin" })
        .send(await script);
    });
  }
}
