import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { isInShell } from "./in-shell.ts";
import { withoutSchemas } from "./without-schemas.ts";

/** The server that answers `/api` and `/v1` while developing. */
const server = process.env["TANDEM_URL"] ?? "http://127.0.0.1:3210";

export default defineConfig({
  plugins: [react(), withoutSchemas()],
  resolve: { conditions: ["tandem-source", "module", "browser", "development|production"] },
  server: { host: "127.0.0.1", port: 5173, proxy: { "/api": server, "/v1": server } },
  preview: { host: "127.0.0.1", proxy: { "/api": server, "/v1": server } },
  build: {
    outDir: "dist",
    target: "es2023",
    // A strict content security policy allows no data: fonts or scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Each group holds only itself. None of them imports a later one: no chunk waits for one that waits for it.
          includeDependenciesRecursively: false,
          groups: [
            { name: "react", test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: "router", test: /node_modules[\\/](@tanstack|use-sync-external-store)[\\/]/ },
            { name: "library", test: /node_modules[\\/](?!@tabler)|packages[\\/](contract|domain)[\\/]/, entriesAware: true },
            // What stands around every page is one file instead of a hundred small ones.
            { debugName: "shell", name: (module, chunking) => (isInShell(module, chunking) ? "shell" : null) },
          ],
        },
      },
    },
  },
});
