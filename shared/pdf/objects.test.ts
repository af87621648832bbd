import { expect, test } from "vitest";
import { array, dict, name, number, text } from "./objects.ts";

test("names are the UTF-8 bytes, whatever stands in them", () => {
  expect(name("Đỏ cờ").toString()).toBe("/#C4#90#E1#BB#8F#20c#E1#BB#9D");
  expect(name("50%#41(x)").toString()).toBe("/50#25#2341#28x#29");
  expect(name("Font").toString()).toBe("/Font");
});

test("texts are ASCII or UTF-16 with its mark", () => {
  expect(text("A (b) \\").toString()).toBe("(A \\(b\\) \\\\)");
  expect(text("Đỏ").toString()).toBe("<FEFF01101ECF>");
});

test("numbers are rounded, finite, never minus zero", () => {
  expect([1 / 3, -0.00001, 595.2755905511812, 3e-7].map((value) => number(value).toString())).toEqual([
    "0.3333",
    "0",
    "595.2756",
    "0",
  ]);
  expect(() => number(Number.NaN)).toThrow("a PDF holds no NaN");
});

test("plain data becomes objects in order, without what is null", () => {
  expect(
    dict({ Type: "Page", Gone: null, Box: [0, 1.5], Deep: { On: true } })
      .toString()
      .replace(/\s+/g, " "),
  ).toBe("<< /Type /Page /Box [ 0 1.5 ] /Deep << /On true >> >>");
  expect(array([]).toString().replace(/\s+/g, "")).toBe("[]");
});
