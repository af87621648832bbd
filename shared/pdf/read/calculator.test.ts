/** Calculators held against Ghostscript's PostScript, the language they are a part of, and against what angles and logarithms must keep. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { call, has, saved } from "../../test/pdfJob.ts";
import "../../test/seed.ts";
import { readCalculator } from "./calculator.ts";

const made = (program: string) => readCalculator(new TextEncoder().encode(program));
const PROGRAMS = [
  "{ dup mul exch 2 div add }",
  "{ 2 copy gt { pop } { exch pop } ifelse }",
  "{ dup 3 1 roll 2 index sub }",
  "{ 360 mul sin exch 360 mul cos add }",
  "{ 1 add exch 1 add ln exch log mul }",
  "{ 0.5 add atan }",
  "{ abs sqrt exch abs 0.3 exp }",
  "{ 10 mul cvi exch 10 mul round cvi 3 bitshift or 7 and }",
  "{ 9 mul truncate cvi exch 9 mul floor cvi 1 add idiv }",
  "{ lt not { 0.25 } if 0.5 }",
];

const missing = has("gs") ? "" : " (gs is missing)";
test.skipIf(!has("gs"))(`programs give what PostScript gives${missing}`, () => {
  const inputs = [0, 0.1, 0.25, 0.5, 0.7, 0.99, 1];
  const pairs = inputs.flatMap((a) => inputs.map((b) => [a, b] as const));
  for (const program of PROGRAMS) {
    const run = made(program);
    const body = program.slice(1, -1);
    const script = pairs
      .map(([a, b]) => `clear { ${a} ${b} ${body} } stopped { clear (failed) } { count array astore } ifelse ==`)
      .join("\n");
    const said = call("gs", "-q", "-dNODISPLAY", "-dBATCH", "-dNOPROMPT", saved(new TextEncoder().encode(script)))
      .trim()
      .split("\n");
    pairs.forEach(([a, b], n) => {
      const got = run?.([a, b]) ?? null;
      const expected = said[n] ?? "";
      if (expected === "(failed)") return;
      const numbers = expected.replace(/[[\]]/g, "").replace(/true/g, "1").replace(/false/g, "0").trim().split(" ");
      expect(got?.length, `${program} of ${a} ${b}: ${expected}`).toBe(numbers.length);
      numbers.forEach((value, k) => expect(Math.abs((got?.[k] ?? Number.NaN) - Number(value))).toBeLessThan(1e-4));
    });
  }
});

test("angles and logarithms are right to nine places", () => {
  const at = (word: string, ...values: number[]) => made(`{ ${word} }`)?.(values)?.[0] ?? Number.NaN;
  fc.assert(
    fc.property(
      fc.double({ min: -720, max: 720, noNaN: true }),
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      (a, v) => {
        const [sine, cosine] = [at("sin", a), at("cos", a)];
        expect(sine * sine + cosine * cosine).toBeCloseTo(1, 9);
        expect(at("sin", -a)).toBeCloseTo(-sine, 9);
        // Back from its sine and cosine, an angle differs by whole turns alone.
        const turn = (at("atan", sine, cosine) - a) / 360;
        expect(turn - Math.round(turn)).toBeCloseTo(0, 8);
        expect(at("ln", v * 7)).toBeCloseTo(at("ln", v) + at("ln", 7), 9);
      },
    ),
  );
  expect([at("ln", Math.E), at("log", 1000), at("sin", 30), at("cos", 60), at("atan", 1, -1)]).toEqual(
    [1, 3, 0.5, 0.5, 135].map((value) => expect.closeTo(value, 9)),
  );
});

test("what is no program, runs dry or is too long gives nothing", () => {
  for (const bad of ["", "1 add", "{ 1 add", "{ 1 file }", "{ { } ", `{ ${"{ ".repeat(99)}`])
    expect(made(bad)).toBe(null);
  expect(made("{ pop pop }")?.([1])).toBe(null);
  expect(made("{ 0 div }")?.([1])).toBe(null);
  expect(made("{ 1e3 copy }")?.([1])).toBe(null);
  expect(made(`{ ${"dup ".repeat(400)} }`)?.([1])).toBe(null);
});
