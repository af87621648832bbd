import { expect, test } from "vitest";
import { numberMark } from "./listMarks.ts";

test.each([
  ["1.", [1, 9, 10, 123], "1. 9. 10. 123."],
  ["a)", [1, 2, 26, 27, 52, 53, 703], "a) b) z) aa) az) ba) aaa)"],
  ["A.", [1, 3], "A. C."],
  ["(i)", [1, 4, 9, 14, 40, 1999], "(i) (iv) (ix) (xiv) (xl) (mcmxcix)"],
  ["I", [2, 90, 400], "II XC CD"],
  ["i.", [3999, 4000], "mmmcmxcix. 4000."],
  ["Bước 1:", [2], "Bước 2:"],
  ["–", [1, 2], "– –"],
])("%s", (format, values, marks) => {
  expect(values.map((value) => numberMark(format, value)).join(" ")).toBe(marks);
});
