import { defineConfig } from "vitest/config";

/** Tests read the packages' sources directly, so no build is needed to run one. */
export default defineConfig({
  resolve: { conditions: ["tandem-source", "node", "import", "module", "default"] },
  ssr: { resolve: { conditions: ["tandem-source", "node"] } },
  test: {
    include: ["packages/*/src/**/*.test.{ts,tsx}", "e2e/**/*.test.ts", "scripts/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 180_000,
    // What is awaited comes; on a busy machine it comes later.
    expect: { poll: { timeout: 15_000 } },
    maxWorkers: 2,
    setupFiles: ["packages/server/src/test/at-end.ts"],
    globalSetup: ["packages/server/src/test/postgres-broker.ts"],
  },
});
