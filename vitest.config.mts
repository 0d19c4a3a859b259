import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const where = "{app,components,lib,scripts,bench,supabase/embedded}/**/*.test";

export default defineConfig({
  plugins: [react()],
  // The real server-only throws outside Next; the package ships an empty file for this.
  resolve: { alias: { "@": at("./").replace(/\/$/, ""), "server-only": at("./node_modules/server-only/empty.js") } },
  test: {
    // One worker fewer than there are cores, the default, is one on a machine of two.
    maxWorkers: "100%",
    testTimeout: 30_000, // a busy machine is slow, not wrong
    projects: [
      {
        extends: true,
        test: { name: "node", environment: "node", include: [`${where}.ts`, `${where}.mts`, "proxy.test.ts"] },
      },
      {
        extends: true,
        test: {
          name: "dom",
          environment: "happy-dom",
          include: [`${where}.tsx`],
          setupFiles: ["./lib/i18n/english.fixture.ts", "./components/patience.fixture.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "database",
          environment: "node",
          include: ["supabase/tests/**/*.test.ts"],
          globalSetup: ["./supabase/embedded/test-database.mts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
    coverage: {
      provider: "v8",
      include: ["lib/crypto/**/*.ts"],
      exclude: ["**/*.test.ts"],
      reporter: ["text", "json-summary"],
    },
  },
});
