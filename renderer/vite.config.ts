/**
 * Builds the window into `dist/renderer`: relative addresses (Electron's scheme and the loopback token path alike),
 * nothing inline, so that `script-src 'self'; style-src 'self'` holds. Worker scripts keep `.worker` in their names:
 * only such files may compile WebAssembly.
 */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const here = (path: string) =>
  decodeURIComponent(new URL(path, import.meta.url).pathname).replace(/^\/([A-Za-z]:)/, "$1");

export default defineConfig({
  root: here("."),
  base: "./",
  publicDir: false,
  plugins: [react()],
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
    rollupOptions: { output: { entryFileNames: "assets/[name]-[hash].js" } },
  },
});
