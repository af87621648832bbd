/**
 * Brings the project's own Node and its packages. Plain JavaScript for Node 20 or later and npm alone: it is the first
 * thing that runs on a fresh clone.
 *
 * The project is built and run on the Node named in package.json. That Node comes as a package of its own, taken into
 * `.node/` with the integrity that package-lock.json records; everything else is then installed under it, with
 * `--engine-strict` said here and not in .npmrc, where it would keep `npx quoin` from running under the system's Node.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const platform = `${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
const runtime = `node-${platform}`;
const binary = process.platform === "win32" ? "node.exe" : join("bin", "node");

/** The project's Node, once installed. */
export const projectNode = join(root, "node_modules", runtime, binary);
/** How the host is run: without a warning for each use of SQLite, and with a small nursery, which halves its memory. */
export const HOST_FLAGS = ["--disable-warning=ExperimentalWarning", "--max-semi-space-size=4"];
const seal = join(root, "node_modules", ".quoin-installed");

/** A step that cannot go on: one line that says what and what to do, exit 2. */
export function fail(line) {
  process.stderr.write(`quoin: ${line}\n`);
  process.exit(2);
}

function lockHash() {
  return createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
}

export function isInstalled() {
  return existsSync(projectNode) && existsSync(seal) && readFileSync(seal, "utf8") === lockHash();
}

/** npm's own script, so that it can be run under the Node of our choice. */
function npmScript() {
  const asked = process.env.npm_execpath;
  if (asked?.endsWith("npm-cli.js") && existsSync(asked)) return asked;
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    for (const candidate of [
      join(folder, "node_modules", "npm", "bin", "npm-cli.js"),
      join(folder, "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
    ]) {
      if (existsSync(candidate)) return candidate;
    }
    const link = join(folder, "npm");
    if (existsSync(link) && realpathSync(link).endsWith("npm-cli.js")) return realpathSync(link);
  }
  return fail("npm was not found on the PATH; install Node.js 20 or later with npm");
}

function run(node, args, folder) {
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ""}` };
  // npm hands its settings down through the environment; what was said to the outer npm must not bind the inner one.
  for (const name of Object.keys(env))
    if (/^npm_config_(engine_strict|ignore_scripts|prefix)$/i.test(name)) delete env[name];
  return spawnSync(node, args, { cwd: folder, env, stdio: ["ignore", process.stderr, "inherit"] }).status ?? 1;
}

/** Installs what is missing; returns at once when everything is there. */
export function setUp() {
  const [major] = process.versions.node.split(".").map(Number);
  if ((major ?? 0) < 20) fail(`Node ${process.versions.node} is too old; install Node.js 20 or later`);
  if (isInstalled()) return;
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const entry = lock.packages[`node_modules/${runtime}`];
  if (!entry) fail(`there is no Node for ${platform} in package-lock.json; Quoin runs on Linux, macOS and Windows`);
  const npm = npmScript();

  const home = join(root, ".node");
  const node = join(home, "node_modules", runtime, binary);
  if (!existsSync(node) || !readFileSync(join(home, "package.json"), "utf8").includes(entry.version)) {
    process.stderr.write(`Fetching Node ${entry.version} for ${platform}\n`);
    mkdirSync(home, { recursive: true });
    const dependencies = { [runtime]: entry.version };
    writeFileSync(join(home, ".npmrc"), "engine-strict=false\nignore-scripts=true\nfund=false\naudit=false\n");
    writeFileSync(join(home, "package.json"), JSON.stringify({ name: "quoin-node", private: true, dependencies }));
    writeFileSync(
      join(home, "package-lock.json"),
      JSON.stringify({
        name: "quoin-node",
        lockfileVersion: 3,
        requires: true,
        packages: {
          "": { name: "quoin-node", dependencies },
          [`node_modules/${runtime}`]: { version: entry.version, integrity: entry.integrity },
        },
      }),
    );
    if (run(process.execPath, [npm, "ci"], home) !== 0 || !existsSync(node)) {
      fail(
        `Node ${entry.version} could not be fetched from the npm registry; check the network and run the command again`,
      );
    }
  }
  process.stderr.write("Installing packages\n");
  if (run(node, [npm, "ci", "--engine-strict", "--no-fund", "--no-audit"], root) !== 0) {
    fail("the packages could not be installed (see above); check the network and run the command again");
  }
  writeFileSync(seal, lockHash());
}

/** Runs a script of the project under its own Node and ends with that script's exit code. */
export function handOver(script, args, options = {}) {
  const done = spawnSync(projectNode, [join(root, script), ...args], {
    cwd: root,
    stdio: "inherit",
    ...options,
    env: {
      ...process.env,
      PATH: `${join(root, "node_modules", ".bin")}${delimiter}${process.env.PATH ?? ""}`,
      ...options.env,
    },
  });
  if (done.error) fail(`${script} could not be started: ${done.error.message}`);
  return done.signal ? 1 : (done.status ?? 1);
}
