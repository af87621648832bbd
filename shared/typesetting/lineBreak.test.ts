import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { eachLineBreak } from "./lineBreak.ts";
import { UNICODE_VERSION } from "./unicodeTables.ts";

function show(text: string): string {
  let out = "";
  let from = 0;
  eachLineBreak(text, (at, forced) => {
    out += text.slice(from, at) + (forced ? "‖" : "|");
    from = at;
  });
  return out + text.slice(from);
}
const breaksOf = (text: string): number[] => {
  const found: number[] = [];
  eachLineBreak(text, (at) => found.push(at));
  return found;
};

/**
 * Rules that changed after Unicode 15.0, the version of Debian's test file, each with the cases of that file that ask
 * for the rule's old form.
 */
const NEWER: readonly (readonly [rule: string, test: RegExp, cases: number])[] = [
  ["LB15 is gone: QU SP ÷ OP", /(?:0022|00AB)( × 0308)? × 0020 × (?:2329|0028|007B)/, 6],
  ["LB15b: SP × a closing quotation mark before a bracket", /0020 ÷ 00BB × (?:0029|007D)/, 2],
  ["LB20a: a hyphen that begins a word stays with it", /^× 002D( × 0308)? ÷/, 8],
  ["LB21a: a hyphen between two Hebrew letters divides", /05D0 × 002D × 05D0/, 1],
  ["LB25: IS × NU, also without a figure before", /002[CE]( × 0308)? ÷ 003/, 14],
];
const file = "/usr/share/unicode/auxiliary/LineBreakTest.txt";
const text = existsSync(file) ? readFileSync(file, "utf8") : "";
test.skipIf(!text.includes("LineBreakTest-15.0"))(
  "Unicode's LineBreakTest passes (needs Debian's unicode-data)",
  () => {
    const failed: string[] = [];
    const counts = NEWER.map(() => 0);
    let cases = 0;
    for (const line of text.split("\n")) {
      const body = line.split("#")[0]?.trim() ?? "";
      if (body === "") continue;
      cases++;
      let sample = "";
      const wanted: number[] = [];
      for (const token of body.split(" ")) {
        if (token === "÷") wanted.push(sample.length);
        else if (token !== "×") sample += String.fromCodePoint(Number.parseInt(token, 16));
      }
      const expected = wanted.filter((at) => at > 0 && at < sample.length);
      if (breaksOf(sample).join() === expected.join()) continue;
      const which = NEWER.findIndex(([, exception]) => exception.test(body));
      if (which < 0) failed.push(`${line}\n    found ${show(sample)}`);
      else counts[which] = (counts[which] ?? 0) + 1;
    }
    expect(cases).toBeGreaterThan(7000);
    expect(failed).toEqual([]);
    expect(counts).toEqual(NEWER.map(([, , count]) => count));
  },
);

test("the tables are those of Unicode 16", () => {
  expect(UNICODE_VERSION).toBe("16.0");
});

test("quotation marks hold on to what they quote, spaced or not", () => {
  expect(show("il dit « bonjour » et")).toBe("il |dit |« bonjour » |et");
  expect(show("sagt »ja« und")).toBe("sagt |»ja« |und");
  expect(show("quận “Ô Môn” là")).toBe("quận |“Ô |Môn” |là");
});

test("between ideographs a quotation mark opens or closes; by Latin letters it holds both ways", () => {
  expect(show("他说“你好”吗")).toBe("他|说|“你|好”|吗");
  expect(show("他说“hi”吗")).toBe("他|说“hi”吗");
});

test("Chinese and Japanese divide everywhere but where a line must not begin or end", () => {
  expect(show("東京（とう）、そして。")).toBe("東|京|（と|う）、|そ|し|て。");
  expect(show("「キャッチ」は")).toBe("「キャッ|チ」|は");
});

test("Thai and Khmer divide at spaces and at zero-width spaces only", () => {
  expect(show("สวัสดี ครับ\u200bผม")).toBe("สวัสดี |ครับ\u200b|ผม");
  expect(show("សួស្តី​បង")).toBe("សួស្តី\u200b|បង");
});

test("Balinese syllables stay whole (LB28a)", () => {
  expect(show("\u1b13\u1b44\u1b13")).toBe("\u1b13\u1b44\u1b13");
  expect(show("\u1b13\u1b13")).toBe("\u1b13|\u1b13");
});

test("a hyphen that begins a word stays with it, figures keep their signs", () => {
  expect(show("the suffix -ness is")).toBe("the |suffix |-ness |is");
  expect(show("costs ($1,234.50) or (12)% of .35")).toBe("costs |($1,234.50) |or |(12)% |of |.35");
});

test("flags stay pairs, hands keep their colour, also hands still to come", () => {
  expect(show("🇻🇳🇫🇷")).toBe("🇻🇳|🇫🇷");
  expect(show("👍🏽👍🏽")).toBe("👍🏽|👍🏽");
  expect(show("\u{1fbf0}x\u{1faff}\u{1f3fd}")).not.toContain("|\u{1f3fd}");
});

test("a break is forced behind line ends, and CR LF is one", () => {
  expect(show("a\r\nb\rc\u2028d\u0085e")).toBe("a\r\n‖b\r‖c\u2028‖d\u0085‖e");
});

test("time is in proportion to the text, whatever it is made of", () => {
  const made = ["a\u0301", "\u0301", "«", "»", "« ", "$(,", "\u{1f1fb}", "\u200d", "\ud800", "\u1b13", " "];
  for (const part of made) {
    const once = timeOf(part.repeat(50_000));
    expect(once, JSON.stringify(part)).toBeLessThan(250);
  }
});
function timeOf(text: string): number {
  const began = performance.now();
  breaksOf(text);
  return performance.now() - began;
}
