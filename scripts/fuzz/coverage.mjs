/**
 * Which pieces of our own code were run, by V8's block coverage. To be asked for before that code is loaded: what is
 * compiled earlier is told by whole functions only. Code that is compiled to WebAssembly or machine code is not seen.
 */
import { Session } from "node:inspector";
import { root } from "../setup.mjs";

export function coverage() {
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
  post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  const own = new URL(`file://${root}/`).href;
  const reached = new Set();

  /** Pieces that were run since the last time this was asked. */
  function run() {
    const pieces = [];
    for (const { url, scriptId, functions } of post("Profiler.takePreciseCoverage").result) {
      if (!url.startsWith(own) || url.includes("/node_modules/") || url.includes("/scripts/fuzz/")) continue;
      for (const { ranges } of functions) {
        for (const { startOffset, endOffset, count } of ranges) {
          if (count > 0) pieces.push(`${scriptId}:${startOffset}:${endOffset}`);
        }
      }
    }
    return pieces;
  }
  return {
    get reached() {
      return reached.size;
    },
    /** Those of them that never were before. */
    news() {
      const fresh = new Set(run().filter((piece) => !reached.has(piece)));
      for (const piece of fresh) reached.add(piece);
      return fresh;
    },
    hits: (pieces) => run().some((piece) => pieces.has(piece)),
  };
}
