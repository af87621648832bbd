/** Every row speaks both languages, with the same values in both; what is told crosses processes and is said again. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import "../test/seed.ts";
import { added, saidIn, tell, TELLINGS, type Telling, type ValuesOf, words } from "./tell.ts";

/** Rows whose values are words the tables know, and numbers and texts of any kind. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  why: ["gone", "hand", "grid"],
  fault: ["twice", "quote"],
  gain: ["short", "level", "pages", "widow"],
  edge: ["top", "left"],
  what: ["title", "caption"],
  role: ["pull_quote"],
  clash: ["trim-crop"],
  thing: ["mask"],
  lays: ["type"],
  broken: ["A shading is missing"],
};
/** Values that are lists of words the tables know. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  differs: ["width", "weight"],
  says: ["twice", "elsewhere:Huế"],
  parts: ["type", "tints"],
  lost: ["Gold"],
  short: ["top 1.5 3"],
  missing: ["dc:title"],
  reasons: ["no", "không"],
};
/** Any value asked for, by its name; remembers the names. */
function anything(random: (name: string) => unknown): Record<string, unknown> {
  return new Proxy({}, { get: (_, name) => random(String(name)) });
}

test("each row says something in each language, with the same values in it", () => {
  for (const told of TELLINGS) {
    for (const fixed of [1, 7, "hai"]) {
      const asked: Record<"en" | "vi", Set<string>> = { en: new Set(), vi: new Set() };
      for (const language of ["en", "vi"] as const) {
        const values = anything((name) => {
          asked[language].add(name);
          if (name === "why" && told === "quote-changed") return "story";
          if (name in LISTS) return LISTS[name];
          if (name === "what" && told === "placed-dropped") return ["layers"];
          if (name === "has" || name === "space") return "70.6 × 20 mm";
          return (
            CHOICES[name]?.[name === "why" ? ({ "uneven-end": 1, "pin-freed": 2 }[told as string] ?? 0) : 0] ?? fixed
          );
        });
        const [message, hint] = words(told, values as unknown as ValuesOf<Telling> as never, language);
        expect(message.length, told).toBeGreaterThan(2);
        expect(hint.length, told).toBeGreaterThan(4);
        expect(message, told).not.toMatch(/undefined|\[object|NaN/);
        if (language === "vi") expect(`${message} ${hint}`, told).toMatch(/[àáảãạăâđèéẻẽẹêìíỉĩịòóỏõọôơùúủũụưỳýỷỹỵ]/iu);
      }
      expect([...asked.vi].sort(), told).toEqual([...asked.en].sort());
    }
  }
});

test("a finding carries its row and values, and is said again in Vietnamese", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: 9 }), (page, column) => {
      const found = tell("warning", "widow", { page, column }, { page });
      expect(found).toMatchObject({
        code: "widow",
        page,
        ran: true,
        said: { told: "widow", values: { page, column } },
      });
      expect(saidIn("en", found)).toEqual([found.message, found.hint]);
      expect(saidIn("vi", found)[0]).toContain(`Trang ${page}, cột ${column}`);
      // It crosses processes as data.
      expect(saidIn("vi", JSON.parse(JSON.stringify(found)) as typeof found)).toEqual(saidIn("vi", found));
    }),
  );
  const twice = added(added(tell("error", "rgb", {}), { timesOnPage: 3 }), { placedName: "a.pdf", placedPage: 2 });
  expect(twice.message).toBe("a.pdf, page 2: Colours are RGB of no known kind; 3 times on this page");
  expect(saidIn("vi", twice)[0]).toBe("a.pdf, trang 2: Có màu RGB không rõ loại; 3 lần trên trang này");
  const other = { message: "m", hint: "h", said: { told: "of a later program", values: {} } };
  expect(saidIn("vi", other)).toEqual(["m", "h"]);
});

/** Files that still make findings of English sentences alone: none but the teller itself. */
const UNTOLD = ["shared/findings/tell.ts"];

test("no other file makes a finding of a sentence that stands in no row", () => {
  const root = new URL("../../", import.meta.url).pathname;
  const made = ["shared", "electron", "renderer"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) && !/(^|\/)test\//.test(name))
      .map((name) => `${folder}/${name}`)
      .filter((path) => /(?<!\w|[^.]\.|function )finding\(\s*[^)]/.test(readFileSync(join(root, path), "utf8"))),
  );
  expect(made.sort()).toEqual(UNTOLD);
});
