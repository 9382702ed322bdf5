import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The server that answers `/api` and `/v1` while developing. */
const server = process.env["TANDEM_URL"] ?? "http://127.0.0.1:3210";

export default defineConfig({
  plugins: [react()],
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
          groups: [
            { name: "react", test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: "router", test: /node_modules[\\/]@tanstack[\\/]/ },
            { name: "zod", test: /node_modules[\\/]zod[\\/]/ },
          ],
        },
      },
    },
  },
});
