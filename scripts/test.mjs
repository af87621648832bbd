/** `npm test`: installs what is missing, then every check there is. Ends with "N passed, N failed, N skipped". */
import { handOver, setUp } from "./setup.mjs";

setUp();
process.exit(handOver("scripts/check/all.mjs", process.argv.slice(2)));
