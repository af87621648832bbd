import { expect, test } from "vitest";
import { isRightToLeft, lacksSpaces, scriptsOf } from "./scripts.ts";

const show = (text: string): string =>
  scriptsOf(text, 0, text.length)
    .map(({ from, to, script }) => `${script}:${text.slice(from, to)}`)
    .join(" ");

test("a stretch ends where the alphabet changes; figures and points go with what stands before", () => {
  expect(show("Việt Nam 1945.")).toBe("Latn:Việt Nam 1945.");
  expect(show("a Москва, 2 b")).toBe("Latn:a  Cyrl:Москва, 2  Latn:b");
  expect(show("日本語テスト")).toBe("Hani:日本語 Kana:テスト");
  expect(show("〰〰ж")).toBe("Cyrl:〰〰ж");
  expect(show("😀")).toBe("Zyyy:😀");
});

test("every script of Unicode is told, so that its own shaping rules apply", () => {
  expect(show("ꦗꦮ")).toBe("Java:ꦗꦮ");
  expect(show("ગુજરાતી")).toBe("Gujr:ગુજરાતી");
  expect(show("𐐷")).toBe("Dsrt:𐐷");
  expect(show("\u{10d50}")).toBe("Gara:\u{10d50}");
});

test("scripts that run leftwards and scripts without spaces are known", () => {
  expect(["Hebr", "Arab", "Nkoo", "Adlm"].every(isRightToLeft)).toBe(true);
  expect(isRightToLeft("Latn")).toBe(false);
  expect(["Thai", "Khmr", "Laoo", "Mymr"].every(lacksSpaces)).toBe(true);
  expect(lacksSpaces("Hani")).toBe(false);
});

test("empty stretches, lone surrogates and noncharacters have no script and do no harm", () => {
  expect(show("")).toBe("");
  expect(show("\ud800\udfff")).toContain(":");
  expect(show("\uffff\ufdd0")).toBe("Zyyy:\uffff\ufdd0");
});
