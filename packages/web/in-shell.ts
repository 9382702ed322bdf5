import { fileURLToPath } from "node:url";

interface Chunking {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

let reached: Set<string> | undefined;

/** Whether a module of the web app, or an icon, is there before any page is opened. */
export function isInShell(module: string, chunking: Chunking): boolean {
  reached ??= reachedFrom(fileURLToPath(new URL("index.html", import.meta.url)), chunking);
  return /[\\/](packages[\\/]web|@tabler|vite)[\\/]/.test(module) && reached.has(module);
}

function reachedFrom(entry: string, chunking: Chunking): Set<string> {
  const found = new Set([entry]);
  // A set is walked together with what is added meanwhile.
  for (const id of found) chunking.getModuleInfo(id)?.importedIds.forEach((next) => found.add(next));
  return found;
}
