/** What belongs together: the shipped list, the design's own words, and the reading of a phrase as words. */
import { expect, test } from "vitest";
import { bondsOf, lexiconOf, wordKey } from "./compounds.ts";
import { VIETNAMESE_COMPOUNDS } from "./compounds.vi.ts";

/** A phrase with a bar where it may be parted, a dot inside loose phrases. */
function read(phrase: string, own: readonly string[] = [], lang = "vi"): string {
  const words = phrase.split(" ");
  const bonds = bondsOf(words.map(wordKey), lexiconOf(lang, own));
  return words.map((word, n) => word + (["|", "·", "_"][bonds[n] ?? -1] ?? "")).join("");
}

test("a word is looked up whatever its case, its tone's place and its y", () => {
  expect(wordKey("HOÀ")).toBe(wordKey("hòa"));
  expect(wordKey("thuỷ")).toBe(wordKey("thủy"));
  expect(wordKey("Kỷ")).toBe(wordKey("kỉ"));
  expect(wordKey("đá")).not.toBe(wordKey("da"));
  expect(wordKey("ma")).not.toBe(wordKey("mà"));
  expect(wordKey("cân")).not.toBe(wordKey("căn"));
});

test("compounds of the shipped list hold together", () => {
  for (const word of ["chính trị", "hệ thống", "trong sạch", "vững mạnh", "văn hóa", "VĂN HOÁ", "Cần Thơ", "Ô Môn"]) {
    expect(read(word), word).not.toContain("|");
  }
  expect(read("hệ thống chính trị trong sạch vững mạnh")).toBe("hệ_thống·chính_trị|trong_sạch·vững_mạnh");
});

test("a phrase is read as the fewest words", () => {
  expect(read("học sinh giỏi")).toBe("học_sinh_giỏi");
  expect(read("triệu đồng khởi nghiệp")).toBe("triệu_đồng|khởi_nghiệp");
  expect(read("nhà nước ta")).toBe("nhà_nước|ta");
  expect(read("của nhân dân ta")).toBe("của|nhân_dân|ta");
});

test("the design adds words and takes them back", () => {
  expect(read("net mender", [], "en")).toBe("net|mender");
  expect(read("the Net MENDER", ["net mender"], "en")).toBe("the|Net_MENDER");
  expect(read("hệ thống chính trị", ["hệ thống|chính trị"])).toBe("hệ_thống|chính_trị");
  expect(read("trong sạch", ["trong|sạch"])).toBe("trong|sạch");
});

test("the list is what its reader takes it for", () => {
  const groups = VIETNAMESE_COMPOUNDS.trim().split(/[|\n]/);
  expect(groups.length).toBeGreaterThan(2000);
  for (const group of groups) {
    expect(group).toMatch(/^\p{Ll}+( \p{Ll}+(_\p{Ll}+){0,2})+$/u);
    expect(group).toBe(group.normalize("NFC"));
  }
});
