import { expect, test } from "vitest";
import { content } from "./content.ts";

const shown = (...values: number[]) => {
  const out = content();
  for (const value of values) out.num(value);
  return Buffer.from(out.bytes()).toString("latin1");
};

test.each([
  [0, "0 "],
  [-0, "0 "],
  [1, "1 "],
  [-1.5, "-1.5 "],
  [0.001, "0.001 "],
  [-0.0004, "0 "],
  [595.27559, "595.276 "],
  [100, "100 "],
  [1000.1, "1000.1 "],
  [0.05, "0.05 "],
  [9.9996, "10 "],
  [12345.678, "12345.678 "],
])("%d is written %s", (value, words) => expect(shown(value)).toBe(words));

test("what is no number of a page throws", () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1e9]) expect(() => shown(value)).toThrow(RangeError);
});

test("grows beyond its first room", () => {
  const out = content();
  for (let i = 0; i < 40_000; i++) out.code(0x4142);
  expect(out.length).toBe(80_000);
  expect(Buffer.from(out.bytes().subarray(-4)).toString()).toBe("ABAB");
  out.clear();
  expect(out.length).toBe(0);
});

test("codes are bytes of a literal string: what would end it is escaped", () => {
  const out = content();
  for (const code of [0x0028, 0x295c, 0x0d0a, 0xff41]) out.code(code);
  expect(Buffer.from(out.bytes()).toString("latin1")).toBe("\0\\(\\)\\\\\\r\n\xffA");
});
