import { describe, expect, test } from "vitest";
import { joinSpans, measureOf, tearBetween, vocabularyOf } from "./mend.ts";
import { readText } from "./readText.ts";
import { plainLine, textOf } from "./source.ts";

describe("line ends", () => {
  const join = (a: string, b: string, lang: string, ...elsewhere: string[]) => {
    const vocabulary = vocabularyOf([a, b, ...elsewhere].map((text, i) => plainLine(i + 1, text)));
    const { spans, hyphen } = joinSpans([{ text: a, marks: [] }], [{ text: b, marks: [] }], vocabulary, lang);
    return `${textOf(spans)}${hyphen && !hyphen.sure ? " ?" : ""}`;
  };
  test("hyphens go, stay, or are doubtful", () => {
    expect(join("a won-", "derful thing", "en")).toBe("a wonderful thing");
    expect(join("a well-", "known man", "en")).toBe("a well-known man");
    expect(join("the blue-", "green sea", "en", "a blue-green door")).toBe("the blue-green sea");
    expect(join("the light-", "house", "en", "a light", "my house")).toBe("the light-house ?");
    expect(join("the light-", "house", "en", "a light", "my house", "one lighthouse")).toBe("the lighthouse");
    expect(join("Hà Nội-", "Hải Phòng", "vi")).toBe("Hà Nội-Hải Phòng");
    expect(join("thực hiện ngh-", "iêm túc", "vi")).toBe("thực hiện nghiêm túc");
    expect(join("kinh tế xã-", "hội", "vi")).toBe("kinh tế xã-hội");
    expect(join("kinh tế -", "xã hội", "vi")).toBe("kinh tế - xã hội");
  });
  test("a soft hyphen at the end of a line is a hyphen there, elsewhere nothing", () => {
    expect(readText("won\u00AD\nder\u00ADful").map((line) => textOf(line.spans))).toEqual(["won-", "derful"]);
  });
});

test("tears: the end of one piece and the start of the next", () => {
  const torn = (a: string, b: string, between = false, lang = "vi") => tearBetween(a, b, between, lang) > 0;
  expect(torn("tiếp tục triển khai thực hiện nghiêm", "túc, hiệu quả")).toBe(true);
  expect(torn("Tôi về quê, xây nhà,", "Ông Hai thì ở lại.")).toBe(true);
  expect(torn("Tôi đi từ sáng sớm đến chiều tối của", "Ban Thường vụ")).toBe(true);
  expect(torn("Tôi về.", "nhưng không ai biết")).toBe(false);
  expect(torn("Có ba thứ:", "Thứ nhất là nước.")).toBe(false);
  expect(torn("Khách chờ con chữ đã lâu rồi", "Ông Hai thì ở lại.")).toBe(false);
  expect(torn("đồng chí Bí thư Quận ủy cùng đoàn về thăm quận", "Ô Môn hôm qua.", true)).toBe(true);
});

test("wrapped text shows in its lines", () => {
  const lines = (text: string) => measureOf(readText(text));
  expect(
    lines(
      "one two three four five six\nseven eight nine ten eleven\ntwelve thirteen fourteen\nfifteen sixteen seventeen\nend.",
    ).wrapped,
  ).toBe(true);
  expect(lines("Yes.\nNo, I never did that at all, and you know it very well indeed.\nWhy?\nBecause.").wrapped).toBe(
    false,
  );
});
