/**
 * The specimens drawn: each one a picture at 200 ppi in out/specimens, named after its golden. Names on the command
 * line choose some. Needs pdftoppm.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup.mjs";
import { ticket, write } from "../../shared/test/pdfJob.ts";
import { FALLBACKS, shippedFonts } from "../../shared/test/shippedFonts.ts";
import { engineOf } from "../../shared/test/suite/specimens/specimen.ts";
import { SPECIMENS } from "../../shared/test/suite/specimens/specimens.ts";
import { loadHyphenation } from "../../shared/typesetting/hyphenate.ts";
import { createShaper } from "../../shared/typesetting/harfbuzz.ts";

const asked = process.argv.slice(2);
const folder = join(root, "out", "specimens");
if (asked.length === 0) rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const fonts = shippedFonts();
const bytesOf = new Map(fonts.map((face) => [face.id, face.bytes]));
const shaper = await createShaper(fonts, FALLBACKS);
await Promise.all(["de", "fr"].map((lang) => loadHyphenation(lang)));

for (const specimen of SPECIMENS) {
  if (asked.length > 0 && !asked.some((name) => specimen.name.includes(name))) continue;
  const engine = engineOf(specimen, shaper);
  const layout = engine.layOut(specimen.story);
  const lists = layout.pages.map((page) => engine.paint(page));
  const { bytes } = await write(lists, ticket({ fonts: (id) => bytesOf.get(id) }));
  const pdf = join(folder, `${specimen.name}.pdf`);
  writeFileSync(pdf, bytes);
  const drawn = spawnSync("pdftoppm", ["-r", "200", "-png", pdf, join(folder, specimen.name)]);
  if (drawn.status !== 0) throw new Error(`pdftoppm did not draw ${pdf}`);
  console.log(`${specimen.name}: ${lists.length} page${lists.length === 1 ? "" : "s"}; ${specimen.shows}`);
  for (const { code, message } of layout.findings) console.log(`  ${code}: ${message}`);
}
