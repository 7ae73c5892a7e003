/** Three sets of tests: `unit` is `npm test`; `browser` needs Chromium, `jupyter` Debian's nbclient and notebook. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = { distlab: fileURLToPath(new URL("./lib/index.ts", import.meta.url)) };
/** Browsers, kernels and servers are real processes on a machine that does other things too: one more try each. */
const slow = { testTimeout: 120_000, hookTimeout: 120_000, retry: 1 };

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/browser/**", "test/jupyter/**"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      { resolve: { alias }, test: { name: "browser", include: ["test/browser/**/*.test.ts"], ...slow } },
      { resolve: { alias }, test: { name: "jupyter", include: ["test/jupyter/**/*.test.ts"], ...slow } },
    ],
  },
});
