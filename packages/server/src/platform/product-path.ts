import { fileURLToPath } from "node:url";

/** Sources, what is compiled of them and the bundle all lie four folders below the root of the product. */
const root = new URL("../../../../", import.meta.url);

/** Where a file or folder of the product lies, for what is read while it runs. @param path from the root: `packages/server/migrations/` */
export function productPath(path: string): string {
  return fileURLToPath(new URL(path, root));
}
