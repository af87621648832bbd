import { expect, test } from "vitest";
import { a, doc, h, q } from "./build.ts";
import { rareLetters } from "./rareLetters.ts";

test("letters of Vietnamese and usual signs are not rare; each other stands once, in order", () => {
  const plain = doc(h("“Nghị quyết” – 05-CT/TW… 5 €"), q("Ô Môn ở đâu?"), a("Ễ ễ Ự ự đ Đ ‘x’ 30 %\u00ad\u2060"));
  expect(rareLetters(plain)).toBe("");
  const rare = doc(h("Ω và ❖"), q("Giá 5₫?"), a("漢字", "ж\u{1f600}Ω"));
  expect(rareLetters(rare)).toBe("Ωж₫❖字漢\u{1f600}");
  expect(rareLetters(rare)).toBe(rareLetters(rare));
});
