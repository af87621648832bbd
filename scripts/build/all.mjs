/**
 * Bundles the window and the host into `dist/`. With `--if-changed` it does nothing while no source differs from what
 * was last built.
 */
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { licenceTexts, shipped } from "../licences.mjs";
import { root } from "../setup.mjs";

const SOURCES = [
  "shared/**/*.{ts,d.ts}",
  "electron/**/*.ts",
  "renderer/**/*.*",
  "scripts/build/*",
  "package-lock.json",
];
const stamp = join(root, "dist", ".built");

function sourceHash() {
  const hash = createHash("sha256");
  for (const file of globSync(SOURCES, { cwd: root }).sort()) {
    if (file.endsWith(".test.ts")) continue;
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}

/** Entries of the host; the names are what `electron/host/places.ts` and Electron look for. */
const HOST = {
  cli: "electron/cli.ts",
  serve: "electron/serve.ts",
  main: "electron/main.ts",
  documentChild: "electron/host/documents/child.ts",
  exportChild: "electron/host/exportChild.ts",
  pressChild: "electron/host/pressChild.ts",
  decoderChild: "electron/host/decoderChild.ts",
  pictureWorker: "electron/host/pictureWorker.ts",
  pdfWorker: "electron/host/pdfWorker.ts",
};
/**
 * pdf-lib says nothing of side effects, so that its forms, its parser and the metrics of its fonts came along with the
 * object classes, the only part we use.
 */
const PURE = /[\\/]node_modules[\\/](@pdf-lib|pdf-lib|pako)[\\/]/;
/** Comments and spaces go, names stay: half as much to read at each start, and errors still tell where they come from. */
const TERSE = { compress: false, mangle: false, codegen: { removeWhitespace: true } };

/** Native code, and packages that find their WebAssembly beside themselves. */
const EXTERNAL = ["electron", "sharp", "harfbuzzjs", "lcms-wasm"];

function host(input, output) {
  return build({
    root,
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    ssr: { noExternal: true, external: EXTERNAL },
    build: {
      ssr: true,
      target: "node24",
      outDir: join(root, "dist", "electron"),
      emptyOutDir: false,
      minify: false,
      rollupOptions: {
        input,
        external: EXTERNAL,
        output: { minify: TERSE, ...output },
        treeshake: { moduleSideEffects: (id) => !PURE.test(id) },
      },
    },
  });
}

const hash = sourceHash();
if (process.argv.includes("--if-changed") && existsSync(stamp) && readFileSync(stamp, "utf8") === hash) process.exit(0);

// Whoever asks: the test runner says "test", and React would come with all its checks.
process.env.NODE_ENV = "production";
const began = performance.now();
rmSync(join(root, "dist"), { recursive: true, force: true });
mkdirSync(join(root, "dist"), { recursive: true });
const entries = Object.fromEntries(Object.entries(HOST).map(([name, file]) => [name, join(root, file)]));
await host(entries, { format: "es", entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" });
// A sandboxed preload is one CommonJS file that requires nothing but electron.
await host(
  { preload: join(root, "electron/preload.ts") },
  { format: "cjs", entryFileNames: "[name].cjs", codeSplitting: false },
);
await build({ configFile: join(root, "renderer", "vite.config.ts"), logLevel: "warn" });
writeFileSync(join(root, "dist", "licences.txt"), licenceTexts(shipped()));
writeFileSync(stamp, hash);
process.stderr.write(`Built in ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
