import { describe, expect, test } from "vitest";
import { block, bodyStyle } from "../test/typeset.ts";
import { FALLBACKS, shippedFonts } from "../test/shippedFonts.ts";
import type { Desk } from "./apart.ts";
import { fixedShaper } from "./fixedShaper.ts";
import { createShaper } from "./harfbuzz.ts";
import type { HungMark } from "./hungMark.ts";
import { setLines } from "./setLines.ts";
import { type Opening, setParagraph } from "./setParagraph.ts";
import { shapeBlock } from "./shape.ts";
import type { Shaper } from "./shaper.ts";

function deskOf(shaper: Shaper): Desk {
  const shape: Desk["shape"] = (b, style, sign, apart) => shapeBlock(b, style, sign, shaper, apart);
  return { shaper, shape, set: (b, style, sign, apart, room) => setLines(shape(b, style, sign, apart), room) };
}
const fixed = deskOf(fixedShaper({ advance: 0.5 }));
const real = deskOf(await createShaper(shippedFonts(), FALLBACKS));
const style = bodyStyle({ size: 10, leading: 12, align: "left", protrusion: false });
const MEASURE = [{ x: 0, width: 200 }];
const COPY = "Lau sạch mặt đá rồi pha mực với dầu lanh, khuấy cho thật đều tay, để yên nửa giờ trước khi dùng.";

const mark = (changes: Partial<HungMark> = {}): HungMark => ({
  text: "1. ",
  style: null,
  ink: null,
  inset: 20,
  align: "right",
  x: 0,
  gap: 3,
  ...changes,
});
const opening = (changes: Partial<Opening>): Opening => ({ sign: "", mark: null, cap: null, indent: 0, ...changes });
const cap = { lines: 2, characters: 1, style: null, at: "all", quote: "hang", indent: "even" } as const;
/** Where each line's own words begin. */
const starts = (set: ReturnType<typeof setParagraph>) =>
  set.lines.map((line) => line.runs.find((run) => run.from !== null && run.drop === undefined)?.x);

describe("a hung mark", () => {
  test("all lines begin at the inset, the mark ends before it", () => {
    const set = setParagraph(block("vi", COPY), style, opening({ mark: mark() }), MEASURE, fixed);
    expect(new Set(starts(set))).toEqual(new Set([20]));
    const [number] = set.lines[0]?.runs ?? [];
    // Two letters of 5 pt and a gap of 3 before 20.
    expect([number?.text, number?.from, number?.x]).toEqual(["1. ", null, 7]);
    expect(set.lines[0]?.x).toBe(7);
    expect(set.lines.map((line) => line.text).join("")).toBe(`1. ${COPY}`);
    expect(set.lines[0]?.from).toBe(0);
  });

  test("from the left it stands at its x", () => {
    const set = setParagraph(
      block("vi", COPY),
      style,
      opening({ mark: mark({ text: "• ", align: "left", x: 4 }) }),
      MEASURE,
      fixed,
    );
    expect(set.lines[0]?.runs[0]?.x).toBe(4);
  });

  test("in the margin it stands left of the measure, and the words keep their edge", () => {
    const set = setParagraph(block("vi", COPY), style, opening({ mark: mark({ inset: 0 }) }), MEASURE, fixed);
    expect(starts(set)[0]).toBe(0);
    expect(set.lines[0]?.runs[0]?.x).toBe(-13);
  });

  test("a mark too wide for its room pushes the first line only", () => {
    const wide = mark({ text: "1234567. " });
    const set = setParagraph(block("vi", COPY), style, opening({ mark: wide }), MEASURE, fixed);
    expect(starts(set)[0]).toBe(43);
    expect(starts(set)[1]).toBe(20);
    expect(set.lines[0]?.runs[0]?.x).toBe(0);
  });

  test("numbers of one and two figures end at one edge, their figures of one width", () => {
    const ends = ["1. ", "9. ", "10. ", "88. "].map((text) => {
      const set = setParagraph(block("vi", COPY), style, opening({ mark: mark({ text }) }), MEASURE, real);
      const run = set.lines[0]?.runs[0];
      const dot = run?.text.indexOf(" ") ?? 0;
      return run?.xs[dot] ?? 0;
    });
    for (const end of ends) expect(end).toBeCloseTo(17, 6);
  });

  test("a mark without words insets, and the first line has its indent", () => {
    const set = setParagraph(
      block("vi", COPY),
      style,
      opening({ mark: mark({ text: "" }), indent: 8 }),
      MEASURE,
      fixed,
    );
    expect(starts(set).slice(0, 2)).toEqual([28, 20]);
  });
});

describe("with a drop cap", () => {
  test("a run-in sign gives way to it", () => {
    const set = setParagraph(block("vi", COPY), style, opening({ sign: "❖ ", cap }), MEASURE, real);
    expect(set.lines.map((line) => line.text).join("")).toBe(COPY);
    expect(set.deep).toBe(2);
  });

  test("a hung mark stays", () => {
    const set = setParagraph(block("vi", COPY), style, opening({ mark: mark({ inset: 0 }), cap }), MEASURE, real);
    expect(set.lines.map((line) => line.text).join("")).toBe(`1. ${COPY}`);
    expect(set.lines[0]?.runs.map((run) => run.text).slice(0, 2)).toEqual(["1. ", "L"]);
    expect(set.lines[0]?.runs.find((run) => run.drop !== undefined)?.from).toBe(0);
  });

  test("where none can be, the sign comes back", () => {
    const set = setParagraph(block("vi", "– Lau."), style, opening({ sign: "❖ ", cap }), MEASURE, real);
    expect(set.lines[0]?.text).toBe("❖ – Lau.");
    expect(set.deep).toBe(0);
  });
});
