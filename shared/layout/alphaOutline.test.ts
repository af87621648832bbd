/** Outlines from alpha: nothing that covers lies outside, no side crosses another, the tolerance is kept. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AlphaPlane, isSimple, OUTLINE, outlineOfAlpha, type Polygon } from "./alphaOutline.ts";

/** A plane from rows of words: `#` covers, `+` half, anything else does not. */
const plane = (...rows: readonly string[]): AlphaPlane => ({
  width: rows[0]?.length ?? 0,
  height: rows.length,
  alpha: rows.flatMap((row) => [...row].map((c) => (c === "#" ? 255 : c === "+" ? 128 : 0))),
});
const exact = { ...OUTLINE, tolerance: 0, dust: 0 };

/** Even–odd rule. */
function holds(polygon: Polygon, x: number, y: number): boolean {
  let inside = false;
  for (const [n, [x1, y1]] of polygon.entries()) {
    const [x2, y2] = polygon[(n + 1) % polygon.length] as readonly [number, number];
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
  }
  return inside;
}

const blobs = fc
  .record({
    width: fc.integer({ min: 3, max: 40 }),
    height: fc.integer({ min: 3, max: 40 }),
    discs: fc.array(
      fc.tuple(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.02, max: 0.4, noNaN: true }),
      ),
      { minLength: 1, maxLength: 6 },
    ),
    noise: fc.infiniteStream(fc.nat(255)),
    grain: fc.boolean(),
  })
  .map(({ width, height, discs, noise, grain }) => {
    const alpha = new Uint8Array(width * height);
    for (let at = 0; at < alpha.length; at++) {
      const [x, y] = [(at % width) / width, Math.floor(at / width) / height];
      const near = Math.min(...discs.map(([cx, cy, r]) => Math.hypot(x - cx, y - cy) / r));
      const soft = Math.max(0, Math.min(255, Math.round((1.3 - near) * 600)));
      alpha[at] = grain ? Math.round((soft + (noise.next().value ?? 0)) / 2) : soft;
    }
    return { width, height, alpha };
  });

describe("an outline", () => {
  test("is null where nothing covers and where everything does", () => {
    expect(outlineOfAlpha(plane("...", "..."))).toBeNull();
    expect(outlineOfAlpha(plane("###", "###"))).toBeNull();
  });

  test("runs through the middles of the pixels' edges", () => {
    expect(outlineOfAlpha(plane("....", ".#..", "....", "...."), exact)).toEqual([
      [
        [0.375, 0.25],
        [0.5, 0.375],
        [0.375, 0.5],
        [0.25, 0.375],
      ],
    ]);
  });

  test("drops holes, and islands in them", () => {
    const ring = plane(".......", ".#####.", ".#...#.", ".#.#.#.", ".#...#.", ".#####.", ".......");
    expect(outlineOfAlpha(ring, exact)).toHaveLength(1);
  });

  test("keeps islands, the largest first, without dust", () => {
    const two = plane("#......", ".......", "...####", "...####", "...####");
    expect(outlineOfAlpha(two, exact)?.map((one) => one.length)).toEqual([14, 4]);
    expect(outlineOfAlpha(two, { ...exact, dust: 0.2 })).toHaveLength(1);
  });

  test("a soft edge counts from the cover that is stated", () => {
    const soft = plane("......", ".++++.", ".+##+.", ".++++.", "......");
    const widthOf = (covers: number) => {
      const xs = (outlineOfAlpha(soft, { ...exact, covers })?.[0] ?? []).map(([x]) => x * 6);
      return Math.round((Math.max(...xs) - Math.min(...xs)) * 1000) / 1000;
    };
    expect([widthOf(64), widthOf(200)]).toEqual([4, 2]);
  });

  test("holds every corner of every covering pixel, and crosses itself nowhere", () => {
    fc.assert(
      fc.property(blobs, fc.constantFrom(0.5, 1, 1.5, 3), (drawn, tolerance) => {
        const outline = outlineOfAlpha(drawn, { covers: 64, tolerance, dust: 0 });
        const covers = (at: number) => (drawn.alpha[at] ?? 0) >= 64;
        if (!outline) return;
        for (const island of outline) expect(isSimple(island)).toBe(true);
        if (outline.length === 16) return;
        for (let at = 0; at < drawn.alpha.length; at++) {
          if (!covers(at)) continue;
          for (const [dx, dy] of [
            [0.01, 0.01],
            [0.99, 0.01],
            [0.01, 0.99],
            [0.99, 0.99],
          ] as const) {
            const x = ((at % drawn.width) + dx) / drawn.width;
            const y = (Math.floor(at / drawn.width) + dy) / drawn.height;
            expect(outline.some((island) => holds(island, x, y))).toBe(true);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  test("stays as near to what covers as the tolerance says", () => {
    fc.assert(
      fc.property(blobs, (drawn) => {
        const tolerance = 1;
        const outline = outlineOfAlpha(drawn, { covers: 64, tolerance, dust: 0 }) ?? [];
        // Grown by two pixels, thinned by one: no corner is farther from a covering pixel than their diagonal and that.
        const farthest = Math.SQRT2 * (2 + 0.5) + tolerance;
        for (const [x, y] of outline.flat()) {
          let near = Number.POSITIVE_INFINITY;
          for (let at = 0; at < drawn.alpha.length; at++) {
            if ((drawn.alpha[at] ?? 0) < 64) continue;
            const dx = x * drawn.width - (at % drawn.width) - 0.5;
            const dy = y * drawn.height - Math.floor(at / drawn.width) - 0.5;
            near = Math.min(near, Math.hypot(dx, dy));
          }
          expect(near).toBeLessThanOrEqual(farthest + 1e-3);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("of the worst plane there is, is there in no time", () => {
    // A chessboard: as many edges as a plane can have.
    const side = 512;
    const alpha = Uint8Array.from({ length: side * side }, (_, at) => ((at + Math.floor(at / side)) % 2 ? 255 : 0));
    const noise = Uint8Array.from({ length: side * side }, (_, at) => (Math.imul(at, 2_654_435_761) >>> 13) & 255);
    const rings = Uint8Array.from({ length: side * side }, (_, at) => (((at % side) & 7) < 1 && at % 3 ? 255 : 0));
    const before = process.cpuUsage();
    for (const worst of [alpha, noise, rings])
      outlineOfAlpha({ width: side, height: side, alpha: worst }, { ...OUTLINE, dust: 0 });
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(3);
  });
});
