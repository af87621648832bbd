import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { clusterStarts } from "./grapheme.ts";

const clusters = (text: string): string[] => {
  const starts = clusterStarts(text);
  return starts.slice(0, -1).map((at, i) => text.slice(at, starts[i + 1]));
};

test("letters with marks, flags, families and Hangul syllables are one letter each", () => {
  expect(clusters("")).toEqual([]);
  expect(clusters("abc")).toEqual(["a", "b", "c"]);
  expect(clusters("Ệ")).toEqual(["Ệ"]);
  expect(clusters("Ệx".normalize("NFD"))).toEqual(["Ệ".normalize("NFD"), "x"]);
  expect(clusters("🇻🇳🇫🇷")).toEqual(["🇻🇳", "🇫🇷"]);
  expect(clusters("👩‍👩‍👧a")).toEqual(["👩‍👩‍👧", "a"]);
  expect(clusters("👍🏽")).toEqual(["👍🏽"]);
  expect(clusters("한국".normalize("NFD"))).toEqual(["한", "국"].map((s) => s.normalize("NFD")));
  expect(clusters("\r\na")).toEqual(["\r\n", "a"]);
});

test("a lone surrogate is a letter of its own, and so many marks still are one letter", () => {
  expect(clusters("a\ud800b")).toEqual(["a", "\ud800", "b"]);
  expect(clusters(`e${"\u0301".repeat(10_000)}`)).toHaveLength(1);
});

test("Indian conjuncts are one letter (GB9c)", () => {
  expect(clusters("क्ष")).toEqual(["क्ष"]);
  expect(clusters("क्‍ष")).toEqual(["क्‍ष"]);
  // A zero-width non-joiner parts them, and a virama alone joins nothing of another kind.
  expect(clusters("क्\u200cष")).toEqual(["क्\u200c", "ष"]);
  expect(clusters("क्a")).toEqual(["क्", "a"]);
});

const file = "/usr/share/unicode/auxiliary/GraphemeBreakTest.txt";
test.skipIf(!existsSync(file))("Unicode's GraphemeBreakTest passes (needs Debian's unicode-data)", () => {
  const failed: string[] = [];
  let cases = 0;
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const body = line.split("#")[0]?.trim() ?? "";
    if (body === "") continue;
    const wanted = body
      .replace(/^÷|÷$/g, "")
      .split("÷")
      .map((cluster) =>
        cluster
          .split("×")
          .map((code) => String.fromCodePoint(Number.parseInt(code.trim(), 16)))
          .join(""),
      );
    cases++;
    if (JSON.stringify(clusters(wanted.join(""))) !== JSON.stringify(wanted)) failed.push(line);
  }
  expect(cases).toBeGreaterThan(500);
  expect(failed).toEqual([]);
});
