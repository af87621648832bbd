import { describe, expect, test } from "vitest";
import { BLACK, cmyk } from "../../shared/color/ink.ts";
import type { DisplayItem, DisplayList } from "../../shared/layout/display.ts";
import type { GlyphRun } from "../../shared/typesetting/glyphs.ts";
import { pt, type TextOffset } from "../../shared/units.ts";
import { type Brushes, paintList } from "./paintList.ts";

/** A canvas that only writes down what is asked of it. */
function recorder() {
  const calls: string[] = [];
  const state: Record<string, unknown> = {};
  const canvas = new Proxy(state, {
    get: (_target, name: string) =>
      name in state ? state[name] : (...args: unknown[]) => calls.push(call(name, args)),
    set: (_target, name: string, value) => {
      state[name] = value;
      if (["font", "fillStyle", "lineWidth"].includes(name)) calls.push(`${name} = ${String(value)}`);
      return true;
    },
  });
  return { calls, ctx: canvas as unknown as CanvasRenderingContext2D };
}
const call = (name: string, args: readonly unknown[]) =>
  `${name}(${args.map((arg) => (typeof arg === "string" ? `#${(arg.codePointAt(0) ?? 0) - 0xf0000}` : typeof arg === "object" ? "it" : String(arg))).join(" ")})`;

const run: GlyphRun = {
  font: "f",
  size: pt(10),
  scaling: 1,
  direction: "ltr",
  glyphs: Uint16Array.of(5, 7),
  xs: Float64Array.of(1, 6),
  ys: null,
  clusters: Uint32Array.of(0, 1),
  text: "ab",
  from: 0 as TextOffset,
  x: pt(1),
  width: pt(10),
  look: { ink: null, styles: [], lang: "en", href: null, stageNote: false },
};
const of = { block: "b1", role: "answer" } as const;
const glyphs = (over: Partial<GlyphRun> = {}): DisplayItem => ({
  kind: "glyphs",
  of,
  run: { ...run, ...over },
  x: pt(20),
  baseline: pt(30),
  ink: BLACK,
});
const page = (...items: readonly DisplayItem[]): DisplayList => ({
  number: 1,
  folio: "1",
  trim: { width: pt(100), height: pt(140) },
  bleed: { top: pt(0), right: pt(0), bottom: pt(0), left: pt(0) },
  items,
});
const brushes: Brushes = { family: () => "quoin-f", picture: () => null, outline: () => ({}) as Path2D };
function painted(list: DisplayList, view: Partial<Parameters<typeof paintList>[2]> = {}, over: Partial<Brushes> = {}) {
  const { calls, ctx } = recorder();
  paintList(ctx, list, { scale: 2, x: 0, y: 0, outlines: false, ...view }, { ...brushes, ...over });
  return calls.filter((line) => !line.startsWith("setTransform(1 0 0 1 0 0)"));
}

describe("painting a display list", () => {
  test("paper first, then each glyph where the list says", () => {
    expect(painted(page(glyphs()))).toEqual([
      "fillStyle = #fff",
      "fillRect(0 0 200 280)",
      expect.stringMatching(/^fillStyle = rgb\(\d+ \d+ \d+\)$/),
      "font = 20px quoin-f",
      "fillText(#5 42 60)",
      "fillText(#7 52 60)",
    ]);
  });
  test("a shifted page and raised glyphs", () => {
    const calls = painted(page(glyphs({ ys: Float64Array.of(0, 3) })), { x: -10, y: 5 });
    expect(calls.slice(-2)).toEqual(["fillText(#5 32 65)", "fillText(#7 42 59)"]);
  });
  test("glyphs that are scaled keep their places", () => {
    const calls = painted(page(glyphs({ scaling: 0.98 })));
    expect(calls.slice(-4)).toEqual([
      "setTransform(0.98 0 0 1 42 60)",
      "fillText(#5 0 0)",
      "setTransform(0.98 0 0 1 52 60)",
      "fillText(#7 0 0)",
    ]);
  });
  test("outlines stand on the baseline, upright", () => {
    expect(painted(page(glyphs()), { outlines: true }).slice(-4)).toEqual([
      "setTransform(20 0 0 -20 42 60)",
      "fill(it)",
      "setTransform(20 0 0 -20 52 60)",
      "fill(it)",
    ]);
  });
  test("words that read upward climb from their origin, as characters and as outlines", () => {
    const upward = { ...glyphs({ ys: Float64Array.of(0, 3), scaling: 0.98 }), upward: true } as DisplayItem;
    expect(painted(page(upward)).slice(-4)).toEqual([
      "setTransform(0 -0.98 1 0 40 58)",
      "fillText(#5 0 0)",
      "setTransform(0 -0.98 1 0 34 48)",
      "fillText(#7 0 0)",
    ]);
    expect(painted(page(upward), { outlines: true }).slice(-4)).toEqual([
      "setTransform(0 -19.6 -20 0 40 58)",
      "fill(it)",
      "setTransform(0 -19.6 -20 0 34 48)",
      "fill(it)",
    ]);
  });
  test("a font that is on its way leaves its text out and nothing else", () => {
    const fill: DisplayItem = {
      kind: "fill",
      of: "artifact",
      box: { x: pt(1), y: pt(2), width: pt(3), height: pt(4) },
      ink: cmyk(0, 0, 0, 0),
    };
    expect(painted(page(glyphs(), fill), {}, { family: () => null }).at(-1)).toBe("fillRect(2 4 6 8)");
  });
  test("a hairline does not vanish, a bar keeps its weight", () => {
    const rule = (weight: number): DisplayItem => ({
      kind: "rule",
      of: "artifact",
      from: { x: pt(0), y: pt(0) },
      to: { x: pt(10), y: pt(0) },
      weight: pt(weight),
      ink: BLACK,
    });
    const widths = painted(page(rule(0.25), rule(3))).filter((line) => line.startsWith("lineWidth"));
    expect(widths).toEqual(["lineWidth = 0.6", "lineWidth = 6"]);
  });
  test("of a picture the crop is shown, asked for at the size of the whole", () => {
    const asked: number[] = [];
    const picture: DisplayItem = {
      kind: "picture",
      of,
      media: "a",
      box: { x: pt(10), y: pt(10), width: pt(40), height: pt(20) },
      crop: { x: 0.25, y: 0, width: 0.5, height: 1 },
      alt: "",
    };
    const source = { width: 400, height: 100 } as ImageBitmap;
    const calls = painted(page(picture), {}, { picture: (_media, width) => (asked.push(width), source) });
    expect(asked).toEqual([160]);
    expect(calls.at(-1)).toBe("drawImage(it 100 0 200 100 20 20 80 40)");
  });
});
