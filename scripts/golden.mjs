/** `npm run golden [-- --update] [-- NAME]`: compares goldens, or accepts what comes out now. Look at the pages first. */
import { handOver, setUp } from "./setup.mjs";

setUp();
const update = process.argv.includes("--update");
const names = process.argv.slice(2).filter((arg) => arg !== "--update");
process.exit(
  handOver("node_modules/vitest/vitest.mjs", ["run", "shared/test/suite", ...names.flatMap((name) => ["-t", name])], {
    env: update ? { QUOIN_UPDATE_GOLDEN: "1" } : {},
  }),
);
