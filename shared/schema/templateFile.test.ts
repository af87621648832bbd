/** Template files: the shipped ones are whole; what is wrong in one is told by field; layers lie over each other. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cmyk } from "../color/ink.ts";
import { mannerOf, signText, type TurnSign } from "./signFile.ts";
import { columnMeasure, DesignError, resolveDesign } from "./template.ts";

const folder = join(import.meta.dirname, "../../assets/templates");
const names = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => name.slice(0, -5));
const fileOf = (name: string): unknown => JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
const bulletin = fileOf("bulletin");
const over_ = (over: unknown) => resolveDesign([bulletin, over], "bulletin");

function wrong(over: unknown): string {
  try {
    over_(over);
  } catch (error) {
    if (error instanceof DesignError) return error.message;
    throw error;
  }
  return "nothing was wrong";
}

test("five templates ship, and each makes a page by itself", () => {
  expect(names.sort()).toEqual(["broadsheet", "bulletin", "dialogue", "portrait", "quiet"]);
  for (const name of names) {
    const design = resolveDesign([fileOf(name)], name);
    expect(design.name.toLowerCase()).toBe(name);
    expect(columnMeasure(design)).toBeGreaterThan(100);
    const lastBaseline = design.page.trim.height - design.page.margins.bottom;
    expect(lastBaseline).toBeGreaterThan(design.grid.first + design.grid.baseline * 20);
  }
});

test("a template says the version it was written for, and every other version is one clear error", () => {
  expect(wrong({ version: 2 })).toBe("bulletin: it is a template of version 2, and this program reads version 1");
  expect(wrong({ version: 2, columns: "none" })).toContain("version 2");
  expect(wrong({ version: 1 })).toBe("nothing was wrong");
});

describe("what is wrong is told by field", () => {
  test.each([
    [{ opener: { bands: [] } }, "opener.bands: "],
    [{ opener: { bands: [{ cells: [{ parts: ["title"] }] }] } }, "expected one of kicker, headline"],
    [{ opener: { bands: [{ cells: [{ columns: 9 }] }] } }, "opener.bands.0.cells.0.columns: "],
    [{ opener: { bands: [{ cells: [{ hero: { height: "tall" } }] }] } }, 'expected "natural", "page", rows'],
    [{ opener: { tallest: 3 } }, "opener.tallest: "],
    [{ opener: { standfirst: { box: { tint: "lilac", bar: { weight: 1, colour: "red" }, padding: 3 } } } }, "lilac"],
    [{ columns: { margin: { side: "middle", width: 30, gutter: 4 } } }, "columns.margin"],
    [{ columns: { margin: { side: "outside", width: 600, gutter: 4 } } }, "give them at least 12 pt"],
    [{ photos: { caption: "above" } }, "photos.caption: "],
    [{ photos: { credit: "edgewise" } }, "photos.credit: "],
    [{ photos: { grey: "yes" } }, "photos.grey: "],
    [{ photos: { inline: { bleed: ["skyward"] } } }, "photos.inline.bleed.0: "],
    [{ furniture: { folio: { text: "page" } } }, "expected {folio} among the words"],
    [{ furniture: { runningHead: { left: "{author}" } } }, "expected placeholders among {title}"],
    [{ furniture: { runningHead: { fromHead: 20 } } }, "expected either fromFoot or fromHead"],
    [{ signs: { question: { text: "Q", colour: "speaker" } } }, 'expected place "indent" or "margin"'],
    [{ signs: { question: { text: "Q", style: "loud" } } }, 'there is no character style "loud"'],
    [{ signs: { colours: ["lilac"], question: { text: "{name}", colour: "speaker", place: "margin" } } }, "lilac"],
  ])("%j", (over, message) => {
    expect(wrong(over)).toContain(message);
  });
});

test("everything a template says gives way to the document, field by field", () => {
  const design = over_({ opener: { below: 4 }, columns: { margin: { side: "left", width: "20mm", gutter: "4mm" } } });
  expect(design.opener.below).toBe(4);
  expect(design.opener.bands).toHaveLength(2);
  expect(columnMeasure(design)).toBeCloseTo(columnMeasure(over_({})) - (24 * 72) / 25.4 / 3, 3);
});

test("an opener without a picture is the same bands where the template says no other", () => {
  expect(over_({}).opener.plain).toEqual(over_({}).opener.bands);
  expect(resolveDesign([fileOf("portrait")], "portrait").opener.plain).not.toEqual([]);
});

describe("signs", () => {
  const sign = (text: string, more: Partial<TurnSign> = {}): TurnSign => ({
    text,
    ink: null,
    place: "run-in",
    indent: null,
    gap: null,
    style: null,
    full: "always",
    bySpeaker: [],
    ...more,
  });
  const khanh = { name: "Lâm Huệ Khanh", initials: "", order: 1, first: true };

  test.each([
    ["en", "Q. ", "A. "],
    ["en-GB", "Q. ", "A. "],
    ["vi", "H: ", "Đ: "],
    ["de", "F: ", "A: "],
    ["fr", "Q\u00a0: ", "R\u00a0: "],
    ["xx", "Q. ", "A. "],
  ])("by letter in %s", (lang, question, answer) => {
    expect(signText(sign("{letter}"), "question", undefined, lang)).toBe(question);
    expect(signText(sign("{letter}"), "answer", undefined, lang)).toBe(answer);
  });

  test("a name is whole at first and initials from then on, closed as the language does", () => {
    const named = sign("{name}{colon}", { full: "first" });
    expect(signText(named, "answer", khanh, "vi")).toBe("Lâm Huệ Khanh: ");
    expect(signText(named, "answer", { ...khanh, first: false }, "vi")).toBe("LHK: ");
    expect(signText(named, "answer", { ...khanh, initials: "K.", first: false }, "fr")).toBe("K.\u00a0: ");
    expect(signText(sign("{name}"), "answer", { ...khanh, first: false }, "vi")).toBe("Lâm Huệ Khanh ");
  });

  test("a turn of nobody leaves no lone colon", () => {
    expect(signText(sign("{name}{colon}"), "question", undefined, "en")).toBe("");
    expect(signText(sign("–"), "answer", undefined, "en")).toBe("– ");
    expect(signText(sign(""), "answer", undefined, "en")).toBe("");
  });

  test("each speaker has a colour, again from the first when there are more", () => {
    const design = over_({
      signs: { colours: ["red", [0, 0, 0, 50]], answer: { text: "{initials}", place: "margin", colour: "speaker" } },
    });
    const { bySpeaker } = design.signs.answer;
    expect(bySpeaker.map((name) => design.characterStyles[name]?.ink)).toEqual([
      design.swatches.red,
      cmyk(0, 0, 0, 0.5),
    ]);
    expect(design.signs.question.bySpeaker).toEqual([]);
  });

  test("no language is without manners", () => {
    expect(mannerOf("zz-Latn").question).toBe("Q");
  });
});
