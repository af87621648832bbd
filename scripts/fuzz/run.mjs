/**
 * One reader fed with mutated input, in a process of its own. The input is on disk before it is read, so whoever watches
 * has it when this process hangs or dies. `guided` (by V8's block coverage, a batch at a time): an input that reaches a
 * piece of code no other has reached is kept in `corpus/` and mutated in its turn; it halves the speed. `plain`: what the
 * guided part kept is mutated at full speed. `once`: the file `one` is read, and nothing else.
 *
 * `run.mjs READER guided|plain|once RUNS SECONDS SEED FOLDER`
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { coverage } from "./coverage.mjs";
import { dice } from "./mutate.mjs";
import { READERS } from "./readers.mjs";

const [name, mode, runs, seconds, seed, folder] = process.argv.slice(2);
const BATCH = 48;
/** More would only be walked through. */
const MOST_KEPT = 400;
const MOST_MEGABYTES = 1024;
/** Of processor time, which a busy machine does not lengthen; every reader takes a thousandth of it. */
const MOST_SECONDS = 5;

const found = mode === "guided" ? coverage() : null;
const reader = READERS[name];
const work = join(folder, "work");
mkdirSync(work, { recursive: true });
process.chdir(work);
const input = join(folder, "input");
const kept = join(folder, "corpus");
mkdirSync(kept, { recursive: true });
const { seeds, expected, read, limit = MOST_MEGABYTES } = await reader.start(work);

function mistake(what) {
  writeFileSync(join(folder, "mistake"), what);
  process.exit(3);
}
async function tried(bytes) {
  writeFileSync(input, bytes);
  const before = process.cpuUsage();
  try {
    await read(Buffer.from(bytes));
  } catch (error) {
    if (!expected(error)) mistake(String(error?.stack ?? error));
  }
  const { user, system } = process.cpuUsage(before);
  const spent = (user + system) / 1e6;
  if (spent > MOST_SECONDS) mistake(`it took ${spent.toFixed(1)} s of processor time`);
}
process.on("unhandledRejection", (error) => mistake(`nobody waited for it: ${String(error?.stack ?? error)}`));

if (mode === "once") {
  await tried(readFileSync(join(folder, "one")));
  process.exit(0);
}
const filesIn = (place) =>
  existsSync(place)
    ? readdirSync(place)
        .sort()
        .map((each) => readFileSync(join(place, each)))
    : [];
const corpus = [...seeds, ...filesIn(join(import.meta.dirname, "kept", name)), ...filesIn(kept)].map((each) =>
  Buffer.from(each),
);
for (const each of corpus) await tried(each);
found?.news();

/** Of a batch that reached something new, one input that reaches it by itself. */
async function theOne(batch, fresh) {
  let from = batch;
  while (from.length > 1) {
    const half = from.slice(0, from.length >> 1);
    for (const each of half) await tried(each);
    from = found.hits(fresh) ? half : from.slice(from.length >> 1);
  }
  return from[0];
}

const chance = dice(Number(seed) + (mode === "guided" ? 0 : 1_000_003));
const end = Date.now() + Number(seconds) * 1000;
let done = 0;
const tell = () => process.send?.({ done, reached: found?.reached ?? 0, corpus: corpus.length });
while (done < Number(runs) && Date.now() < end) {
  const batch = [];
  for (let n = 0; n < BATCH; n++) {
    const bytes = reader.mutate(corpus[chance(corpus.length)], corpus, reader.words, chance);
    batch.push(bytes);
    await tried(bytes);
  }
  done += BATCH;
  const fresh = found?.news();
  if (fresh && fresh.size > 0 && corpus.length < MOST_KEPT) {
    const one = await theOne(batch, fresh);
    writeFileSync(join(kept, String(corpus.length).padStart(4, "0")), one);
    corpus.push(one);
  }
  tell();
  const megabytes = process.resourceUsage().maxRSS / 1024;
  if (megabytes > limit) mistake(`it took ${Math.round(megabytes)} MB of memory, in the last ${BATCH} inputs`);
}
tell();
process.exit(0);
