/**
 * The configuration that packages Quoin, read by the packager's own schema: what goes in, which switches of Electron's
 * are flipped. Packaging itself needs Electron's runtime.
 */
import { existsSync, globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const builder = createRequire(createRequire(import.meta.url).resolve("electron-builder/package.json"));
const { getConfig, validateConfiguration } = builder("app-builder-lib/out/util/config/config.js") as {
  getConfig(folder: string, file: string, more: object): Promise<Record<string, unknown>>;
  validateConfiguration(config: object, log: { readonly isEnabled: boolean }): Promise<void>;
};
const config = await getConfig(root, "electron-builder.yml", {});

test("the packager takes every word of it", async () => {
  await validateConfiguration(config, { isEnabled: false });
  await expect(validateConfiguration({ ...config, electronFuse: {} }, { isEnabled: false })).rejects.toThrow(
    /electronFuse/,
  );
});

test("Electron's switches: no Node options, no inspector, the archive checked and nothing loaded beside it", () => {
  expect(config.electronFuses).toEqual({
    // Documents, exports and pictures are kept by processes started as Node.
    runAsNode: true,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  });
  expect(config.asar).toBe(true);
});

test("what ships is what is built, shipped data and the few packages that are not bundled", () => {
  const files = (config.files as readonly { readonly filter: readonly string[] }[]).flatMap(({ filter }) => filter);
  const packages = files.flatMap((each) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(each)?.[1] ?? []);
  const built = readFileSync(join(root, "scripts/build/all.mjs"), "utf8");
  const external = /const EXTERNAL = \[([^\]]*)\]/
    .exec(built)?.[1]
    ?.match(/"([^"]+)"/g)
    ?.map((each) => each.slice(1, -1));
  for (const name of external ?? []) if (name !== "electron") expect(packages).toContain(name);
  for (const pattern of files) {
    if (pattern.startsWith("!") || pattern.startsWith("dist/") || pattern.includes("@img")) continue;
    expect([pattern, globSync(pattern, { cwd: root }).length > 0]).toEqual([pattern, true]);
  }
  expect(files.some((each) => /test|scripts|\.ci|shared\/\*/.test(each))).toBe(false);
  expect(existsSync(join(root, "LICENSE"))).toBe(true);
});
