import { beforeAll, describe, expect, test } from "vitest";
import { block, bodyStyle, broken } from "../test/typeset.ts";
import { FALLBACKS, shippedFonts } from "../test/shippedFonts.ts";
import type { DropCap } from "../schema/stylesheet.ts";
import { boxOf, type Desk } from "./apart.ts";
import { initialOf, setDropCap } from "./dropCap.ts";
import type { GlyphRun } from "./glyphs.ts";
import { createShaper } from "./harfbuzz.ts";
import { setLines } from "./setLines.ts";
import { shapeBlock } from "./shape.ts";
import type { Shaper } from "./shaper.ts";

let shaper: Shaper;
let desk: Desk;
beforeAll(async () => {
  shaper = await createShaper(shippedFonts(), FALLBACKS);
  const shape: Desk["shape"] = (b, style, sign, apart) => shapeBlock(b, style, sign, shaper, apart);
  desk = { shaper, shape, set: (b, style, sign, apart, room) => setLines(shape(b, style, sign, apart), room) };
});

const style = bodyStyle({ size: 9.4, leading: 12, indent: 0, indentFirst: 0 });
const WIDTH = 162.5;
const EN =
  "press came up the river on a barge in nineteen fifty-two, and nobody has been able to move it since. We set " +
  "perhaps forty lines an hour, which people find extraordinarily slow, until they have tried to read what was set " +
  "faster than that by any other means at all, on any river.";
const VI =
  "chợ họp từ ba giờ sáng, khi nước còn ròng và ghe chưa phải chen nhau. Tôi bán chữ cho người ta, nghĩa là in tờ rơi, " +
  "thiệp cưới, bảng hiệu; mỗi tháng một lần in tờ tin của phường. Giấy thì mua trên thành phố, mực thì tự pha.";

function capOf(changes: Partial<DropCap> = {}): DropCap {
  return { lines: 3, characters: 1, style: null, at: "all", quote: "hang", indent: "even", ...changes };
}
function set(text: string, lang = "en", cap: Partial<DropCap> = {}, font = "Spectral") {
  const own = { ...style, font };
  return setDropCap(block(lang, text), own, capOf(cap), "", [{ x: 0, width: WIDTH }], desk);
}
/** The letter's runs; a quotation mark's are smaller. */
function letterOf(text: string, lang?: string, cap?: Partial<DropCap>, font?: string) {
  const made = set(text, lang, cap, font);
  const runs = (made?.lines[0]?.runs ?? []).filter((run) => run.drop !== undefined && !/^[“"']/u.test(run.text));
  return { made, runs, ink: boxOf(runs, shaper) };
}
const typed = (runs: readonly GlyphRun[] = []) => runs.filter((run) => run.drop === undefined);

describe("what a drop cap takes", () => {
  test.each([
    ["Khi ấy", 1, "K"],
    ["Khi ấy", 3, "Khi "],
    ["A man", 1, "A "],
    ["“Khi ấy", 1, "“K"],
    ["(Khi", 1, "(K"],
    ["2024 was", 1, "2024 "],
    ["Ế", 1, "Ế"],
    ["E\u0302\u0301m", 1, "E\u0302\u0301"],
    ["20241 was", 1, "2"],
  ])("%s, %i", (text, characters, taken) => {
    expect(text.slice(0, initialOf(text, characters)?.length)).toBe(taken);
  });
  test.each(["– Không", "", "…và", "❖ A", "“"])("nothing of %j", (text) => {
    expect(initialOf(text, 1)).toBeNull();
  });
});

describe.each(["Spectral", "Playfair Display", "Source Serif 4", "Be Vietnam Pro"])("in %s", (font) => {
  test.each([2, 3, 4])("%i lines deep: from the first line's capitals to the last baseline", (lines) => {
    const { made, ink } = letterOf(`He ${EN}`, "en", { lines }, font);
    const capital = boxOf(
      setLines(desk.shape(block("en", "H"), { ...style, font }, "", 0), [{ x: 0, width: 99 }]).lines[0]?.runs ?? [],
      shaper,
    ).top;
    expect(made?.deep).toBe(lines);
    expect(ink.top).toBeCloseTo(capital, 2);
    expect(ink.bottom).toBeCloseTo(-(lines - 1) * style.leading, 1);
  });

  test("no letter touches the text beside it or the line above", () => {
    const line = setLines(desk.shape(block("en", "Hp"), { ...style, font }, "", 0), [{ x: 0, width: 99 }]).lines[0];
    const room = style.leading + boxOf(line?.runs ?? [], shaper).bottom;
    const vietnamese = [..."AĂÂBDĐEÊGHIKLMNOÔƠPQRSTUƯVXYẾẪẶỆỘỖỮỰỴỐỬẨẲỶẤỨ"];
    for (const letter of [...vietnamese, ..."JWFZC"]) {
      const lang = vietnamese.includes(letter) ? "vi" : "en";
      const { made, runs, ink } = letterOf(`${letter}n ${lang === "vi" ? VI : EN}`, lang, {}, font);
      expect(made, letter).not.toBeNull();
      expect(ink.top, letter).toBeLessThan(room);
      made?.lines.forEach((line, n) => {
        const text = boxOf(typed(line.runs), shaper);
        const baseline = -n * style.leading;
        const apart =
          text.left > ink.right - 0.01 ||
          text.top + baseline < ink.bottom ||
          text.left > inkBeside(runs, baseline) + 0.5;
        expect(apart, `${letter}, line ${n + 1}`).toBe(true);
      });
    }
  });
});

/** Rightmost ink of the letter in a line's strip. */
function inkBeside(runs: readonly GlyphRun[], baseline: number): number {
  let right = -Infinity;
  for (const run of runs) {
    run.glyphs.forEach((glyph, g) => {
      const outline = shaper.outline(run.font, glyph);
      for (let i = 0; i < outline.length; i += 2) {
        const y = (run.ys?.[g] ?? 0) + (outline[i + 1] ?? 0) * run.size;
        if (y > baseline - 3 && y < baseline + 9)
          right = Math.max(right, (run.xs[g] ?? 0) + (outline[i] ?? 0) * run.size);
      }
    });
  }
  return right;
}

test("a letter with marks is as large as one without, less a trifle", () => {
  const plain = letterOf(`Em ${VI}`, "vi").runs[0]?.size ?? 0;
  for (const letter of "ÊÉẾẸỆỄ") {
    const size = letterOf(`${letter}m ${VI}`, "vi").runs[0]?.size ?? 0;
    expect(size / plain, letter).toBeGreaterThan(0.93 - 1e-9);
    expect(size / plain, letter).toBeLessThan(1 + 1e-9);
  }
});

test("marks above lower the letter by whole lines, ink below indents one more", () => {
  expect(set(`Em ${VI}`, "vi")?.deep).toBe(3);
  expect(set(`Ếm ${VI}`, "vi")?.deep).toBe(4);
  expect(set(`Ọm ${VI}`, "vi")?.deep).toBe(4);
  expect(set(`Ộm ${VI}`, "vi")?.deep).toBe(5);
});

test("stems stand on the margin, feet and bows hang out of it by little", () => {
  for (const letter of "HEDKIOCGATVWYJS") {
    const { ink } = letterOf(`${letter}e ${EN}`);
    expect(ink.left, letter).toBeLessThan(0.3);
    expect(ink.left, letter).toBeGreaterThan(letter === "J" ? -3.4 : -2.2);
  }
});

test("the first line comes nearer to an A and an L, not to a T", () => {
  const first = (letter: string) => {
    const made = set(`${letter}n ${EN}`);
    const start = (n: number) => typed(made?.lines[n]?.runs)[0]?.x ?? 0;
    return start(1) - start(0);
  };
  expect(first("A")).toBeGreaterThan(4);
  expect(first("L")).toBeGreaterThan(4);
  expect(Math.abs(first("T"))).toBeLessThan(0.4);
  expect(Math.abs(first("H"))).toBeLessThan(0.4);
});

test("an opening quotation mark hangs small in the margin, level with the first line", () => {
  const made = set(`“Give ${EN}`);
  const [quote, letter] = made?.lines[0]?.runs ?? [];
  expect(quote?.text).toBe("“");
  expect(letter?.text).toBe("G");
  const mark = boxOf(quote ? [quote] : [], shaper);
  const ink = boxOf(letter ? [letter] : [], shaper);
  expect(mark.right).toBeLessThan(ink.left);
  expect(mark.left).toBeGreaterThan(-0.9 * style.size);
  expect(mark.top).toBeCloseTo(ink.top, 0);
});

test("beside the letter or as large as it, the mark stands inside the measure", () => {
  for (const quote of ["beside", "full"] as const) {
    const runs = (set(`“Give ${EN}`, "en", { quote })?.lines[0]?.runs ?? []).filter((run) => run.drop !== undefined);
    expect(boxOf(runs, shaper).left, quote).toBeGreaterThan(-0.5);
  }
});

test("the lines hold the whole text, and every run says where its words are", () => {
  for (const text of [`Khi ${VI}`, `“Ấm ${VI}`, `Ở ${VI}`, `2024 ${EN}`]) {
    const made = set(text, "vi");
    expect(made?.lines.map((line) => line.text).join("")).toBe(text);
    expect(made?.lines[0]?.from).toBe(0);
    for (const line of made?.lines ?? []) {
      for (const run of line.runs) {
        const words = run.text.replace(/\u00ad$/, "");
        expect(text.slice(run.from ?? 0, (run.from ?? 0) + words.length)).toBe(words);
      }
    }
    const shaped = desk.shape(block("vi", text), style, "", 0);
    if (made) expect(broken(shaped, made, [{ x: 0, width: WIDTH }])).toEqual([]);
  }
});

test("a paragraph of fewer lines gets a smaller letter, one line none", () => {
  const two = "Khi chợ họp thì nước còn ròng và ghe chưa phải chen nhau.";
  expect(set(two, "vi", { lines: 4 })?.deep).toBe(2);
  expect(set("Khi chợ họp.", "vi")).toBeNull();
});

test("a measure too narrow for letter and text has none", () => {
  const narrow = setDropCap(block("en", `We ${EN}`), style, capOf({ lines: 6 }), "", [{ x: 0, width: 60 }], desk);
  expect(narrow?.deep ?? 0).toBeLessThan(4);
});

test("several letters stand deep", () => {
  const { runs } = letterOf(`Chiều ${VI}`, "vi", { characters: 2 });
  expect(runs.map((run) => run.text).join("")).toBe("Ch");
});
