import { expect, test } from "vitest";
import { bulletin } from "../test/layout.ts";
import { DesignError, resolveDesign } from "./template.ts";

const design = (...layers: readonly unknown[]) => resolveDesign([bulletin, ...layers], "test");
const refused = (layer: unknown): string => {
  try {
    design(layer);
  } catch (error) {
    if (error instanceof DesignError) return error.message;
    throw error;
  }
  return "nothing was refused";
};

test("a style says what it changes in the one it is based on, and that one in its own", () => {
  const { styles } = design({
    styles: {
      small: { basedOn: "answer", size: 8, hyphenation: { before: 3 } },
      smaller: { basedOn: "small", size: "2mm", features: { onum: 1 } },
    },
  });
  expect(styles.smaller?.size).toBeCloseTo((2 * 72) / 25.4);
  expect(styles.smaller?.align).toBe("justify");
  expect(styles.smaller?.indent).toBe(styles.answer.indent);
  expect(styles.smaller?.hyphenation).toEqual({ ...styles.answer.hyphenation, before: 3 });
  expect(styles.small?.features).toEqual({});
  expect(Object.keys(styles)).toContain("smaller");
});

test("the styles of roles may be based on one another, over the template's own words", () => {
  const { styles } = design({ styles: { question: { basedOn: "answer" }, list_item: { basedOn: "crosshead" } } });
  expect(styles.question.align).toBe("justify");
  expect(styles.question.weight).toBe(600);
  expect(styles.list_item.weight).toBe(700);
});

test("a later layer gives a style another base, or takes it away", () => {
  const below = { styles: { note: { basedOn: "crosshead" } } };
  expect(design(below, { styles: { note: { basedOn: "caption" } } }).styles.note?.italic).toBe(true);
  const alone = design(below, { styles: { note: { basedOn: null } } }).styles;
  expect(alone.note?.weight).toBe(400);
  expect(alone.note?.font).toBe(alone.answer.font);
});

test("character styles inherit, and hold only what some layer says", () => {
  const { characterStyles } = design({
    characterStyles: {
      label: { weight: 700, size: "90%", colour: "red", features: { ss01: 1 } },
      name: { basedOn: "label", smallCaps: "small", features: { zero: 1 } },
    },
  });
  expect(characterStyles.name).toEqual({
    name: "name",
    weight: 700,
    size: { share: 0.9 },
    ink: characterStyles.label?.ink,
    smallCaps: "small",
    features: { ss01: 1, zero: 1 },
  });
  expect(characterStyles.label).not.toHaveProperty("font");
});

test("drop caps are lines, or lines with letters and a style; none is none", () => {
  const { styles } = design({
    characterStyles: { big: {} },
    styles: {
      answer: { dropCap: 3 },
      intro: { dropCap: { lines: 4, characters: 2, style: "big" } },
      question: { dropCap: 0 },
    },
  });
  expect(styles.answer.dropCap).toMatchObject({ lines: 3, characters: 1, style: null });
  expect(styles.intro.dropCap).toMatchObject({ lines: 4, characters: 2, style: "big" });
  expect([styles.question.dropCap, styles.caption.dropCap]).toEqual([null, null]);
});

test("nested runs are read in every manner of saying their end", () => {
  const nested = ["line", "sentence", { words: 3 }, { characters: 1 }, { through: "–" }, { upTo: ":", count: 2 }].map(
    (until) => ({ style: null, until }),
  );
  expect(design({ styles: { answer: { nested } } }).styles.answer.nested.map((run) => run.until)).toEqual([
    { kind: "lines", count: 1 },
    { kind: "sentences", count: 1 },
    { kind: "words", count: 3 },
    { kind: "characters", count: 1 },
    { kind: "through", text: "–", count: 1 },
    { kind: "upTo", text: ":", count: 2 },
  ]);
});

test.each([
  [{ styles: { a: { basedOn: "b" }, b: { basedOn: "a" } } }, "styles.b.basedOn: a → b → a goes round in a circle"],
  [{ styles: { a: { basedOn: "a" } } }, "styles.a.basedOn: a → a goes round"],
  [{ styles: { a: { basedOn: "zz" } } }, 'styles.a.basedOn: there is no style "zz"'],
  [{ styles: { a: { basedOn: "toString" } } }, 'styles.a.basedOn: there is no style "toString"'],
  [{ styles: { a: { basedOn: 4 } } }, "styles.a.basedOn: expected a style's name"],
  [{ characterStyles: { a: { basedOn: "answer" } } }, 'characterStyles.a.basedOn: there is no style "answer"'],
  [
    { styles: { a: { nested: [{ style: "q", until: "line" }] } } },
    "styles.a.nested.0.style: there is no character style",
  ],
  [{ styles: { a: { nested: [{ style: null, until: "x" }] } } }, 'styles.a.nested.0.until: expected "line"'],
  [{ styles: { a: { dropCap: { lines: 3, style: "q" } } } }, 'styles.a.dropCap.style: there is no character style "q"'],
  [{ styles: { a: { sizeRange: [12, 10] } } }, "styles.a.sizeRange: expected [least, most]"],
  [{ styles: { a: 4 } }, "styles.a: "],
  [{ styles: [] }, "styles: expected styles by name"],
  [{ characterStyles: { a: { size: "huge" } } }, "characterStyles.a.size: expected a size above 0"],
  [{ characterStyles: { a: { leading: 12 } } }, 'characterStyles.a: Unrecognized key: "leading"'],
  [{ characterStyles: { a: { colour: "puce" } } }, 'characterStyles.a.colour: there is no swatch "puce"'],
  [{ hyphenation: { exceptions: [""] } }, "hyphenation.exceptions.0"],
])("a design that leads nowhere is refused by the field's path: %j", (layer, message) => {
  expect(refused(layer)).toContain(`test: ${message}`);
});
