/**
 * What a program costs from start to end, its children with it: wall time, processor time, and the largest proportional
 * share of memory (PSS). Memory is read in runs of its own, because reading it holds up the process that is read. Linux
 * only: it asks /proc.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** How often memory is read, in milliseconds. */
const LOOK_EVERY = 10;
/** The kernel counts processor time in hundredths of a second (proc(5), sysconf(_SC_CLK_TCK)). */
const TICK = 0.01;

/** Seconds of processor time of all children that have ended, and of theirs. */
function childrenTime() {
  // Behind the name, which may hold anything: field 16 and 17, cutime and cstime.
  const fields = readFileSync("/proc/self/stat", "utf8").split(") ").at(-1).split(" ");
  return (Number(fields[13]) + Number(fields[14])) * TICK;
}

/** Proportional share of a process and its children, in MB; what ended between two looks counts as nothing. */
function treeMemory(pid) {
  let sum = 0;
  const pids = [pid];
  while (pids.length > 0) {
    const next = pids.pop();
    try {
      const rollup = readFileSync(`/proc/${next}/smaps_rollup`, "utf8");
      sum += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1024;
      pids.push(...readFileSync(`/proc/${next}/task/${next}/children`, "utf8").split(" ").filter(Boolean));
    } catch {
      continue;
    }
  }
  return sum;
}

/** One run: `{ seconds, cpu, peak }`; `peak`, in MB, only when `memory` is asked for. Throws when it does not end with 0. */
async function run([program, ...args], options, memory) {
  const before = childrenTime();
  const began = performance.now();
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "inherit"], ...options });
  let peak = 0;
  const watch = memory && setInterval(() => (peak = Math.max(peak, treeMemory(child.pid))), LOOK_EVERY);
  const code = await new Promise((done, failed) => child.on("exit", done).on("error", failed));
  clearInterval(watch);
  if (code !== 0) throw new Error(`${[program, ...args].join(" ")} ended with ${code}`);
  return { seconds: (performance.now() - began) / 1000, cpu: childrenTime() - before, peak };
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/**
 * Commands, each once to warm up, then by turns `times` times for time and twice for memory. Gives for each the median
 * `seconds` and `cpu`, and the highest `peak`. `options` are those of `spawn`.
 */
export async function measure(commands, times = 5, options = {}) {
  const runs = commands.map(() => []);
  const peaks = commands.map(() => []);
  for (const command of commands) await run(command, options, false);
  for (let n = 0; n < times; n++) {
    for (const [i, command] of commands.entries()) runs[i].push(await run(command, options, false));
  }
  for (let n = 0; n < 2; n++) {
    for (const [i, command] of commands.entries()) peaks[i].push((await run(command, options, true)).peak);
  }
  return runs.map((each, i) => ({
    seconds: median(each.map(({ seconds }) => seconds)),
    cpu: median(each.map(({ cpu }) => cpu)),
    peak: Math.max(...peaks[i]),
  }));
}
