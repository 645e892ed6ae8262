import { defineConfig } from "vitest/config";

// One file: Home Assistant loads it as a module on every page, and no second request is needed.
export default defineConfig({
  build: {
    target: "es2022",
    outDir: "../custom_components/overshot/frontend",
    emptyOutDir: false,
    modulePreload: false,
    rolldownOptions: {
      input: "src/index.ts",
      preserveEntrySignatures: false,
      output: { format: "es", entryFileNames: "module.js" },
    },
  },
  test: { include: ["test/**/*.test.ts"] },
});
