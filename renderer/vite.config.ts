/**
 * Builds the window into `dist/renderer`: relative addresses (Electron's scheme and the loopback token path alike),
 * nothing inline, so that `script-src 'self'; style-src 'self'` holds. Worker scripts keep `.worker` in their names:
 * only such files may compile WebAssembly.
 */
import { readdirSync, readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const here = (path: string) =>
  decodeURIComponent(new URL(path, import.meta.url).pathname).replace(/^\/([A-Za-z]:)/, "$1");

/** HarfBuzz's loader asks for Node's `module` where it runs on Node; in a browser that line is never reached. */
const noNode = (): Plugin => ({
  name: "no-node",
  enforce: "pre",
  resolveId: (id) => (id === "module" ? "\0no-node" : null),
  load: (id) => (id === "\0no-node" ? "export const createRequire = undefined;" : null),
});

/** Beside the window, under the version they belong to: what pdf.js fetches when a PDF asks for it. */
const PDFJS = { cmaps: ".bcmap", standard_fonts: "", wasm: ".wasm", iccs: ".icc" } as const;
const besidePdfjs = (): Plugin => ({
  name: "beside-pdfjs",
  apply: "build",
  generateBundle() {
    const home = here("../node_modules/pdfjs-dist/");
    const { version } = JSON.parse(readFileSync(`${home}package.json`, "utf8")) as { readonly version: string };
    for (const [folder, ending] of Object.entries(PDFJS)) {
      for (const name of readdirSync(home + folder)) {
        const wanted = name.startsWith("LICENSE") || name.endsWith(ending);
        if (!wanted || /quickjs/i.test(name)) continue;
        const source = readFileSync(`${home}${folder}/${name}`);
        this.emitFile({ type: "asset", fileName: `pdfjs-${version}/${folder}/${name}`, source });
      }
    }
  },
});

export default defineConfig({
  root: here("."),
  base: "./",
  publicDir: false,
  plugins: [react(), noNode(), besidePdfjs()],
  build: {
    outDir: here("../dist/renderer"),
    emptyOutDir: true,
    target: "chrome130",
    minify: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
  },
  worker: {
    format: "es",
    plugins: () => [noNode()],
    rollupOptions: { output: { entryFileNames: "assets/[name]-[hash].js" } },
  },
});
