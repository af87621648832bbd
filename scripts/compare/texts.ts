/**
 * What is set by both: the comparison stories where they lie beside the checkout, and 150 paragraphs more of the
 * samples and stories, in order and out of it, in other fonts and at other measures. The same every time.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readFontNames } from "../../shared/typesetting/fontFile.ts";
import type { FontFace } from "../../shared/typesetting/fonts.ts";

const root = join(import.meta.dirname, "../..");
const NOTO = "/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf";

export type Copy = {
  readonly name: string;
  readonly story: boolean;
  readonly lang: "vi" | "en";
  readonly text: string;
  /** The font file. */
  readonly font: string;
  /** Points. */
  readonly size: number;
  readonly measure: number;
  readonly indent: number;
};

const mm = (length: number): number => (length * 72) / 25.4;
const FONTS: readonly string[] = [
  join(root, "assets/fonts/spectral/Spectral-400Regular.ttf"),
  join(root, "assets/fonts/source-serif-4/SourceSerif4-Regular.otf"),
  join(root, "assets/fonts/literata/Literata-400Regular.ttf"),
  join(root, "assets/fonts/be-vietnam-pro/BeVietnamPro-400Regular.ttf"),
];
const MEASURES = [50, 57.33, 65, 75, 86, 110];

export function face(file: string): FontFace {
  const bytes = new Uint8Array(readFileSync(file));
  return { ...readFontNames(bytes), id: createHash("sha256").update(bytes).digest("hex"), bytes };
}

/** Paragraphs of a comparison story; none where it is not there. */
function story(lang: "vi" | "en"): string[] {
  const file = join(root, `../shared/tools/job-${lang}.json`);
  if (!existsSync(file)) return [];
  const job = JSON.parse(readFileSync(file, "utf8")) as { body: readonly { t: string; s?: string }[] };
  return job.body.flatMap(({ t, s }) => (t === "a" && s !== undefined ? [s.normalize("NFC")] : []));
}
function sample(file: string): string[] {
  const text = readFileSync(join(root, "assets/samples", file), "utf8").normalize("NFC");
  return text.split(/\n+/).flatMap((line) => (line.length > 200 && !/[[\]#|*_]/.test(line) ? [line.trim()] : []));
}
function shuffled(paragraphs: readonly string[], seed: number): string[] {
  let state = seed;
  const random = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * below);
  };
  const words = paragraphs.join(" ").split(/\s+/);
  for (let i = words.length - 1; i > 0; i--) {
    const j = random(i + 1);
    const word = words[i] ?? "";
    words[i] = words[j] ?? "";
    words[j] = word;
  }
  return paragraphs.map((paragraph) => words.splice(0, paragraph.split(/\s+/).length).join(" "));
}

/** `more`: paragraphs beside the two stories. */
export function copies(more: number): readonly Copy[] {
  const noto = existsSync(NOTO) ? NOTO : (FONTS[0] ?? "");
  const found: Copy[] = [];
  const comparison = { size: 9.5, measure: mm(210 - 30 - 8) / 3, indent: mm(3), font: noto };
  const stories = { vi: story("vi"), en: story("en") };
  for (const lang of ["vi", "en"] as const) {
    stories[lang].forEach((text, n) =>
      found.push({ name: `${lang} ${n + 1}`, story: true, lang, text, ...comparison }),
    );
  }
  const vi = [...sample("muc-ca-phe-va-con-meo.txt"), ...stories.vi];
  const en = [...sample("the-net-menders-cafe.md"), ...stories.en];
  for (let n = 0, seed = 0; n < more; seed++) {
    const lang = seed % 2 === 0 ? "vi" : "en";
    const source = lang === "vi" ? vi : en;
    for (const text of seed < 2 ? source : shuffled(source, seed)) {
      if (n >= more) break;
      n++;
      found.push({
        name: `more ${n}`,
        story: false,
        lang,
        text,
        font: FONTS[n % FONTS.length] ?? "",
        size: [9, 9.5, 10][n % 3] ?? 9,
        measure: mm(MEASURES[n % MEASURES.length] ?? 57),
        indent: mm(n % 4),
      });
    }
  }
  return found;
}
