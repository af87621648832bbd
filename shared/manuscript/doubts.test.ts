import { describe, expect, test } from "vitest";
import { findDoubts } from "./doubts.ts";
import { isVietnameseSyllable, skeleton, spellingKey } from "./vietnamese.ts";

const doubts = (lang: string, ...texts: string[]): string[] =>
  findDoubts(
    texts.map((text, i) => ({ id: `b${i + 1}`, role: "answer", text })),
    lang,
  ).map(({ place, message }) => `${place?.join(" ")}: ${message.slice(1, message.indexOf("”"))}`);

describe("what looks misread", () => {
  test("frequent words with other marks, neighbours as one spot", () => {
    expect(doubts("vi", "nhân dịp này phòng viên phòng văn ông")).toEqual(["b1 13 33: phòng viên phòng văn"]);
    expect(doubts("vi", "Lãnh đao quận thực hiên tốt nhiệm vu.")).toEqual([
      "b1 0 8: Lãnh đao",
      "b1 14 23: thực hiên",
      "b1 28 36: nhiệm vu",
    ]);
  });
  test("an abbreviation beside its double, the rarer one", () => {
    expect(doubts("vi", "HĐND quận họp.", "HDND xã cũng họp, HĐND huyện thì không.")).toEqual(["b2 0 4: HDND"]);
    expect(doubts("en", "The NASA crew and the NA5A log.", "NASA again.")).toEqual(["b1 22 26: NA5A"]);
  });
  test("no syllable of the language, a digit or a foreign letter in a word, an unreadable character", () => {
    expect(doubts("vi", "con đuờng thànhphố c0n và Вa lô bị l\uFFFDi")).toEqual([
      "b1 4 22: đuờng thànhphố c0n",
      "b1 26 28: Вa",
      "b1 35 38: l\uFFFDi",
    ]);
  });
  test("one name spelt otherwise once", () => {
    expect(doubts("vi", "Nguyễn Vũ Phương nói.", "Hôm sau, Nguyễn Vũ Phuong đi.", "Rồi Nguyễn Vũ Phương về.")).toEqual([
      "b2 9 25: Nguyễn Vũ Phuong",
    ]);
  });
  test("English non-words and doubled words", () => {
    expect(doubts("en", "He gave the the book to tbe man.")).toEqual(["b1 8 15: the the", "b1 24 27: tbe"]);
  });
});

test("clean copy gives nothing", () => {
  const vi =
    "Tôi cần bỏ ra ba ngày. Cơ thể của cô ấy khỏe. Ông bị thu hồi giấy phép. Các đảng bộ quận trong cụm. Chi tiêu nhiều quá. Nhà vẫn còn đó, từ đó đến nay. " +
    "Con người và người còn ở lại. Công tác, cộng tác viên. Đại hồi và quế. Tác gia lớn. Gia đình, giả định. Kính vạn hoa. Phong vân nổi lên. Quận tám đông vui, dài hơi. " +
    "Mỗi trường một khác, thị trưởng biết. Vắc-xin, ô tô, xe ôtô, ghi-đông, cà-phê, kilômét. Hàng hóa, hàng hoá, uỷ ban, ủy ban, thuỷ, thủy. HTX, UBND, HĐND, TP.HCM, CT/TW, COVID-19, H5N1, 4G. " +
    "Luôn luôn, mãi mãi, xanh xanh, nhà nhà. Đắk Lắk, Pleiku, Krông Năng. Nguyễn Văn An và Nguyễn Vân Anh. Lê Thị Hoa, Lê Hòa.";
  const en =
    "I had had enough of that. 3D, an mp3, B2B, the 21st, the 1980s, 4x4, H2O, a naïve café, a PhD at MIT, the U.K. Well-known, re-elected, co-operative; he came in in a hurry.";
  expect(doubts("vi", vi)).toEqual([]);
  expect(doubts("en", en)).toEqual([]);
});

test("syllables", () => {
  const right =
    "nghiêm quyết giết gì giếng khuya khuỷu quýt xoong thuở ươm yêu ý quốc nghễnh ngoằn huých đường ăn Ấp".split(" ");
  const wrong = "nghjêm ngiêm cêm tôchức thàp đuờng kứơc ghà aư".split(" ");
  expect(right.filter((word) => !isVietnameseSyllable(word))).toEqual([]);
  expect(wrong.filter(isVietnameseSyllable)).toEqual([]);
  expect(skeleton("Đường Ước")).toBe("duong uoc");
  expect(spellingKey("hoà")).toBe(spellingKey("hòa"));
  expect(spellingKey("hóa")).not.toBe(spellingKey("hòa"));
});
