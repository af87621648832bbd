/** `npm run bench`: the figures the design asks for, as one table and as bench.json. */
import { handOver, setUp } from "./setup.mjs";

setUp();
process.exit(handOver("scripts/bench/all.mjs", process.argv.slice(2)));
