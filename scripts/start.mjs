/**
 * `npm start`: installs what is missing, builds when something changed, and opens Quoin on the sample interview or on
 * the file named after `--`. Without Electron's runtime the same program is served on this machine alone.
 */
import { existsSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { handOver, root, setUp } from "./setup.mjs";

setUp();
const built = handOver("scripts/build/all.mjs", ["--if-changed"]);
if (built !== 0) process.exit(built);
const args = process.argv.slice(2).map((arg) => {
  const from = process.env.INIT_CWD ?? process.cwd();
  return arg.startsWith("-") || isAbsolute(arg) || !existsSync(join(from, arg)) ? arg : join(from, arg);
});
process.exit(handOver("scripts/build/open.mjs", [join(root, "dist"), ...args]));
