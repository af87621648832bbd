import fc from "fast-check";
import { expect, test } from "vitest";
import { block, bodyStyle, broken } from "../test/typeset.ts";
import type { Pt } from "../units.ts";
import { fixedShaper } from "./fixedShaper.ts";
import { setInto, setLines } from "./setLines.ts";
import { shapeBlock } from "./shape.ts";

const shaper = fixedShaper({ advance: 0.5 });
const style = bodyStyle({ size: 10 as Pt });
const copy =
  "In olden times when wishing still helped one, there lived a king whose daughters were all beautiful; and the " +
  "youngest was so beautiful that the sun itself, which has seen so much, was astonished whenever it shone in her face.";

test("a paragraph in another number of lines obeys every law, within the tolerance asked for", () => {
  let others = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 100, max: 300 }),
      fc.double({ min: 0.2, max: 3, noNaN: true }),
      fc.constantFrom(-2, -1, 0, 1, 2),
      (width, loosest, more) => {
        const shaped = shapeBlock(block("en", copy), style, "", shaper);
        const measures = [
          { x: 10, width: width - 10 },
          { x: 0, width },
        ];
        const count = setLines(shaped, measures).lines.length + more;
        const few = setInto(shaped, measures, count, loosest);
        const many = setInto(shaped, measures, count, 1000);
        if (few === null) return;
        others++;
        expect(few.lines.length).toBe(count);
        expect(broken(shaped, few, measures)).toEqual([]);
        // A tighter tolerance never finds what a wider one does not.
        expect(many?.lines.length).toBe(count);
        expect(many?.cost ?? 0).toBeLessThanOrEqual(few.cost * 1.15 + 300 * count);
      },
    ),
    { numRuns: 240 },
  );
  expect(others).toBeGreaterThan(30);
  const empty = shapeBlock(block("en"), style, "", shaper);
  expect(setInto(empty, [{ x: 0, width: 100 }], 1, 1)?.lines.length).toBe(1);
});
