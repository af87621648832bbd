/** Runs every reader's fuzzing and watches over it. A fault's input is made small before it is kept. */
import { fork } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../setup.mjs";
import { READERS } from "./readers.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: "string", default: "1000000000" },
    seconds: { type: "string", default: "120" },
    seed: { type: "string", default: "1" },
  },
});
const names = positionals.length > 0 ? positionals : Object.keys(READERS);
for (const name of names) {
  if (!READERS[name]) {
    console.error(`fuzz: there is no reader "${name}"; there are ${Object.keys(READERS).join(", ")}`);
    process.exit(2);
  }
}
/** A reader that says nothing for so long hangs: a batch of its inputs takes a fraction of it. */
const SILENCE_MS = 60_000;
/** What a reader's folder may hold afterwards, and what its `work` may. */
const OURS = /^(input|one|mistake|work|corpus)$/;
const THEIRS = /^(a\.quoin|rescued\.quoin)(-journal)?$|^home$|^quoin-\w{6}$/;
const SHRINK_TRIES = 60;
/** Part of the time that is guided by coverage. */
const GUIDED = 0.35;
/** In memory where there is such a place: half of the readers begin with a file. */
const SCRATCH = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** `why` is null when nothing was wrong. */
function run(name, mode, runs, seconds, seed, folder) {
  return new Promise((resolve) => {
    const args = [name, mode, `${runs}`, `${seconds}`, `${seed}`, folder];
    const child = fork(join(import.meta.dirname, "run.mjs"), args, {
      execArgv: ["--disable-warning=ExperimentalWarning", "--max-old-space-size=1024"],
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      env: { ...process.env, QUOIN_HOME: join(folder, "work", "home") },
    });
    let told = { done: 0, reached: 0, corpus: 0 };
    let hung = false;
    const watch = () =>
      setTimeout(() => {
        hung = true;
        child.kill("SIGKILL");
      }, SILENCE_MS);
    let timer = watch();
    child.on("message", (message) => {
      told = message;
      clearTimeout(timer);
      timer = watch();
    });
    child.on("exit", (code, signal) => {
      clearTimeout(timer);
      const mistake = join(folder, "mistake");
      const why = existsSync(mistake)
        ? readFileSync(mistake, "utf8")
        : hung
          ? "it hangs"
          : code === 0
            ? null
            : `it died (${signal ?? code})`;
      rmSync(mistake, { force: true });
      resolve({ ...told, why });
    });
  });
}

/** One input alone: is it a fault by itself? A busy machine is none, so it has the whole silence. */
async function alone(name, bytes, folder) {
  writeFileSync(join(folder, "one"), bytes);
  return (await run(name, "once", 1, 0, 1, folder)).why !== null;
}

/** Halves, quarters … taken away as long as the fault stays (ddmin, Zeller & Hildebrandt 2002, bounded). */
async function shrunk(name, bytes, folder) {
  let small = bytes;
  let tries = 0;
  for (let parts = 2; parts <= small.length && tries < SHRINK_TRIES; ) {
    const size = Math.ceil(small.length / parts);
    let less = null;
    for (let at = 0; at < small.length && tries < SHRINK_TRIES; at += size) {
      const without = Buffer.concat([small.subarray(0, at), small.subarray(at + size)]);
      tries += 1;
      if (await alone(name, without, folder)) {
        less = without;
        break;
      }
    }
    if (less) {
      small = less;
      parts = Math.max(2, parts - 1);
    } else if (size === 1) break;
    else parts *= 2;
  }
  return small;
}

/** What stands anywhere below the scratch folder that a reader had no business to make. */
function strange(outer, folder) {
  const found = [];
  for (const entry of readdirSync(outer, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (folder.startsWith(`${path}/`) || path === folder) continue;
    const [first = "", second] = relative(folder, path).split(sep);
    if (!OURS.test(first) || (first === "work" && second !== undefined && !THEIRS.test(second))) found.push(path);
  }
  return found;
}

/** Keeps the input of a fault where a person finds it; null when it cannot be had again. */
async function keep(name, why, folder) {
  const input = join(folder, "input");
  if (!existsSync(input)) return null;
  const bytes = readFileSync(input);
  const again = await alone(name, bytes, folder);
  // Silence that is gone when the input is read by itself was the machine's.
  if (!again && why === "it hangs") return "the machine was busy";
  const out = join(root, "out", "fuzz");
  mkdirSync(out, { recursive: true });
  const place = join(out, `${name}-${Date.now()}`);
  writeFileSync(place, again ? await shrunk(name, bytes, folder) : bytes);
  return `its input is ${place}${again ? "" : " (or one before it)"}`;
}

let faults = 0;
for (const name of names) {
  const outer = mkdtempSync(join(SCRATCH, `quoin-fuzz-${name}-`));
  // Deep enough that a path with some `..` in it still ends where it is seen.
  const folder = join(outer, "a", "b", "c");
  mkdirSync(folder, { recursive: true });
  const began = performance.now();
  const seconds = Number(values.seconds) / names.length;
  const runs = Number(values.runs);
  const guided = await run(name, "guided", runs * GUIDED, seconds * GUIDED, values.seed, folder);
  let { done, why } = guided;
  if (why === null) {
    const left = seconds - (performance.now() - began) / 1000;
    const plain = await run(name, "plain", runs - done, Math.max(0, left), values.seed, folder);
    done += plain.done;
    why = plain.why;
  }
  const spent = ((performance.now() - began) / 1000).toFixed(0);
  const { reached, corpus } = guided;
  console.log(
    `${name.padEnd(10)} ${String(done).padStart(8)} inputs, ${reached} pieces of code, ${corpus} kept, ${spent} s`,
  );
  const files = strange(outer, folder);
  if (files.length > 0) {
    faults += 1;
    console.error(`${name}: it wrote ${files.slice(0, 5).join(", ")}`);
  }
  if (why !== null) {
    const where = await keep(name, why, folder);
    if (where !== "the machine was busy") {
      faults += 1;
      console.error(`${name}: ${why.split("\n").slice(0, 4).join("\n")}\n  ${where ?? "before its first input"}`);
    }
  }
  rmSync(outer, { recursive: true, force: true });
}
console.log(faults === 0 ? "no fault" : `${faults} ${faults === 1 ? "fault" : "faults"}`);
process.exit(faults === 0 ? 0 : 1);
