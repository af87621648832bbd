/** `npm run sheets [-- FILE...]`: contact sheets of exported pages and of the window beside them, into `out/sheets/`. */
import { handOver, setUp } from "./setup.mjs";

setUp();
process.exit(
  handOver("scripts/build/all.mjs", ["--if-changed"]) || handOver("scripts/sheets/all.mjs", process.argv.slice(2)),
);
