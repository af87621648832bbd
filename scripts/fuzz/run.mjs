/**
 * One reader fed with mutated input, in a process of its own: `run.mjs READER RUNS SECONDS SEED FOLDER`. The input is on
 * disk before it is read, so whoever watches has it when this process hangs or dies. Guided by coverage: an input that
 * reaches a piece of code no other has reached is kept and mutated in its turn (V8's block coverage, a batch at a time).
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector";
import { join } from "node:path";
import { root } from "../setup.mjs";
import { dice } from "./mutate.mjs";
import { READERS } from "./readers.mjs";

const [name, runs, seconds, seed, folder] = process.argv.slice(2);
const BATCH = 48;
/** More would only be walked through. */
const MOST_KEPT = 400;
const MOST_MEGABYTES = 1024;

const reader = READERS[name];
const input = join(folder, "input");
const { seeds, expected, read } = await reader.start(folder);
const kept = join(import.meta.dirname, "kept", name);
const regressions = existsSync(kept) ? readdirSync(kept).map((each) => readFileSync(join(kept, each))) : [];
const corpus = [...seeds, ...regressions].map((each) => Buffer.from(each));

const session = new Session();
session.connect();
const post = (method, params) => {
  let answer = null;
  session.post(method, params, (error, result) => {
    if (error) throw new Error(error.message);
    answer = result;
  });
  return answer;
};
post("Profiler.enable");
post("Profiler.startPreciseCoverage", { callCount: false, detailed: true });
const own = new URL(`file://${root}/`).href;
const reached = new Set();
/** Pieces of our code that were run since the last call and never before. */
function news() {
  let count = 0;
  for (const { url, scriptId, functions } of post("Profiler.takePreciseCoverage").result) {
    if (!url.startsWith(own) || url.includes("/scripts/fuzz/")) continue;
    for (const { ranges } of functions) {
      for (const range of ranges) {
        const key = `${scriptId}:${range.startOffset}:${range.endOffset}`;
        if (range.count === 0 || reached.has(key)) continue;
        reached.add(key);
        count += 1;
      }
    }
  }
  return count;
}

async function tried(bytes) {
  writeFileSync(input, bytes);
  try {
    await read(Buffer.from(bytes));
  } catch (error) {
    if (!expected(error)) {
      writeFileSync(join(folder, "mistake"), String(error?.stack ?? error));
      process.exit(3);
    }
  }
}

if (runs === "0") {
  await tried(readFileSync(join(folder, "one")));
  process.exit(0);
}
for (const each of corpus) await tried(each);
news();
const chance = dice(Number(seed));
const end = Date.now() + Number(seconds) * 1000;
let done = 0;
while (done < Number(runs) && Date.now() < end) {
  const batch = [];
  for (let n = 0; n < BATCH; n++) {
    const from = corpus[chance(corpus.length)];
    const bytes = reader.mutate(from, corpus, reader.words, chance);
    batch.push(bytes);
    await tried(bytes);
  }
  done += BATCH;
  if (news() > 0 && corpus.length < MOST_KEPT) {
    // Which of them it was is not asked: the smallest few stand for the batch.
    corpus.push(...batch.sort((a, b) => a.length - b.length).slice(0, 2));
  }
  process.send?.({ done, reached: reached.size, corpus: corpus.length });
  if (process.resourceUsage().maxRSS / 1024 > MOST_MEGABYTES) {
    writeFileSync(join(folder, "mistake"), `more than ${MOST_MEGABYTES} MB of memory, in the last ${BATCH} inputs`);
    process.exit(4);
  }
}
process.send?.({ done, reached: reached.size, corpus: corpus.length });
process.exit(0);
