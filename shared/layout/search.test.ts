/** The search against all there is: three columns, two pictures, every row of every column tried. */
import { expect, test } from "vitest";
import { a, doc, lines, photo, q } from "../schema/build.ts";
import { storyReader, flowOf } from "../schema/story.ts";
import { fixedShaper } from "../typesetting/fixedShaper.ts";
import { anyPicture, bulletin, smallPage } from "../test/layout.ts";
import { resolveDesign } from "../schema/template.ts";
import { arrange, type Arrangement, type Sheet, type Slot } from "./arrange.ts";
import { placedOn, startOf } from "./context.ts";
import { geometryOf } from "./geometry.ts";
import { textUnit } from "./groups.ts";
import { closingQuestion } from "./keeps.ts";
import { createPieceMaker } from "./pieces.ts";
import { search } from "./search.ts";
import { createSetter, createSettingCaches } from "./setter.ts";
import { createUnevenSetter } from "./uneven.ts";
import { createVariants } from "./variants.ts";
import type { Unit } from "./flow.ts";

function sheetOf(before: number, between: number, after: number, rows: number): Sheet {
  const design = resolveDesign([bulletin, smallPage(rows, 3)], "small");
  const setter = createSetter(design, fixedShaper({ advance: 0.5 }), createSettingCaches());
  const geometry = geometryOf(design, 5);
  const story = storyReader()(
    doc(
      q("First?"),
      a(lines(before), photo("p.jpg", "A caption."), lines(between), photo("tall.jpg"), lines(after)),
      q("Second?"),
      a(lines(60)),
    ),
  );
  const units = flowOf(story).map((item): Unit => {
    if (item.kind === "text") return textUnit(item, geometry.measure, geometry, setter, false);
    return item.kind === "photo" ? { kind: "photo", item } : { kind: "group", item };
  });
  const context = {
    story,
    design,
    geometry,
    setter,
    uneven: createUnevenSetter(geometry, setter),
    variants: createVariants(geometry, setter, design.columns.spend),
    pulled: null,
    pieces: createPieceMaker(design, geometry, setter, anyPicture),
    pictures: anyPicture,
    units,
    closing: closingQuestion(units),
    hero: null,
    pieceUnits: [...units.keys()],
    placedOn: placedOn(units, [...units.keys()]),
  };
  return { context, rest: startOf(), closed: [], reach: { unit: 0 } };
}

/** Every place in every row for both pictures. */
function optimum(sheet: Sheet): Arrangement | null {
  const { geometry, pieces, units } = sheet.context;
  const placesOf = (unit: number): readonly Slot[] => {
    const [piece] = pieces.sizesOf(units[unit] as Unit);
    if (!piece) return [];
    const slots: Slot[] = [];
    for (let column = 0; column + piece.columns <= geometry.count; column++) {
      slots.push({ unit, piece, column, row: null, pin: null });
      for (let row = 0; row < geometry.rows; row++) slots.push({ unit, piece, column, row, pin: null });
    }
    return slots;
  };
  const [one, two] = [...units.keys()].filter((n) => units[n]?.kind === "photo");
  let best: Arrangement | null = null;
  for (const a of placesOf(one ?? 0)) {
    for (const b of placesOf(two ?? 0)) {
      const made = arrange(sheet, [a, b], geometry.rows);
      if (made && (!best || made.cost < best.cost)) best = made;
    }
  }
  return best;
}

test("the search comes within five per cent of the best there is", () => {
  for (let n = 0; n < 24; n++) {
    const [before, between, after, rows] = [3 + ((n * 7) % 23), 2 + ((n * 5) % 17), 8 + ((n * 3) % 20), 20 + (n % 12)];
    const sheet = sheetOf(before, between, after, rows);
    const bare = arrange(sheet, [], rows);
    expect(bare).not.toBeNull();
    if (!bare) continue;
    const found = search(sheet, bare, () => false);
    const best = optimum(sheet);
    // What was taken over from other arrangements is what it is from scratch.
    const scratch = arrange(sheet, found.made.slots, rows);
    expect(scratch?.cost).toBe(found.made.cost);
    expect(scratch?.fill.placed).toEqual(found.made.fill.placed);
    expect(found.cost, `${before} ${between} ${after} ${rows}`).toBeLessThanOrEqual((best?.cost ?? 0) * 1.05);
  }
});
