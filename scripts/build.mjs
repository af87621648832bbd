/** Builds everything into `dist/`: the window (dist/renderer) and the host's entries (dist/electron). Opens nothing. */
import { handOver, setUp } from "./setup.mjs";

setUp();
process.exit(handOver("scripts/build/all.mjs", process.argv.slice(2)));
