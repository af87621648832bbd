/**
 * `npm run fuzz [-- --runs N] [--seconds N] [--seed N] [READER...]`: mutated input for every reader of what comes from
 * outside. Ends with 1 when a reader crashed, hung for 5 s, took more than 1 GB or wrote where it should not; the
 * input, made as small as may be, is then in `out/fuzz/`. Files in `scripts/fuzz/kept/READER/` are tried first.
 */
import { handOver, setUp } from "./setup.mjs";

setUp();
process.exit(handOver("scripts/fuzz/all.mjs", process.argv.slice(2)));
