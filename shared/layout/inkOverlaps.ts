/**
 * Ink that runs into the line below on the text grid, where no line may move for it: a finding each, with both words.
 * Lines are compared only where their highest and lowest ink could meet at all, which few lines of a page can.
 */
import type { Finding } from "../finding.ts";
import { tell } from "../findings/tell.ts";
import { wordAt } from "../typesetting/inkGaps.ts";
import { show, type TextOffset, TOLERANCE } from "../units.ts";
import type { Page, PlacedLine } from "./page.ts";
import type { Setter } from "./setter.ts";

export function inkOverlaps(page: Pick<Page, "lines" | "number">, setter: Setter): readonly Finding[] {
  const columns = new Map<number, PlacedLine[]>();
  for (const line of page.lines) {
    if (line.column === null) continue;
    const list = columns.get(line.column);
    if (list) list.push(line);
    else columns.set(line.column, [line]);
  }
  const found: Finding[] = [];
  for (const lines of columns.values()) {
    lines.sort((a, b) => a.baseline - b.baseline || a.x - b.x);
    for (let n = 0; n + 1 < lines.length; n++) {
      const upper = lines[n] as PlacedLine;
      const lower = lines[n + 1] as PlacedLine;
      const distance = lower.baseline - upper.baseline;
      // Two stretches on one baseline, either side of a picture.
      if (distance <= TOLERANCE || upper.line.inkBelow + lower.line.inkAbove <= distance) continue;
      const meeting = setter.touching(upper.line, lower.line, lower.x - upper.x, distance);
      if (!meeting || meeting.distance <= distance + TOLERANCE) continue;
      const { run, glyph } = meeting.lower;
      const at = run.from === null ? lower.line.from : run.from + (run.clusters[glyph] ?? 0);
      const [above, below] = [wordAt(meeting.upper), wordAt(meeting.lower)];
      found.push(
        tell(
          "warning",
          "ink-overlap",
          { page: page.number, above, below, by: show(meeting.distance - distance) },
          { page: page.number, place: [lower.block, at as TextOffset, (at + 1) as TextOffset] },
        ),
      );
    }
  }
  return found;
}
