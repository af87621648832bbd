/** Runs every reader's fuzzing and watches over it. A fault's input is made small before it is kept. */
import { fork } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
const PATIENCE_MS = 5000;
const START_MS = 60_000;
/** What a reader's folder may hold afterwards. */
const OURS = /^(input|one|mistake|a\.quoin|rescued\.quoin)(-journal)?$/;
const SHRINK_TRIES = 60;

/** `why` is null when nothing was wrong. */
function run(name, runs, seconds, seed, folder) {
  return new Promise((resolve) => {
    const child = fork(join(import.meta.dirname, "run.mjs"), [name, `${runs}`, `${seconds}`, `${seed}`, folder], {
      execArgv: ["--disable-warning=ExperimentalWarning", "--max-old-space-size=1024"],
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    let told = { done: 0, reached: 0, corpus: 0 };
    let hung = false;
    const watch = () =>
      setTimeout(
        () => {
          // A busy machine is no hang: the input is asked once more, alone, before it is called one.
          hung = true;
          child.kill("SIGKILL");
        },
        told.done === 0 ? START_MS : 12 * PATIENCE_MS,
      );
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

/** One input alone, with the patience of a person. */
async function alone(name, bytes, folder) {
  writeFileSync(join(folder, "one"), bytes);
  return new Promise((resolve) => {
    const child = fork(join(import.meta.dirname, "run.mjs"), [name, "0", "0", "1", folder], {
      execArgv: ["--disable-warning=ExperimentalWarning", "--max-old-space-size=1024"],
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    const timer = setTimeout(() => child.kill("SIGKILL"), START_MS / 4 + PATIENCE_MS);
    child.on("exit", (code) => {
      clearTimeout(timer);
      rmSync(join(folder, "mistake"), { force: true });
      resolve(code !== 0);
    });
  });
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

let faults = 0;
for (const name of names) {
  const folder = mkdtempSync(join(tmpdir(), `quoin-fuzz-${name}-`));
  const began = performance.now();
  const { done, reached, corpus, why } = await run(
    name,
    values.runs,
    Number(values.seconds) / names.length,
    values.seed,
    folder,
  );
  const strange = readdirSync(folder).filter((each) => !OURS.test(each));
  const spent = ((performance.now() - began) / 1000).toFixed(0);
  console.log(
    `${name.padEnd(10)} ${String(done).padStart(8)} inputs, ${reached} pieces of code, ${corpus} kept, ${spent} s`,
  );
  if (strange.length > 0) {
    faults += 1;
    console.error(`${name}: it wrote ${strange.join(", ")}`);
  }
  if (why !== null) {
    const out = join(root, "out", "fuzz");
    mkdirSync(out, { recursive: true });
    const input = join(folder, "input");
    const again = existsSync(input) && (await alone(name, readFileSync(input), folder));
    if (again || why !== "it hangs") {
      faults += 1;
      const place = join(out, `${name}-${Date.now()}`);
      if (again) writeFileSync(place, await shrunk(name, readFileSync(input), folder));
      else if (existsSync(input)) copyFileSync(input, place);
      console.error(
        `${name}: ${why.split("\n").slice(0, 4).join("\n")}\n  its input is ${place}${again ? "" : " (or one before it)"}`,
      );
    }
  }
  rmSync(folder, { recursive: true, force: true });
}
console.log(faults === 0 ? "no fault" : `${faults} ${faults === 1 ? "fault" : "faults"}`);
process.exit(faults === 0 ? 0 : 1);
