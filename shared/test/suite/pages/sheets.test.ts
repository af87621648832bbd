/**
 * The contact sheets of the templates as goldens: every template over four stories, each page in words. The pictures of
 * the same pages are drawn by `npm run sheets -- templates`; a golden is accepted when they were looked at.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { createEngine } from "../../../layout/engine.ts";
import type { Page } from "../../../layout/page.ts";
import { importMarkdown, importText } from "../../../manuscript/import.ts";
import { createShaper } from "../../../typesetting/harfbuzz.ts";
import type { Shaper } from "../../../typesetting/shaper.ts";
import { expectGolden } from "../../golden.ts";
import { brokenLaws, show } from "../../layout.ts";
import { SHEET_PICTURES, sheetStories } from "../../sheetStories.ts";
import { FALLBACKS, shippedFonts } from "../../shippedFonts.ts";

const STORIES = ["vi-600-12", "vi-6000-0", "en-600-0", "en-6000-12"] as const;
const folder = join(import.meta.dirname, "../../../../assets/templates");
const TEMPLATES = readdirSync(folder).flatMap((name) => (name.endsWith(".json") ? [name.slice(0, -5)] : []));

const TEMPLATE = "bulletin";

const texts = sheetStories();
let shaper: Shaper;
beforeAll(async () => {
  shaper = await createShaper(shippedFonts(), FALLBACKS);
});

const pictures = {
  sizeOf({ file }: { readonly file: string }) {
    const found = SHEET_PICTURES.find(({ name }) => name === file);
    return found ? { media: found.name, width: found.size[0], height: found.size[1] } : null;
  },
};

test.each(TEMPLATES)("%s over four stories", (template) => {
  const file: unknown = JSON.parse(readFileSync(join(folder, `${template}.json`), "utf8"));
  // An import names a template; the one looked at stands in its place.
  const engine = createEngine({ shaper, pictures, templates: new Map([[TEMPLATE, file]]) });
  const dumps = STORIES.map((name) => {
    const text = texts[name] ?? "";
    const { doc } = (name.startsWith("en") ? importMarkdown : importText)(text);
    const layout = engine.layOut(doc);
    expect(brokenLaws(doc, layout), name).toEqual([]);
    const codes = layout.findings.filter(({ severity }) => severity !== "info").map(({ code }) => code);
    return [`${name} ${codes.join(" ")}`.trim(), ...layout.pages.flatMap(words)].join("\n");
  });
  expectGolden(import.meta.dirname, `sheet-${template}`, `${dumps.join("\n\n")}\n`);
});

/** A page in a few lines: what its columns hold, where its pictures stand in points, its furniture's words. */
function words(page: Page): readonly string[] {
  const n = (value: number) => Math.round(value);
  const title = page.lines
    .filter(({ role }) => role === "headline")
    .map(({ style, line }) => `${style.size} ${line.text}`);
  const furniture = page.over.flatMap((item) =>
    item.kind === "glyphs" && item.of === "artifact" ? [item.run.text] : [],
  );
  return [
    `page ${page.number} ${page.side}: ${show(page)}`,
    ...title.map((line) => `  headline ${line}`),
    ...page.photos.map(({ file, box }) => `  ${file} ${n(box.x)} ${n(box.y)} ${n(box.width)} × ${n(box.height)}`),
    ...(furniture.length > 0 ? [`  furniture ${furniture.join(" | ")}`] : []),
  ];
}
