import { expect, test } from "vitest";
import { capitalRuns, fractionRuns, ordinalRuns } from "./featureRuns.ts";

const cut = (text: string, runs: readonly { readonly from: number; readonly to: number }[]): readonly string[] =>
  runs.map((run) => text.slice(run.from, run.to));

test.each([
  ["GIỮ GÌN SỰ ĐOÀN KẾT – THỐNG NHẤT", ["GIỮ GÌN SỰ ĐOÀN KẾT – THỐNG NHẤT"]],
  ["(THỰC HIỆN)", ["(THỰC HIỆN)"]],
  ["Theo NXB CHÍNH TRỊ (HÀ NỘI - 2015), sách", ["NXB CHÍNH TRỊ (HÀ NỘI - 2015),"]],
  ["Chỉ thị 05-CT/TW của Bộ Chính trị khóa XII", []],
  ["Ông NGUYỄN nói", []],
  ["I am", []],
  ["A", []],
  ["ВСЕ РАВНО и дальше", ["ВСЕ РАВНО"]],
])("capitals in %j", (text, found) => {
  expect(cut(text, capitalRuns(text))).toEqual(found);
});

test.each([
  ["vi", "Thêm 1/2 thìa và 3/4 cốc.", ["1/2", "3/4"]],
  ["vi", "ngày 1/9/2015, Chỉ thị 05-CT/TW, 30/4 và 2/9, 24/7", []],
  ["vi", "sáng 3/4 và mùng 1/3", []],
  ["en", "1 1/2 cups, 2/3, not 50/50 nor 9/11 nor a1/2 nor 1/2-inch", ["1/2", "2/3"]],
  ["en", "3⁄1 and 10/12/2020 and 01/02 and 1/2.5", ["3⁄1"]],
])("fractions in %s %j", (lang, text, found) => {
  expect(cut(text, fractionRuns(text, lang))).toEqual(found);
});

test.each([
  ["en", "the 1st, 22nd and 3rd of 10 sts", ["1st", "22nd", "3rd"]],
  ["fr", "le 1er, la 2e et 10eme", ["1er", "2e"]],
  ["es", "el 1.º y la 2ª, 3a", ["1.º", "2ª", "3a"]],
  ["vi", "thứ 1º, 2e", ["1º"]],
])("ordinals in %s %j", (lang, text, found) => {
  expect(cut(text, ordinalRuns(text, lang))).toEqual(found);
});
