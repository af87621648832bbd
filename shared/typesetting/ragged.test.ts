import { expect, test } from "vitest";
import { block, bodyStyle, broken } from "../test/typeset.ts";
import type { Pt } from "../units.ts";
import { fixedShaper } from "./fixedShaper.ts";
import { setLines } from "./setLines.ts";
import { shapeBlock } from "./shape.ts";

const shaper = fixedShaper({ advance: 0.5 });
const style = bodyStyle({ size: 10 as Pt, align: "left", protrusion: false });

/** The lines' texts; a letter or space is 5 pt wide. */
function set(copy: string, width: number, changes: Parameters<typeof bodyStyle>[0] = {}): string[] {
  const shaped = shapeBlock(block("en", copy), { ...style, ...changes }, "", shaper);
  const setting = setLines(shaped, [{ x: 0, width }]);
  expect(broken(shaped, setting, [{ x: 0, width }])).toEqual([]);
  return setting.lines.map((line) => (line.hyphen ? `${line.text}-` : line.text.trimEnd()));
}

test("no very short line stands beside long ones", () => {
  // Filled line by line the second would be "cc" alone.
  expect(set("aaaaaaaa bbbbbbbb cc dddddddddddddddddd eeeeeeee ffff", 95)).toEqual([
    "aaaaaaaa",
    "bbbbbbbb cc",
    "dddddddddddddddddd",
    "eeeeeeee ffff",
  ]);
});

test("a word is divided only where a line would otherwise be empty by two zones", () => {
  const copy = "photography is photography and photography in magazines";
  expect(set(copy, 130).join(" ")).toBe(copy);
  expect(set("a photographyphotography hyphenation", 62).some((line) => line.endsWith("-"))).toBe(true);
});

test("a short word goes to the next line where that is cheap", () => {
  expect(set("we walked along and I said it was good to be there at last", 105)[0]).toBe("we walked along and");
});

test("three lines make no stair where they need not", () => {
  const lines = set("aaaa bbb cccc ddd eeee fff gggg hhh kkkk lll mmmm nnn oooo ppp qqqq rrr ssss ttt", 110);
  const lengths = lines.slice(0, -1).map((line) => line.length);
  for (let i = 2; i < lengths.length; i++) {
    const [a = 0, b = 0, c = 0] = lengths.slice(i - 2, i + 1);
    expect((b - a) * (c - b), lengths.join(" ")).toBeLessThanOrEqual(0);
  }
});

test("last lines stand as the style says, and so do lines before a forced break", () => {
  const edges = (lastLine: "natural" | "justify" | "center" | "right"): string => {
    const justified = bodyStyle({ size: 10 as Pt, protrusion: false, lastLine });
    const shaped = shapeBlock(block("en", "aaaa bbbb\u2028cccc dddd eeee ffff gg hhhh"), justified, "", shaper);
    const setting = setLines(shaped, [{ x: 0, width: 80 }]);
    expect(broken(shaped, setting, [{ x: 0, width: 80 }])).toEqual([]);
    return setting.lines.map(({ x, width }) => `${Math.round(x)}+${Math.round(width)}`).join(" ");
  };
  expect(edges("natural")).toBe("0+45 0+80 0+60");
  expect(edges("center")).toBe("18+45 0+80 10+60");
  expect(edges("right")).toBe("35+45 0+80 20+60");
  expect(edges("justify")).toBe("0+80 0+80 0+80");
});
