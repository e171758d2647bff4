import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const at = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const never = ["node_modules/**", ".next/**", "dist/**", "var/**", "e2e/**"];

export default defineConfig({
  resolve: {
    alias: [
      { find: /^server-only$/, replacement: at("./test/empty.ts") },
      { find: /^@\//, replacement: at("./") },
    ],
  },
  test: {
    teardownTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...never, "**/*.integration.test.ts"],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["**/*.integration.test.ts"],
          exclude: never,
          globalSetup: ["test/database.setup.ts"],
          // Guests and processes are waited for more than they are worked for: two files at a time fill two cores.
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
