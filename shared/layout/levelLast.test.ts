/** The last page against all there is: every foot, every column a row shorter, every setting of every paragraph. */
import type { Node } from "prosemirror-model";
import { expect, test } from "vitest";
import { a, doc, q } from "../schema/build.ts";
import { flowOf, storyReader } from "../schema/story.ts";
import { resolveDesign } from "../schema/template.ts";
import { anyPicture, bulletin, testEngine } from "../test/layout.ts";
import { justifiedPage, random, words } from "../test/wordyStories.ts";
import { fixedShaper } from "../typesetting/fixedShaper.ts";
import { arrange, type Arrangement, feetOf, type Sheet } from "./arrange.ts";
import { placedOn, startOf } from "./context.ts";
import type { TextUnit, Unit } from "./flow.ts";
import { geometryOf } from "./geometry.ts";
import { textUnit } from "./groups.ts";
import { letOut } from "./justify.ts";
import { closingQuestion } from "./keeps.ts";
import { LEVEL, unevenness } from "./lastPage.ts";
import { levelled } from "./levelLast.ts";
import type { Page } from "./page.ts";
import { createPieceMaker } from "./pieces.ts";
import { createSetter, createSettingCaches } from "./setter.ts";
import { createUnevenSetter } from "./uneven.ts";
import { createVariants } from "./variants.ts";

const JUSTIFY = 1;
/** Stories tried; `QUOIN_LONG=1000` tries a thousand. */
const CASES = Number(process.env.QUOIN_LONG ?? 60);
const designOf = (rows: number, count: number) =>
  resolveDesign([bulletin, justifiedPage(rows, count, { perPage: 20 }, JUSTIFY)], "small");

function sheetOf(story: Node, rows: number, count: number): Sheet {
  const design = designOf(rows, count);
  const setter = createSetter(design, fixedShaper({ advance: 0.5 }), createSettingCaches());
  const geometry = geometryOf(design, 5 as never);
  const read = storyReader()(story);
  const units = flowOf(read).flatMap((item): Unit[] =>
    item.kind === "text" ? [textUnit(item, geometry.measure, geometry, setter, false)] : [],
  );
  const context = {
    story: read,
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
    pieceUnits: [],
    placedOn: placedOn(units, []),
  };
  return { context, rest: startOf(), closed: [], reach: { unit: 0 } };
}

/** Turns that about fill a share of a page. */
function storyOf(seed: number, turns: number): Node {
  const next = random(seed * 7919);
  return doc(
    ...Array.from({ length: turns }, (_, n) => [
      q(words(4 + Math.floor(next() * 14), seed + n)),
      a(words(14 + Math.floor(next() * 90), seed * 31 + n)),
    ]).flat(),
  );
}

/** The least by which feet can differ with no column empty that need not be, over every choice of settings. */
function optimum(sheet: Sheet, whole: Arrangement, idle: number): number {
  const { units, variants, geometry } = sheet.context;
  const offers = units.flatMap((unit, index) => {
    const found = unit.kind === "text" ? [-1, 1].flatMap((lines) => variants(unit, lines) ?? []) : [];
    return found.length > 0 ? [{ index, found }] : [];
  });
  let uneven = Number.POSITIVE_INFINITY;
  const level = (chosen: ReadonlyMap<number, TextUnit>) => {
    const spending = { chosen, price: 0, why: { kind: "level" } as const };
    for (let bottom = 2; bottom <= geometry.rows; bottom++) {
      for (let short = geometry.count; short > 0; short--) {
        const made = arrange(sheet, [], bottom, short, null, spending);
        if (!made || made.fill.end.unit < units.length || made.fill.bad.length > whole.fill.bad.length) continue;
        for (const one of [made, letOut(sheet.context, made)]) {
          if (!one || feetOf(one).filter((foot) => foot === 0).length > idle) continue;
          uneven = Math.min(uneven, unevenness(one));
        }
      }
    }
  };
  const go = (at: number, chosen: ReadonlyMap<number, TextUnit>) => {
    const offer = offers[at];
    if (!offer) return level(chosen);
    go(at + 1, chosen);
    for (const { unit } of offer.found) go(at + 1, new Map([...chosen, [offer.index, unit]]));
  };
  go(0, new Map());
  return uneven;
}

/** Rows by which the columns of a page differ, by the lines on it. */
function apart(page: Page | undefined): number {
  const feet = (page?.columns ?? []).flatMap((_, column) => {
    const lines = page?.lines.filter((line) => line.column === column) ?? [];
    return lines.length > 0 ? [Math.max(...lines.map(({ baseline }) => baseline))] : [];
  });
  return Math.round((Math.max(...feet) - Math.min(...feet)) / 12);
}

test("the last page is level wherever any break, gap or setting makes it so; else a finding says why not", () => {
  let level = 0;
  let impossible = 0;
  let said = 0;
  for (let n = 1; n <= CASES; n++) {
    const [rows, count] = [24 + (n % 5), 2 + (n % 3)];
    const story = storyOf(n, 2 + (n % 3));
    const sheet = sheetOf(story, rows, count);
    const whole = arrange(sheet, [], rows);
    if (!whole || whole.fill.end.unit < sheet.context.units.length) continue;
    const made = levelled(sheet, whole);
    const idle = feetOf(made).filter((foot) => foot === 0).length;
    const least = optimum(sheet, whole, idle);
    const page = justifiedPage(rows, count, { perPage: 20 }, JUSTIFY);
    const layout = testEngine(page).layOut(story);
    const told = layout.findings.filter(({ code }) => code === "uneven-end");
    expect(told.length > 0).toBe(apart(layout.pages.at(-1)) > 1);
    if (least <= LEVEL) {
      level += 1;
      expect(unevenness(made), `story ${n}: ${least} can be had`).toBeLessThanOrEqual(LEVEL);
      expect(told).toEqual([]);
    } else {
      impossible += 1;
      for (const { severity, message } of told) {
        expect(severity).toBe("info");
        expect(message).toMatch(/end \d+ lines apart: no setting of its paragraphs/);
      }
      said += told.length;
    }
  }
  expect(level).toBeGreaterThan(30);
  expect(impossible).toBeGreaterThan(5);
  expect(said).toBeGreaterThan(2);
});
