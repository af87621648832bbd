/**
 * Which lines of a proof are not as the proof before had them: words changed, or the line broke anew. Paragraph by
 * paragraph, by the longest common sequence of line texts (Hirschberg 1975, the plain quadratic table: a paragraph has
 * a few dozen lines). Where lines are gone and none came, the line that now follows the gap is marked, or the one before.
 */
import type { ProofMap } from "./map.ts";
import { linesOfPage, type MappedLine } from "./places.ts";

/** More lines in a paragraph than this are compared one by one from either end, which takes no table. */
const MOST_LINES = 2000;

type Placed = { readonly page: number; readonly line: MappedLine; readonly text: string };

/** By page number, the lines beside which a bar stands, in painting order. */
export function changedLines(before: ProofMap, now: ProofMap): ReadonlyMap<number, readonly MappedLine[]> {
  // A proof of some pages says nothing of the others.
  const seen = before.pages.length < before.of ? new Set(before.pages.map(({ number }) => number)) : null;
  const isWhole = seen === null && now.pages.length === now.of;
  const old = paragraphs(before);
  const marked = new Set<Placed>();
  const own = paragraphs(now);
  let last: Placed | undefined;
  for (const [block, lines] of own) {
    const earlier = old.get(block);
    if (!earlier) for (const line of lines) marked.add(line);
    else
      for (const line of unlike(
        earlier.map(({ text }) => text),
        lines,
      ))
        marked.add(line);
  }
  // A paragraph that is gone: the end of the one it followed shows where.
  for (const [block] of old) {
    const lines = own.get(block);
    if (lines) last = lines[lines.length - 1];
    else if (last && isWhole) marked.add(last);
  }
  const made = new Map<number, MappedLine[]>();
  for (const lines of own.values()) {
    for (const each of lines) {
      if (!marked.has(each) || (seen && !seen.has(each.page))) continue;
      const list = made.get(each.page) ?? [];
      list.push(each.line);
      made.set(each.page, list);
    }
  }
  return made;
}

function paragraphs(map: ProofMap): Map<string, Placed[]> {
  const made = new Map<string, Placed[]>();
  for (const page of map.pages) {
    for (const line of linesOfPage(map, page)) {
      const list = made.get(line.block) ?? [];
      list.push({ page: page.number, line, text: line.clusters.map(({ text }) => text).join("") });
      made.set(line.block, list);
    }
  }
  return made;
}

function unlike(before: readonly string[], now: readonly Placed[]): readonly Placed[] {
  let start = 0;
  while (start < before.length && start < now.length && before[start] === now[start]?.text) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < now.length - start &&
    before[before.length - 1 - end] === now[now.length - 1 - end]?.text
  )
    end++;
  const old = before.slice(start, before.length - end);
  const own = now.slice(start, now.length - end);
  if (own.length === 0) {
    if (old.length === 0) return [];
    const beside = now[start] ?? now[start - 1];
    return beside ? [beside] : [];
  }
  if (old.length > MOST_LINES || own.length > MOST_LINES) return own;
  const width = own.length + 1;
  const table = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = own.length - 1; j >= 0; j--) {
      table[i * width + j] =
        old[i] === own[j]?.text
          ? 1 + (table[(i + 1) * width + j + 1] as number)
          : Math.max(table[(i + 1) * width + j] as number, table[i * width + j + 1] as number);
    }
  }
  const found = new Set<Placed>();
  let gone = false;
  let i = 0;
  for (let j = 0; j < own.length; ) {
    const line = own[j] as Placed;
    if (i < old.length && old[i] === line.text) {
      if (gone) found.add(line);
      gone = false;
      i++;
      j++;
    } else if (i < old.length && (table[(i + 1) * width + j] as number) >= (table[i * width + j + 1] as number)) {
      gone = true;
      i++;
    } else {
      found.add(line);
      gone = false;
      j++;
    }
  }
  return [...found];
}
