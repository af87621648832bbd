import { expect, test } from "vitest";
import { HYPHENATED_LANGUAGES, hyphenatorFor, isHyphenationReady, loadHyphenation } from "./hyphenate.ts";

function show(lang: string, word: string, exceptions: readonly string[] = []): string {
  let out = "";
  let from = 0;
  for (const at of hyphenatorFor(lang, exceptions)?.(word) ?? []) {
    out += `${word.slice(from, at)}-`;
    from = at;
  }
  return out + word.slice(from);
}

test("English words divide where the patterns and the exceptions say", () => {
  expect(show("en", "hyphenation")).toBe("hy-phen-ation");
  expect(show("en-GB-oed", "computer")).toBe("com-puter");
  expect(show("en", "Distribution")).toBe("Dis-tri-bu-tion");
  expect(show("en", "project")).toBe("project");
});

test("no fragment of one letter, at least two before and three after", () => {
  expect(show("en", "about")).toBe("about");
  expect(show("en", "every")).toBe("ev-ery");
  for (const word of ["about", "distributive", "alumnae", "anagram", "iodine", "area"]) {
    expect(show("en", word)).toMatch(/^[a-z]{2,}(?:-[a-z]{2,})*$/);
    expect(show("en", word)).not.toMatch(/-[a-z]{1,2}$/);
  }
});

test("Vietnamese and languages without patterns are never divided", () => {
  expect(show("vi", "nghiêng")).toBe("nghiêng");
  expect(show("vi-VN", "distribution")).toBe("distribution");
  expect(show("xx", "distribution")).toBe("distribution");
});

test("a document's own words divide as it says", () => {
  expect(show("en", "Oklahoma", ["Okla-homa"])).toBe("Okla-homa");
  expect(show("en", "manuscripts", ["manuscripts"])).toBe("manuscripts");
});

test("a dozen languages are ready, more than thirty can be had", async () => {
  const ready = HYPHENATED_LANGUAGES.filter((lang) => isHyphenationReady(lang));
  expect(ready.length).toBeGreaterThanOrEqual(12);
  expect(HYPHENATED_LANGUAGES.length).toBeGreaterThanOrEqual(40);
  expect(show("fr", "typographie")).toBe("ty-po-gra-phie");
  expect(show("es", "entrevista")).toBe("en-tre-vista");
  expect(isHyphenationReady("pl")).toBe(false);
  expect(hyphenatorFor("pl")).toBe(null);
  expect(await loadHyphenation("pl")).toBe(true);
  expect(show("pl", "typografia")).toContain("-");
  expect(await loadHyphenation("vi")).toBe(false);
  const loaded = await Promise.all(HYPHENATED_LANGUAGES.map((lang) => loadHyphenation(lang)));
  expect(loaded).not.toContain(false);
});
