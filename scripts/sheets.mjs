/**
 * `npm run sheets [-- FILE...]`: contact sheets of exported pages and of the window beside them, into `out/sheets/`.
 * `npm run sheets -- templates [NAME...]`: every template over four stories, into `out/sheets/`.
 * `npm run sheets -- specimens [NAME...]`: the specimens of the typesetting, into `out/specimens/`.
 */
import { handOver, setUp } from "./setup.mjs";

setUp();
const [what, ...names] = process.argv.slice(2);
process.exit(
  what === "specimens" || what === "templates"
    ? handOver(`scripts/sheets/${what}.mjs`, names)
    : handOver("scripts/build/all.mjs", ["--if-changed"]) || handOver("scripts/sheets/all.mjs", process.argv.slice(2)),
);
