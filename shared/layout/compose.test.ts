import fc from "fast-check";
import type { Node } from "prosemirror-model";
import { Transform } from "prosemirror-transform";
import { expect, test } from "vitest";
import {
  a,
  bullets,
  crosshead,
  doc,
  h,
  lines,
  numbers,
  photo,
  q,
  quote,
  sidebar,
  standfirst,
} from "../schema/build.ts";
import { schema } from "../schema/interview.ts";
import { fixedShaper } from "../typesetting/fixedShaper.ts";
import { brokenLaws, show, smallPage, testEngine } from "../test/layout.ts";

/** About `n` lines of a small page's column, one paragraph. */
const body = (n: number) => lines(n);
function pagesOf(story: Node, design: unknown) {
  const layout = testEngine(design).layOut(story);
  expect(brokenLaws(story, layout)).toEqual([]);
  return layout;
}

test("a question moves with an answer too short to divide", () => {
  const layout = pagesOf(doc(q("Why print?"), a("Paper."), q("And then?"), a(body(3))), smallPage(4, 2));
  expect(show(layout.pages[0] as never)).not.toMatch(/q\/1 \|/);
});

test("a question never ends a column", () => {
  for (let n = 1; n < 24; n++) {
    const layout = pagesOf(doc(q("First?"), a(body(n)), q("Second?"), a(body(6))), smallPage(12, 2));
    for (const page of layout.pages) expect(show(page), `${n} lines`).not.toMatch(/q\/1( \||$)/);
    expect(layout.findings.filter((f) => f.code === "stranded")).toEqual([]);
  }
});

test("a last question without an answer stays with two lines before it", () => {
  for (let n = 6; n < 24; n++) {
    const layout = pagesOf(doc(q("First?"), a(body(n)), q("Thank you!")), smallPage(10, 1));
    for (const page of layout.pages) {
      const inOrder = page.lines.filter((l) => l.column !== null);
      const at = inOrder.findIndex((l) => l.line.text.startsWith("Thank"));
      if (at >= 0) expect(at, `${n} lines: ${show(page)}`).toBeGreaterThanOrEqual(2);
    }
  }
});

test("no widow and no orphan where there is another way", () => {
  for (let n = 4; n < 30; n++) {
    const layout = pagesOf(doc(q("First?"), a(body(n), body(5), body(7))), smallPage(15, 2));
    expect(layout.findings.filter((f) => f.code === "widow" || f.code === "orphan")).toEqual([]);
  }
});

test("the last page ends level", () => {
  const layout = pagesOf(doc(q("First?"), a(body(40))), smallPage(40, 3));
  const feet = [0, 1, 2].map((column) =>
    Math.max(...(layout.pages[0]?.lines ?? []).filter((l) => l.column === column).map((l) => l.baseline)),
  );
  expect(Math.max(...feet) - Math.min(...feet)).toBeLessThanOrEqual(12);
});

test("a picture stands near its words and no text runs over it", () => {
  const layout = pagesOf(doc(q("First?"), a(body(20), photo("p.jpg", "A caption."), body(20))), smallPage(30, 3));
  expect(layout.pages[0]?.photos).toHaveLength(1);
});

test("a missing picture is a marked frame and a finding", () => {
  const layout = pagesOf(doc(q("First?"), a(body(20), photo("missing.jpg"))), smallPage(30, 3));
  expect(layout.findings.map((f) => f.code)).toContain("picture-missing");
  expect(layout.pages[0]?.under.length).toBeGreaterThan(5);
});

test("lists, crossheads, quotes and sidebars all reach the page", () => {
  pagesOf(
    doc(
      h("A headline"),
      standfirst("What it is about."),
      q("First?"),
      a(body(8), bullets("One.", "Two."), crosshead("A pause"), body(6), quote("Said once.")),
      sidebar("Beside the story.", numbers("First", "Second")),
      q("Second?"),
      a(body(4)),
    ),
    smallPage(30, 3),
  );
});

test("a picture in a sidebar stands in it, with its caption", () => {
  const story = doc(
    q("First?"),
    a(body(8)),
    sidebar("Beside the story.", photo("p.jpg", "In the box.")),
    q("Last?"),
    a("So."),
  );
  const layout = pagesOf(story, smallPage(40, 2));
  expect(layout.pages[0]?.photos).toHaveLength(1);
});

test("a picture that comes later makes only what depends on it anew", () => {
  let found = false;
  const pictures = { sizeOf: () => (found ? { media: "0".repeat(64), width: 3000, height: 1500 } : null) };
  const story = doc(
    q("First?"),
    a(body(20), photo("p.jpg"), body(20)),
    sidebar("A box.", photo("p.jpg")),
    q("Last?"),
    a("So."),
  );
  const make = () => testEngine(smallPage(20, 2), fixedShaper({ advance: 0.5 }), pictures);
  const engine = make();
  engine.layOut(story);
  found = true;
  const now = engine.layOut(story);
  expect(now.pages).toEqual(make().layOut(story).pages);
  expect(now.findings).toEqual([]);
});

test("an empty document prints nothing but its furniture", () => {
  const engine = testEngine();
  const page = engine.layOut(doc(q(""), a(""))).pages[0];
  const glyphs = page ? engine.paint(page).items.filter((item) => item.kind === "glyphs") : [];
  expect(glyphs.map((item) => item.run.text)).toEqual(["1"]);
});

test("copy taller than a page is a finding, not an endless loop", () => {
  const layout = testEngine(smallPage(4, 2)).layOut(
    doc(q("First?"), a("One."), sidebar(body(30)), q("Last?"), a("Two.")),
  );
  expect(layout.findings.map((f) => f.code)).toContain("overset");
});

test("copy taller than a page is still set, and runs over its foot", () => {
  const story = doc(q("First?"), a("One."), sidebar(body(30)), q("Last?"), a("Two."));
  const layout = testEngine(smallPage(4, 2)).layOut(story);
  const broken = brokenLaws(story, layout).filter((law) => !/below/.test(law));
  expect(broken).toEqual([]);
});

test("behind any number of pictures a page knows the words it depends on", () => {
  const pictures = Array.from({ length: 7 }, () => photo("4000x300.jpg"));
  const engine = testEngine(smallPage(14, 2));
  const make = (last: string) => doc(q("First?"), a(body(18), ...pictures, last), q("Thank you!"));
  engine.layOut(make(body(1)));
  const now = make(body(5));
  expect(engine.layOut(now).pages).toEqual(testEngine(smallPage(14, 2)).layOut(now).pages);
});

test("space after a paragraph and before the next do not add up: the larger holds", () => {
  const design = smallPage(20, 1) as { styles: Record<string, object> };
  const { answer, crosshead: head, ...styles } = design.styles;
  const spaced = {
    ...design,
    styles: { ...styles, answer: { ...answer, spaceAfter: 24 }, crosshead: { ...head, spaceBefore: 12 } },
  };
  const page = pagesOf(doc(q("First?"), a("One.", crosshead("Head"), "Two.")), spaced).pages[0];
  const [, one, headline] = page?.lines.filter((line) => line.column === 0) ?? [];
  expect((headline?.baseline ?? 0) - (one?.baseline ?? 0)).toBeCloseTo(36);
});

test("pages asked for begin pages", () => {
  const second = q("Second?");
  const forced = second.type.create({ ...second.attrs, break_before: "page" }, second.content);
  const layout = pagesOf(doc(q("First?"), a(body(6)), forced, a(body(5))), smallPage(20, 2));
  expect(layout.pages).toHaveLength(2);
});

/** Random interviews: turns of random lengths with pictures, some of odd shapes, some missing. */
const turns = fc.array(
  fc.record({
    question: fc.integer({ min: 1, max: 3 }),
    answer: fc.array(fc.integer({ min: 1, max: 18 }), { minLength: 1, maxLength: 4 }),
    picture: fc.option(fc.constantFrom("p.jpg", "tall.jpg", "missing.jpg", "4000x300.jpg"), { nil: null, freq: 3 }),
  }),
  { minLength: 1, maxLength: 9 },
);
function interview(parts: typeof turns extends fc.Arbitrary<infer T> ? T : never): Node {
  return doc(
    h("A headline of some words"),
    standfirst("Two sentences about it. Then one more."),
    ...parts.flatMap((turn) => {
      const answers = turn.answer.map((n) => body(n));
      const [opening = "Yes.", ...more] = answers;
      return [
        q(body(turn.question)),
        a(opening, ...(turn.picture ? [photo(turn.picture, "A caption of words.")] : []), ...more),
      ];
    }),
  );
}

test("every law holds on random interviews", () => {
  fc.assert(
    fc.property(turns, fc.integer({ min: 14, max: 50 }), fc.integer({ min: 1, max: 4 }), (parts, rows, count) => {
      const story = interview(parts);
      const layout = testEngine(smallPage(rows, count)).layOut(story);
      expect(brokenLaws(story, layout)).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

test("an incremental layout is the layout from scratch", () => {
  fc.assert(
    fc.property(
      turns,
      fc.array(fc.tuple(fc.nat(), fc.constantFrom("insert", "delete", "split", "cut"), fc.nat()), { maxLength: 12 }),
      (parts, edits) => {
        const design = smallPage(20, 2);
        const engine = testEngine(design);
        let story = interview(parts);
        engine.layOut(story);
        for (const [where, what, more] of edits) {
          story = edited(story, where, what, more);
          const now = engine.layOut(story);
          const scratch = testEngine(design).layOut(story);
          expect(now.pages).toEqual(scratch.pages);
          expect(now.findings).toEqual(scratch.findings);
        }
      },
    ),
    { numRuns: 40 },
  );
});

/** One change somewhere in the text; the document as it was when the change cannot be made there. */
function edited(story: Node, where: number, what: string, more: number): Node {
  const spots: number[] = [];
  story.descendants((node, pos) => {
    if (node.type.name === "paragraph") for (let n = 0; n <= node.content.size; n++) spots.push(pos + 1 + n);
  });
  const at = spots[where % spots.length] ?? 0;
  const tr = new Transform(story);
  try {
    if (what === "insert") tr.insert(at, schema.text("word ".repeat(1 + (more % 30))));
    else if (what === "split") tr.split(at);
    else if (what === "delete") tr.delete(at, Math.min(at + 1 + (more % 40), story.resolve(at).end()));
    else {
      const turn = story.resolve(at).index(0);
      if (story.childCount > 4 && story.child(turn).type.name !== "title_block") {
        const from = story.resolve(at).before(1);
        tr.delete(from, from + story.child(turn).nodeSize);
      }
    }
    tr.doc.check();
    return tr.doc;
  } catch (error) {
    if (error instanceof RangeError) return story;
    throw error;
  }
}
