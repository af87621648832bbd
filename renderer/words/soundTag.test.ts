import { expect, test } from "vitest";
import { soundTag } from "./soundTag.ts";

test("what is no language is none that is known, and nothing throws", () => {
  expect(["vi", "EN-gb", "", "\u0000", 'x"><script>', "a".repeat(9000)].map(soundTag)).toEqual([
    "vi",
    "en-GB",
    "und",
    "und",
    "und",
    "und",
  ]);
  for (const odd of ["", "_", "en--gb"]) {
    new Intl.Segmenter(soundTag(odd));
    new Intl.DisplayNames(["en"], { type: "language" }).of(soundTag(odd));
  }
});
