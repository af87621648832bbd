/** Each specimen against its golden, and the laws of layout on it. */
import { beforeAll, expect, test } from "vitest";
import { createShaper } from "../../../typesetting/harfbuzz.ts";
import type { Shaper } from "../../../typesetting/shaper.ts";
import { dumpPage, expectGolden } from "../../golden.ts";
import { brokenLaws } from "../../layout.ts";
import { loadHyphenation } from "../../../typesetting/hyphenate.ts";
import { FALLBACKS, shippedFonts } from "../../shippedFonts.ts";
import { engineOf } from "./specimen.ts";
import { SPECIMENS } from "./specimens.ts";

const fonts = shippedFonts();
const fontName = (id: string) => fonts.find((face) => face.id === id)?.postscriptName ?? id.slice(0, 8);
let shaper: Shaper;
beforeAll(async () => {
  shaper = await createShaper(fonts, FALLBACKS);
  await Promise.all(["de", "fr"].map((lang) => loadHyphenation(lang)));
});

test("no two specimens have one name", () => {
  expect(new Set(SPECIMENS.map(({ name }) => name)).size).toBe(SPECIMENS.length);
});

for (const specimen of SPECIMENS) {
  test(`${specimen.name} comes out as it was looked at`, () => {
    const engine = engineOf(specimen, shaper);
    const layout = engine.layOut(specimen.story);
    expect(brokenLaws(specimen.story, layout)).toEqual([]);
    const findings = layout.findings.map(({ severity, code, message }) => `${severity} ${code}: ${message}\n`).join("");
    const pages = layout.pages.map((page) => dumpPage(engine.paint(page), fontName)).join("\n");
    expectGolden(import.meta.dirname, specimen.name, `${specimen.shows}\n\n${findings}${pages}`);
  });
}
