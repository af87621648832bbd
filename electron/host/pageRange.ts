/** Pages as printers write them: `3-5, 8`, counted from 1 as they lie in the file, whatever their folios say. */
import { Failed } from "./failure.ts";

/** Page numbers in rising order, each once. `text` null: all. Throws `Failed` for words that are no pages of `count`. */
export function readPageRange(text: string | null, count: number): readonly number[] {
  if (text === null) return Array.from({ length: count }, (_, n) => n + 1);
  const wanted = new Set<number>();
  for (const part of text.split(",")) {
    const read = /^\s*(\d{1,6})\s*(?:[-–]\s*(\d{1,6})?\s*)?$/.exec(part);
    const from = Number(read?.[1]);
    const to = read?.[2] ? Number(read[2]) : /[-–]/.test(part) ? count : from;
    if (!read || from < 1 || to < from || to > count) {
      throw new Failed(
        "bad-pages",
        `Pages "${text}": "${part.trim()}" is not among pages 1-${count} of this document`,
        "Write pages as 3-5,8",
      );
    }
    for (let n = from; n <= to; n++) wanted.add(n);
  }
  return [...wanted].sort((a, b) => a - b);
}
