import { gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

/** A script on other people's pages stays small: the build fails above the budget (bytes after gzip). */
function budget(limit: number): Plugin {
  return {
    name: "size-budget",
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        const size = file.type === "chunk" ? gzipSync(file.code).length : 0;
        if (size > limit) this.error(`${file.fileName} is ${size} bytes gzipped, above its budget of ${limit}`);
      }
    },
  };
}

/** Two scripts, one build each, because an immediately invoked script cannot share chunks. `--mode form` builds the second. */
export default defineConfig(({ mode }) => {
  const form = mode === "form";
  const name = form ? "tandem-form" : "tandem";
  return {
    plugins: [budget(5_000)],
    build: {
      target: "es2020",
      outDir: "dist",
      emptyOutDir: false,
      sourcemap: false,
      lib: { entry: form ? "src/form/main.ts" : "src/main.ts", formats: ["iife"], name: "_", fileName: () => `${name}.js` },
    },
  };
});
