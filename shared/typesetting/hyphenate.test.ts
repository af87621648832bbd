import { createRequire } from "node:module";
import { expect, test } from "vitest";
import {
  DIVISION_RULES,
  divisionsOf,
  HYPHENATED_LANGUAGES,
  hyphenatorFor,
  isHyphenationReady,
  loadHyphenation,
} from "./hyphenate.ts";

function show(lang: string, word: string, exceptions: readonly string[] = []): string {
  let out = "";
  let from = 0;
  for (const at of hyphenatorFor(lang, { ...DIVISION_RULES, exceptions })?.(word) ?? []) {
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

test("words divide where the package of the patterns divides them", async () => {
  const require = createRequire(import.meta.url);
  const copy = {
    "en-us": "anybody upright noticed composition handwriting typographical considerable wonderful undertaking",
    "de-1996": "tagesgeschäft alltagsgeschäft jahresgericht unbedingt arbeitszimmer verarbeiten überlebensgroß",
    fr: "concert distribution imprimerie recommencer désormais inutilement",
    es: "imprenta desaparecer subrayado construir transatlántico",
  };
  for (const [name, text] of Object.entries(copy)) {
    const lang = name.slice(0, 2);
    await loadHyphenation(lang);
    const { hyphenateSync } = require(`hyphen/${name}`) as { hyphenateSync(word: string, how: object): string };
    for (const word of text.split(" ")) {
      const theirs = hyphenateSync(word, { hyphenChar: "-" });
      // Two letters at the end and one between two hyphens are the house's own no.
      const wanted = theirs.replace(/-(?=..$)/u, "");
      if (!/-.-/u.test(wanted)) expect(show(lang, word)).toBe(wanted);
    }
  }
});

test("no fragment of one letter, at least two before and three after", () => {
  expect(show("en", "about")).toBe("about");
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

/** A word with its punctuation, divided as on the page. */
function divided(lang: string, word: string, rules: Partial<typeof DIVISION_RULES> = {}): string {
  const hyphenator = hyphenatorFor(lang, { ...DIVISION_RULES, ...rules });
  let out = "";
  let from = 0;
  for (const at of hyphenator ? divisionsOf(word, hyphenator) : []) {
    out += `${word.slice(from, at)}·`;
    from = at;
  }
  return out + word.slice(from);
}

test("a style says how short words and their parts may be, and whether names are divided", () => {
  expect(divided("en", "interviewing")).toBe("inter·view·ing");
  expect(divided("en", "interviewing", { after: 4 })).toBe("inter·viewing");
  expect(divided("en", "interviewing", { before: 6 })).toBe("interview·ing");
  expect(divided("en", "interviewing", { shortestWord: 13 })).toBe("interviewing");
  expect(divided("en", "Christopher")).toBe("Christo·pher");
  expect(divided("en", "Christopher", { capitalised: false })).toBe("Christopher");
  // One letter is never enough, whatever the style says.
  expect(divided("en", "about", { before: 1, after: 1, shortestWord: 2 })).toBe("about");
});

test("German nouns are divided also where names are not", async () => {
  expect(await loadHyphenation("de")).toBe(true);
  expect(divided("de", "Gesprächspartner", { capitalised: false })).toBe("Ge·sprächs·part·ner");
});

test("abbreviations in capitals stay whole", () => {
  expect(divided("en", "UNESCO")).toBe("UNESCO");
  expect(divided("en", "INTERVIEWING")).toBe("INTER·VIEW·ING");
});

test("no division reads as another word", () => {
  expect(divided("en", "therapist")).toBe("thera·pist");
  for (const word of ["therapist", "therapists"]) expect(divided("en", word)).not.toContain("the·rap");
  expect(divided("en", "manslaughter")).toBe("man·slaugh·ter");
  expect(divided("en", "analysis")).toBe("analy·sis");
  expect(divided("en", "legend")).toBe("legend");
});

test("words are divided on both sides of an apostrophe, never at it", () => {
  expect(divided("en", "“newspapers’")).toBe("“news·pa·pers’");
  expect(divided("en", "interview's,")).toBe("inter·view's,");
  expect(divided("en", "shouldn’t")).toBe("shouldn’t");
  expect(divided("fr", "l’entretien")).toBe("l’en·tre·tien");
});

test("figures, addresses and words with soft hyphens stay as they are", () => {
  for (const word of ["interview2", "an@interview.org", "interview.org", "inter\u00adviewing", "www.interviewing.vn"]) {
    expect(divided("en", word)).toBe(word);
  }
});

test("the document's words obey the document alone", () => {
  expect(divided("en", "typesetting", { exceptions: ["type-set-ting"] })).toBe("type·set·ting");
  expect(divided("en", "Quoiners", { exceptions: ["quoiners"] })).toBe("Quoiners");
  expect(divided("en", "UNESCO", { exceptions: ["UNES-CO"] })).toBe("UNES·CO");
  expect(divided("vi", "Rockefeller", { exceptions: ["Rocke-feller"] })).toBe("Rocke·feller");
  expect(divided("vi", "nghiêng", { exceptions: ["Rocke-feller"] })).toBe("nghiêng");
});

test("the same rules give the same hyphenator, other rules another", () => {
  expect(hyphenatorFor("en", { ...DIVISION_RULES })).toBe(hyphenatorFor("en"));
  expect(hyphenatorFor("en", { ...DIVISION_RULES, after: 2 })).not.toBe(hyphenatorFor("en"));
});

test("a word of a megabyte takes no longer than it is", () => {
  const hyphenator = hyphenatorFor("en");
  const began = performance.now();
  for (const word of ["a".repeat(1_000_000), "ab-".repeat(300_000), "e\u0301".repeat(300_000)]) {
    expect(hyphenator && divisionsOf(word, hyphenator)).toEqual([]);
  }
  expect(performance.now() - began).toBeLessThan(1500);
});
