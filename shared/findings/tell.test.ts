/** Every row speaks both languages, with the same values in both; what is told crosses processes and is said again. */
import fc from "fast-check";
import { expect, test } from "vitest";
import "../test/seed.ts";
import { saidIn, tell, TELLINGS, type Telling, type ValuesOf, words } from "./tell.ts";

/** Rows whose values are words the tables know, and numbers and texts of any kind. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  why: ["gone", "hand", "grid"],
  fault: ["twice", "quote"],
  gain: ["short", "level", "pages", "widow"],
  edge: ["top", "left"],
  what: ["title", "caption"],
  role: ["pull_quote"],
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
  const other = { message: "m", hint: "h", said: { told: "of a later program", values: {} } };
  expect(saidIn("vi", other)).toEqual(["m", "h"]);
});
