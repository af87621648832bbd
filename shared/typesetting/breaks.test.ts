import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { breakChances, type HouseRule, houseRuleAt } from "./breaks.ts";
import { eachLineBreak } from "./lineBreak.ts";

const inLanguage = (text: string, lang: string) => breakChances(text, [], [{ from: 0, to: text.length, lang }]);

/** The text with "|" where a line may end and "¦" where that has a price. */
function show(text: string, lang = "vi"): string {
  const { offsets, penalties } = inLanguage(text, lang);
  let out = "";
  let from = 0;
  offsets.forEach((at, i) => {
    out += `${text.slice(from, at)}${(penalties[i] ?? 0) > 0 ? "¦" : "|"}`;
    from = at;
  });
  return out + text.slice(from);
}
/** The rule that speaks before the first place where `after` stands. */
function ruleBefore(text: string, after: string, lang = "vi"): HouseRule | null {
  return houseRuleAt(inLanguage(text, lang), text.indexOf(after))?.rule ?? null;
}

test.each([
  ["vi", "kinh tế - xã hội", "- xã", "spaced-dash", "kinh |tế - |xã |hội"],
  ["vi", "kinh tế – xã hội", "– xã", "spaced-dash", "kinh |tế – |xã |hội"],
  ["en", "the sea — always", "— always", "spaced-dash", "the |sea — |always"],
  ["en", "the sea—always", "—always", "dash", "the |sea—|always"],
  ["vi", "– Thưa ông", "Thưa", "dialogue-dash", "– Thưa |ông"],
  ["en", "– Well, yes", "Well", "dialogue-dash", "– Well, |yes"],
  ["vi", "nhiệm kỳ 2015 - 2020 đề", "2020", "range", "nhiệm |kỳ ¦2015 - 2020 |đề"],
  ["en", "in 2015–2020 and", "2020", "range", "in |2015–2020 |and"],
  ["vi", "hơn 5 000 000 người", "000", "figure-group", "hơn |5 000 000 ¦người"],
  ["en", "some 12 500 saw", "500", "figure-group", "some |12 500 |saw"],
  ["vi", "dài 12 km và", "km", "unit", "dài |12 km |và"],
  ["vi", "giá 5.000 đ thôi", "đ ", "unit", "giá |5.000 đ |thôi"],
  ["vi", "tăng 7,5 tỷ đồng", "tỷ", "unit", "tăng |7,5 tỷ |đồng"],
  ["en", "at 37 °C or 10 %.", "°C", "unit", "at |37 °C |or |10 %."],
  ["en", "at 5 p.m. today", "p.m.", "unit", "at |5 p.m. |today"],
  ["en", "cost US$ 5 each", "5", "currency", "cost |US$ 5 |each"],
  ["en", "for 12 years now", "years", "long-unit", "for |12 ¦years |now"],
  ["vi", "gặp TS. Nguyễn", "Nguyễn", "title", "gặp |TS. Nguyễn"],
  ["en", "saw Dr. Smith", "Smith", "title", "saw |Dr. Smith"],
  ["vi", "gặp ông Nam rồi", "Nam", "honorific", "gặp |ông ¦Nam |rồi"],
  ["en", "saw Mr Smith now", "Smith", "honorific", "saw |Mr ¦Smith |now"],
  ["en", "by J. R. Smith today", "Smith", "initials", "by |J. R. Smith |today"],
  ["vi", "của Ng. V. An viết", "An", "initials", "của ¦Ng. V. An |viết"],
  ["vi", "xem tr. 12 nhé", "12", "abbreviated-number", "xem |tr. 12 |nhé"],
  ["en", "see No. 5 there", "5", "abbreviated-number", "see |No. 5 |there"],
  ["vi", "theo số 5 này", "5", "numbered-noun", "theo |số ¦5 |này"],
  ["vi", "của khóa XII này", "XII", "numbered-noun", "của ¦khóa ¦XII |này"],
  ["vi", "tại Đại hội XIII", "XIII", "numbered-noun", "tại |Đại |hội ¦XIII"],
  ["vi", "sang thế kỷ XXI", "XXI", "numbered-noun", "sang |thế |kỷ ¦XXI"],
  ["vi", "ở Điều 4 này", "4", "numbered-noun", "ở ¦Điều ¦4 |này"],
  ["en", "in chapter 7 there", "7", "numbered-noun", "in |chapter ¦7 |there"],
  ["vi", "tháng 8 năm 1945", "năm", "date", "tháng ¦8 ¦năm ¦1945"],
  ["vi", "ngày 2-9 ấy", "2", "numbered-noun", "ngày ¦2-9 |ấy"],
  ["en", "on 2 September 1945", "September", "date", "on |2 ¦September ¦1945"],
  ["vi", "lúc 7 giờ 30 sáng", "30", "time", "lúc |7 giờ ¦30 |sáng"],
  ["vi", "Ảnh: TIẾN QUYẾT", "TIẾN", "credit-label", "Ảnh: TIẾN ¦QUYẾT"],
  ["vi", "Ảnh: TIẾN QUYẾT", "QUYẾT", "credit", "Ảnh: TIẾN ¦QUYẾT"],
  ["en", "Photo: Ann Lee", "Ann", "credit-label", "Photo: Ann ¦Lee"],
  ["en", "Photo by Ann Lee", "Ann", "credit-label", "Photo ¦by Ann ¦Lee"],
  ["vi", "số 05-CT/TW của", "CT", "code", "số ¦05-¦CT/¦TW |của"],
  ["vi", "về Ô Môn chơi", "Môn", "name", "về |Ô ¦Môn |chơi"],
  ["en", "saw Ann Lee there", "Lee", "name", "saw |Ann ¦Lee |there"],
  ["vi", "Tại Ô đó", "Ô", "name-or-sentence", "Tại ¦Ô |đó"],
  ["en", "what I saw", "saw", "short-word", "what |I ¦saw"],
  ["vi", "sống ở đó", "đó", "short-word", "sống |ở ¦đó"],
  ["en", "a new e-mail", "mail", "lone-letter", "a ¦new |e-¦mail"],
  ["en", "a well-known man", "known", "hyphen", "a ¦well-¦known |man"],
  ["vi", "báo chí/truyền hình", "truyền", "slash", "báo |chí/¦truyền |hình"],
  ["vi", "đi/về thế", "về", "short-slash", "đi/¦về |thế"],
  ["en", "Smith & Sons", "Sons", "ampersand", "Smith ¦& ¦Sons"],
  ["vi", "chờ … rồi", "…", "ellipsis", "chờ … |rồi"],
  ["en", "wait ... then", "then", null, "wait ... |then"],
])("%s: %s before %s is %s", (lang, text, after, rule, wanted) => {
  expect(ruleBefore(text, after, lang)).toBe(rule);
  expect(show(text, lang)).toBe(wanted);
});

test("an address divides behind its slashes and before its points, and no part is short", () => {
  expect(show("xem https://www.quoin.example/mot/hai?ba=4 nhé")).toBe(
    "xem |https://¦www¦.quoin¦.example/¦mot/¦hai¦?ba=4 |nhé",
  );
  expect(show("to an.nguyen@press.com.vn now", "en")).toBe("to |an.nguyen¦@press¦.com¦.vn |now");
  expect(show("a.b c:d e/f 1.2", "en")).not.toContain("a¦");
});

test("quotation marks and brackets do not glue words together", () => {
  expect(show("quận “Ô Môn” là")).toBe("quận |“Ô ¦Môn” |là");
  expect(show("(một) [hai]")).toBe("(một) |[hai]");
});

test("a word in another language keeps that language's rules", () => {
  const text = "ông nói I saw chapter 7 và 7 giờ 30";
  const languages = [
    { from: 0, to: 8, lang: "vi" },
    { from: 8, to: 24, lang: "en" },
    { from: 24, to: text.length, lang: "vi" },
  ];
  const rulesOf = (found: ReturnType<typeof breakChances>) => found.rules.filter((rule) => rule !== null);
  expect(rulesOf(breakChances(text, [], languages))).toEqual(["short-word", "numbered-noun", "short-word", "time"]);
  expect(rulesOf(inLanguage(text, "xx"))).toEqual([]);
});

test("what is marked as whole has no break, a forced break is one", () => {
  expect(breakChances("a b c d", [{ from: 2, to: 5 }]).offsets).toEqual([2, 6]);
  const two = breakChances("a b c d e", [
    { from: 4, to: 7 },
    { from: 0, to: 3 },
  ]);
  expect(two.offsets).toEqual([4, 8]);
  expect(two.refused).toEqual([
    { at: 2, rule: "no-break" },
    { at: 6, rule: "no-break" },
  ]);
  const forced = breakChances("a\u2028b", []);
  expect(forced.offsets).toEqual([2]);
  expect(forced.forced).toEqual([true]);
});

/** The house's rules that speak in Unicode's test file, and in how many of its cases they take a break away. */
const HOUSE: Readonly<Record<string, number>> = {
  // A line that begins with a dash looks like a new answer; with "- " or "— " alone, like one that lost its words.
  "spaced-dash": 147,
  dash: 64,
  "dialogue-dash": 58,
  // No reader should find a sign or a figure without what it belongs to.
  unit: 2,
  currency: 1,
  "abbreviated-number": 1,
  // Longer than a line, so divided where Unicode's rules do not.
  address: 4,
};
const file = "/usr/share/unicode/auxiliary/LineBreakTest.txt";
const cases = existsSync(file) ? readFileSync(file, "utf8") : "";
test.skipIf(!cases.includes("LineBreakTest-15.0"))(
  "Unicode's LineBreakTest passes but for the house's rules (needs Debian's unicode-data)",
  () => {
    const counts: Record<string, number> = {};
    for (const line of cases.split("\n")) {
      const codes = (line.split("#")[0] ?? "").match(/[0-9A-F]{4,6}/g);
      if (!codes) continue;
      const text = String.fromCodePoint(...codes.map((code) => Number.parseInt(code, 16)));
      const { offsets: all, refused, rules } = breakChances(text, []);
      const offsets = all.filter((at) => at < text.length);
      const unicode: number[] = [];
      eachLineBreak(text, (at) => unicode.push(at));
      // What is added or missing has a rule's name; only addresses are given more than Unicode gives.
      const given = offsets.filter((at, i) => rules[i] !== "address" || unicode.includes(at));
      expect([...given, ...refused.map(({ at }) => at)].sort((a, b) => a - b)).toEqual(unicode);
      if (given.length < offsets.length) counts.address = (counts.address ?? 0) + 1;
      for (const rule of new Set(refused.map((place) => place.rule))) counts[rule] = (counts[rule] ?? 0) + 1;
    }
    expect(counts).toEqual(HOUSE);
  },
);

test("time is in proportion to the text, whatever it is made of", () => {
  for (const part of [
    "a-",
    "a/",
    "A1-",
    " ",
    "\u00ad",
    "\u2028",
    "Aa ",
    "5 000 ",
    "- ",
    "\ufdd0",
    "\ud800",
    "a@b.c",
    "www.",
  ]) {
    const text = part.repeat(Math.floor(300_000 / part.length));
    const began = performance.now();
    inLanguage(text, "vi");
    expect(performance.now() - began, JSON.stringify(part)).toBeLessThan(1000);
  }
});
