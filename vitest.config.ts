import { defineConfig } from "vitest/config";

/** Unit tests stand beside their files; browser tests drive the built program in a real Chromium. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["shared/**/*.test.ts", "electron/**/*.test.ts", "renderer/**/*.test.ts", "scripts/**/*.test.ts"],
          exclude: ["**/*.browser.test.ts"],
          setupFiles: ["shared/test/seed.ts"],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "browser",
          include: ["renderer/**/*.browser.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          // Keys and clicks go to a window that has the machine for itself.
          sequence: { groupOrder: 1 },
          // A real browser under a busy machine; what passed only on its second try is named at the end.
          retry: 1,
        },
      },
    ],
  },
});
