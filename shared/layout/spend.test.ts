/** Spending: what it mends, that it never makes a page worse, and how near it comes to the best there is. */
import fc from "fast-check";
import type { Node } from "prosemirror-model";
import { Transform } from "prosemirror-transform";
import { expect, test } from "vitest";
import { a, crosshead, doc, photo, q } from "../schema/build.ts";
import { schema } from "../schema/interview.ts";
import { flowOf, storyReader } from "../schema/story.ts";
import { resolveDesign } from "../schema/template.ts";
import { anyPicture, brokenLaws, bulletin, testEngine } from "../test/layout.ts";
import { justifiedPage, OFF, random, SHEET, storyOf, turns, words } from "../test/wordyStories.ts";
import { fixedShaper } from "../typesetting/fixedShaper.ts";
import { arrange, type Arrangement, type Sheet } from "./arrange.ts";
import { type Context, placedOn, startOf } from "./context.ts";
import type { TextUnit, Unit } from "./flow.ts";
import { geometryOf } from "./geometry.ts";
import { textUnit } from "./groups.ts";
import { closingQuestion } from "./keeps.ts";
import type { Page } from "./page.ts";
import { createPieceMaker } from "./pieces.ts";
import { PRICE } from "./prices.ts";
import { search } from "./search.ts";
import { createSetter, createSettingCaches } from "./setter.ts";
import { spend } from "./spend.ts";
import { createUnevenSetter } from "./uneven.ts";
import { createVariants, type Variants } from "./variants.ts";

function sheetOf(story: Node, design: ReturnType<typeof resolveDesign>): Sheet {
  const setter = createSetter(design, fixedShaper({ advance: 0.5 }), createSettingCaches());
  const geometry = geometryOf(design, 5 as never);
  const read = storyReader()(story);
  const units = flowOf(read).map((item): Unit => {
    if (item.kind === "text") return textUnit(item, geometry.measure, geometry, setter, false);
    return item.kind === "photo" ? { kind: "photo", item } : { kind: "group", item };
  });
  const pieces = [...units.keys()].filter((at) => units[at]?.kind !== "text");
  const context: Context = {
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
    pieceUnits: pieces,
    placedOn: placedOn(units, pieces),
  };
  return { context, rest: startOf(), closed: [], reach: { unit: 0 } };
}

/** White, bad breaks and settings; not where pieces stand, which the search before has weighed. */
const priceOf = (made: Arrangement) => made.cost - made.places + (made.spending?.price ?? 0);

/** Every choice of settings for every paragraph that has any. */
function optimum(sheet: Sheet, made: Arrangement): { readonly cost: number; readonly tried: number } {
  const { units, variants } = sheet.context;
  const offers = made.fill.placed
    .filter(({ from }) => from === 0)
    .flatMap(({ unit: index }) => {
      const unit = units[index];
      if (unit?.kind !== "text") return [];
      const found = [-1, 1].flatMap((lines) => variants(unit, lines) ?? []);
      return found.length > 0 ? [{ index, found }] : [];
    })
    .slice(0, 8);
  const reached = new Set(made.fill.anchors.map(({ unit }) => unit));
  let cost = priceOf(made);
  let tried = 0;
  const go = (at: number, chosen: ReadonlyMap<number, TextUnit>, price: number) => {
    const offer = offers[at];
    if (!offer) {
      tried += 1;
      const spending = { chosen, price, why: { kind: "level" } as const };
      const anew = arrange(sheet, made.slots, made.bottom, made.ground.short, null, spending);
      // A picture that is only reached this way would have to wait for the next page.
      if (!anew?.fill.anchors.every(({ unit }) => reached.has(unit))) return;
      // Half a correction shows more than none.
      const rows = Math.floor(made.fill.holes) - Math.floor(anew.fill.holes);
      const worth = anew.fill.bad.length < made.fill.bad.length || rows >= made.fill.holes / 2;
      if (worth) cost = Math.min(cost, priceOf(anew));
      return;
    }
    go(at + 1, chosen, price);
    for (const variant of offer.found) {
      go(at + 1, new Map([...chosen, [offer.index, variant.unit]]), price + variant.price);
    }
  };
  go(0, new Map(), 0);
  return { cost, tried };
}

test("spending comes within five per cent of the best choice of settings there is", () => {
  let better = 0;
  let most = 0;
  for (let n = 0; n < 60; n++) {
    const next = random(n + 1);
    const answers = Array.from({ length: 5 }, (_, at) => a(words(60 + Math.floor(next() * 90), n * 31 + at)));
    const turns = answers.map((answer, at) => [q(words(at % 2 === 0 ? 9 : 17, at + n)), answer]);
    const story = doc(
      ...turns.slice(0, 2).flat(),
      q("And a picture of it?"),
      a(words(70, n + 7), photo("p.jpg"), words(60, n + 8), photo("tall.jpg"), words(66, n + 9)),
      ...turns.slice(2).flat(),
    );
    const sheet = sheetOf(story, resolveDesign([bulletin, justifiedPage(20 + (n % 9), 3, { perPage: 20 })], "small"));
    const bare = arrange(sheet, [], sheet.context.geometry.rows);
    if (!bare) continue;
    const made = search(sheet, bare, () => false).made;
    const amiss = priceOf(made);
    if (made.fill.end.unit >= sheet.context.units.length || amiss < 1) continue;
    const spent = spend(sheet, made);
    const best = optimum(sheet, made);
    most = Math.max(most, best.tried);
    expect(priceOf(spent)).toBeLessThanOrEqual(amiss + 1e-9);
    expect(priceOf(spent), `story ${n}, without ${amiss}`).toBeLessThanOrEqual(best.cost * 1.05 + 1e-9);
    if (priceOf(spent) < amiss - 1) better += 1;
  }
  expect(better).toBeGreaterThan(3);
  expect(most).toBeGreaterThan(100);
});

const counted = (story: Node, design: unknown) => {
  const layout = testEngine(design).layOut(story);
  const bad = layout.findings.filter(({ code }) => ["widow", "orphan", "stranded"].includes(code)).length;
  const holes = layout.pages.slice(0, -1).reduce((sum, { spare }) => sum + spare, 0);
  return { layout, bad, holes, cost: bad * PRICE.badBreak + holes * PRICE.hole };
};

test("spending leaves less white and fewer bad breaks, keeps every law and its bounds", () => {
  let before = 0;
  let after = 0;
  let spent = 0;
  fc.assert(
    fc.property(turns, SHEET, (all, { rows, count }) => {
      const story = storyOf(all);
      const off = counted(story, justifiedPage(rows, count, OFF, 1));
      const on = counted(story, justifiedPage(rows, count, { perPage: 4 }, 1));
      before += off.cost;
      after += on.cost;
      expect(off.layout.findings.filter(({ code }) => code.startsWith("set-"))).toEqual([]);
      const laws = brokenLaws(story, on.layout);
      expect(laws).toEqual([]);
      for (const made of on.layout.pages) {
        expect(made.spent.length).toBeLessThanOrEqual(8);
        spent += made.spent.length;
      }
      const told = on.layout.findings.filter(({ code }) => code === "set-tight" || code === "set-loose");
      expect(told).toHaveLength(on.layout.pages.reduce((sum, made) => sum + made.spent.length, 0));
      expect(new Set(told.map(({ place }) => place?.[0])).size).toBe(told.length);
    }),
    { numRuns: 40, seed: 20261123 },
  );
  expect(spent).toBeGreaterThan(10);
  expect(after).toBeLessThan(before * 0.8);
});

const shownOf = (pages: readonly Page[]) =>
  pages.map(({ lines, spent, spare, findings }) => [
    lines.map(({ block, column, baseline, line }) => `${block} ${column} ${baseline} ${line.from} ${line.to}`),
    spent,
    spare,
    findings,
  ]);

test("after any edits pages on which settings are spent are what they are from scratch", () => {
  fc.assert(
    fc.property(
      turns,
      fc.array(fc.tuple(fc.nat(), fc.nat(40)), { minLength: 1, maxLength: 6 }),
      SHEET,
      (all, edits, { rows, count }) => {
        const design = justifiedPage(rows, count, { perPage: 4 }, 1);
        const engine = testEngine(design);
        let story = storyOf(all);
        engine.layOut(story);
        for (const [where, many] of edits) {
          const spots: number[] = [];
          story.descendants((node, pos) => {
            if (node.type.name === "paragraph") spots.push(pos + 1);
            return !node.isTextblock;
          });
          const at = spots[where % spots.length] ?? 1;
          const size = story.nodeAt(at - 1)?.content.size ?? 0;
          const change = new Transform(story);
          if (many % 3 === 0 && size > many + 2) change.delete(at, at + many);
          else change.insert(at, schema.text(words(many + 1, where)));
          story = change.doc;
          const now = engine.layOut(story);
          const scratch = testEngine(design).layOut(story);
          expect(shownOf(now.pages)).toEqual(shownOf(scratch.pages));
          expect(now.findings).toEqual(scratch.findings);
          expect(now.copyfit).toEqual(scratch.copyfit);
        }
      },
    ),
    { numRuns: 16, seed: 20261123 },
  );
});

/** The first story that a search through seeds finds, so that the case stays what it is called. */
function firstSeed(is: (seed: number) => boolean): number {
  for (let seed = 1; seed < 400; seed++) if (is(seed)) return seed;
  throw new RangeError("no story of this kind");
}
const plainStory = (seed: number) =>
  doc(...[1, 2, 3, 4, 5, 6].flatMap((n) => [q(words(7, seed + n)), a(words(80 + ((seed * n) % 67), seed * 7 + n))]));

test("a question parted from its answer is mended by a paragraph set tight or loose, which says so", () => {
  const design = (spending: object) => justifiedPage(18, 2, spending);
  const seed = firstSeed((n) => {
    const { holes } = counted(plainStory(n), design(OFF));
    return holes >= 3 && counted(plainStory(n), design({})).holes === 0;
  });
  const { layout } = counted(plainStory(seed), design({}));
  const [told] = layout.findings.filter(({ code }) => code.startsWith("set-"));
  expect(told?.severity).toBe("info");
  expect(told?.message).toMatch(
    /^Answer \d is set one line (tight|loose), which fills (an empty line|\d+ empty lines) at the foot of page \d$/,
  );
  const place = told?.place?.[0];
  expect(layout.pages.some((made) => made.spent.some(({ block }) => block === place))).toBe(true);
});

test("a last page of a few lines is pulled back", () => {
  const design = (spending: object) => justifiedPage(18, 2, spending);
  const told = (n: number, spending: object) => testEngine(design(spending)).layOut(plainStory(n)).findings;
  const saved = (n: number) => told(n, {}).some(({ message }) => message.includes("saves a last page of"));
  const seed = firstSeed((n) => told(n, OFF).some(({ code }) => code === "runt-page") && saved(n));
  const off = testEngine(design(OFF)).layOut(plainStory(seed));
  const on = testEngine(design({})).layOut(plainStory(seed));
  expect(on.pages.length).toBeLessThanOrEqual(off.pages.length);
  expect(on.findings.map(({ code }) => code)).not.toContain("runt-page");
});

test("a story is brought to the pages wanted where a few settings are enough, else by how much it misses them is said", () => {
  const design = (wanted: number | null, spending: object = {}) => ({
    ...(justifiedPage(18, 2, spending) as object),
    pages: { wanted },
  });
  const taken = (n: number, wanted: number | null, spending = {}) =>
    testEngine(design(wanted, spending)).layOut(plainStory(n));
  const seed = firstSeed((n) => {
    const natural = taken(n, null).pages.length;
    return taken(n, natural - 1).pages.length === natural - 1;
  });
  const natural = taken(seed, null).pages.length;
  const reached = taken(seed, natural - 1);
  expect(reached.copyfit.lines).toBeLessThanOrEqual(0);
  expect(reached.findings.filter(({ code }) => code.startsWith("copyfit"))).toEqual([]);
  expect(reached.findings.some(({ message }) => message.includes(`brings the story to`))).toBe(true);

  const over = taken(seed, 1, OFF);
  expect(over.copyfit.wanted).toBe(1);
  expect(over.copyfit.lines).toBe(
    over.pages.slice(1).reduce((sum, { lines }) => sum + lines.filter(({ column }) => column !== null).length, 0),
  );
  const [finding] = over.findings.filter(({ code }) => code === "copyfit-over");
  expect(finding?.page).toBe(2);
  expect(finding?.hint).toMatch(/about \d+ words/);

  const short = taken(seed, natural + 4);
  expect(short.copyfit.lines).toBeLessThan(-100);
  expect(short.findings.map(({ code }) => code)).toContain("copyfit-under");
});

test("a paragraph has a setting a line longer or shorter only within its style", () => {
  const design = resolveDesign([bulletin, justifiedPage(20, 2, {})], "small");
  const sheet = sheetOf(doc(q("Why?"), a(words(60, 3)), crosshead("A pause"), q("And?"), a("Yes.")), design);
  const { units, variants } = sheet.context;
  const offer = (index: number, lines: number): ReturnType<Variants> => {
    const unit = units[index];
    if (unit?.kind !== "text") throw new RangeError("no paragraph");
    return variants(unit, lines);
  };
  const found = [...units.keys()].flatMap((index) => [-1, 1].flatMap((lines) => offer(index, lines) ?? []));
  for (const { unit, price } of found) {
    expect(unit.item.block.role).toBe("answer");
    expect(price).toBeGreaterThan(0.3);
    expect(unit.lines.map(({ text }) => text).join("")).toBe(unit.item.block.text);
    for (const line of unit.lines)
      expect(line.x + line.width).toBeLessThanOrEqual(sheet.context.geometry.measure + 0.01);
  }
  // Neither a crosshead nor two words are set otherwise, nor the same paragraph twice.
  expect(offer(2, 1)).toBeNull();
  expect(offer(4, 1)).toBeNull();
  for (const { unit } of found) expect(variants(unit, 1)).toBeNull();
});
