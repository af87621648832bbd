import { describe, expect, test } from "vitest";
import { readCredits, readPhotoCredit } from "./credits.ts";

const credits = (line: string): string[] | null =>
  readCredits(line)?.map(({ role, label, from, to }) => `${role} [${label}] ${line.slice(from, to)}`) ?? null;
const photo = (line: string): string | null => {
  const read = readPhotoCredit(line);
  return read && `${line.slice(0, read.at).trim()} | ${read.label} | ${line.slice(read.from, read.to)}`;
};

describe("bylines", () => {
  test("Vietnamese, before and after the name", () => {
    expect(credits("PHƯƠNG THUY (THỰC HIỆN)")).toEqual(["interview [(THỰC HIỆN)] PHƯƠNG THUY"]);
    expect(credits("Thu Hà thực hiện")).toEqual(["interview [thực hiện] Thu Hà"]);
    expect(credits("Bài và ảnh: MINH HÒA")).toEqual(["words [Bài và ảnh:] MINH HÒA"]);
    expect(credits("Thực hiện: Lê Vân - Ảnh: Trần Vũ")).toEqual([
      "interview [Thực hiện:] Lê Vân",
      "photography [Ảnh:] Trần Vũ",
    ]);
    expect(credits("LÊ VÂN (ghi)")).toEqual(["words [(ghi)] LÊ VÂN"]);
    expect(credits("HẢI ANH (dịch)")).toEqual(["translation [(dịch)] HẢI ANH"]);
  });
  test("English", () => {
    expect(credits("By Nora Whitcombe")).toEqual(["words [By] Nora Whitcombe"]);
    expect(credits("Interview by Tom Ashby. Photographs: Lena Ort")).toEqual([
      "interview [Interview by] Tom Ashby",
      "photography [Photographs:] Lena Ort",
    ]);
    expect(credits("Words by Ada Reed, photographs by J. Holm")).toEqual([
      "words [Words by] Ada Reed",
      "photography [photographs by] J. Holm",
    ]);
    expect(credits("Translated from the French by Ada Reed")).toEqual([
      "translation [Translated from the French by] Ada Reed",
    ]);
  });
  test("sentences are none", () => {
    for (const line of [
      "THE LONG INTERVIEW",
      "Tôi viết",
      "By bus, mostly.",
      "Ghi: không ai nhớ nổi",
      "By the river we waited for the boat",
      "Thực hiện tốt nhiệm vụ năm 2019",
      "Interview: who asked whom?",
    ]) {
      expect([line, credits(line)]).toEqual([line, null]);
    }
  });
});

describe("photo credits", () => {
  test("at a caption's end", () => {
    expect(photo("Quận ủy trao giấy khen. Ảnh: PHƯƠNG NAM")).toBe("Quận ủy trao giấy khen. | Ảnh: | PHƯƠNG NAM");
    expect(photo("Ghe chở lúa. (Ảnh: TL)")).toBe("Ghe chở lúa. | Ảnh: | TL");
    expect(photo("A barge at noon | © Ines Castellano")).toBe("A barge at noon | © | Ines Castellano");
    expect(photo("The hut. Photograph: Owain Prys-Davies")).toBe("The hut. | Photograph: | Owain Prys-Davies");
    expect(photo("The hut, photographed by Ada Reed")).toBe("The hut, | photographed by | Ada Reed");
    expect(photo("Xưởng in. Minh họa: QUOIN")).toBe("Xưởng in. | Minh họa: | QUOIN");
    expect(photo("Ảnh: nhân vật cung cấp")).toBe(" | Ảnh: | nhân vật cung cấp");
  });
  test("not in prose", () => {
    for (const line of ["Tôi xem ảnh: có một cây đa.", "He took the photo: nothing on it.", "Nguồn: nước sông và mưa."])
      expect([line, photo(line)]).toEqual([line, null]);
  });
});
