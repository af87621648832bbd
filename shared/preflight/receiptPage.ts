/**
 * A receipt as one page for a person: what was delivered, for which press, with what inks, and what was found and
 * allowed. What does not fit on the page is counted, and stands in the JSON beside it. Set in one font, without shaping:
 * names and numbers in rows.
 */
import { BLACK, cmyk, type Ink } from "../color/ink.ts";
import type { DisplayItem, DisplayList } from "../layout/display.ts";
import { saidIn } from "../findings/tell.ts";
import { plainRun } from "../pdf/plainRun.ts";
import type { Sfnt } from "../pdf/sfnt.ts";
import type { FontId } from "../typesetting/glyphs.ts";
import { mm, pt } from "../units.ts";
import type { Receipt } from "./receipt.ts";
import { receiptLanguage, receiptWords } from "./receiptWords.ts";

const WIDTH = mm(210);
const HEIGHT = mm(297);
const LEFT = 48;
const RIGHT = WIDTH - 48;
const VALUES = 150;
const FOOT = HEIGHT - 54;
const GREY: Ink = cmyk(0, 0, 0, 0.65);
const ROW = 12;

const CODES_IN_ROW = 4;

export type ReceiptFont = { readonly id: FontId; readonly sfnt: Sfnt };

export function receiptPage(receipt: Receipt, font: ReceiptFont): DisplayList {
  const items: DisplayItem[] = [];
  const lang = receiptLanguage(receipt);
  const say = receiptWords(lang);
  const standards = { x4: "PDF/X-4:2010", x1a: "PDF/X-1a:2003", ...say.standards };
  let y = 66;

  const width = (words: string, size: number) => plainRun(font.id, font.sfnt, words, size, lang).width;
  /** As much of the words as there is room for; the middle is left out, since names differ at their ends. */
  function fitted(words: string, size: number, room: number): string {
    if (width(words, size) <= room) return words;
    const letters = [...words];
    for (let keep = letters.length - 1; keep > 2; keep--) {
      const head = Math.ceil(keep / 2);
      const shorter = `${letters.slice(0, head).join("")}…${letters.slice(letters.length - (keep - head)).join("")}`;
      if (width(shorter, size) <= room) return shorter;
    }
    return "…";
  }
  function put(words: string, x: number, size: number, ink: Ink = BLACK, room: number = RIGHT - x): void {
    const run = plainRun(font.id, font.sfnt, fitted(words, size, room), size, lang);
    const of = { block: "receipt", role: "answer" } as const;
    items.push({ kind: "glyphs", of, run, x: pt(x), baseline: pt(y), ink });
  }
  function line(weight: number): void {
    const ends = { from: { x: pt(LEFT), y: pt(y) }, to: { x: pt(RIGHT), y: pt(y) } };
    items.push({ kind: "rule", of: "artifact", ...ends, weight: pt(weight), ink: BLACK });
  }
  function section(title: string): void {
    y += 8;
    line(0.4);
    y += 13;
    put(title, LEFT, 8.5);
  }
  function row(label: string, value: string, size = 8.5): void {
    put(label, LEFT, 7.5, GREY, VALUES - LEFT - 8);
    put(value, VALUES, size);
    y += ROW;
  }
  /** Rows of one kind, in columns from `VALUES` on, at most `most` of them, the rest counted. */
  function table(
    columns: readonly number[],
    rows: readonly (readonly string[])[],
    most: number,
    more: string,
    none = say.none,
  ): void {
    const shown = rows.length > most ? rows.slice(0, most - 1) : rows;
    for (const cells of shown) {
      cells.forEach((cell, n) => {
        const x = columns[n] as number;
        const end = n === cells.length - 1 ? RIGHT : (columns[n + 1] as number) - 6;
        put(cell, x, 7.5, BLACK, end - x);
      });
      y += ROW - 1.5;
    }
    if (rows.length > shown.length) {
      put(say.more(rows.length - shown.length, more), VALUES, 7.5, GREY);
      y += ROW - 1.5;
    }
    if (rows.length === 0) {
      put(none, VALUES, 7.5, GREY);
      y += ROW - 1.5;
    }
  }

  put(say.title, LEFT, 8.5, GREY);
  y += 22;
  put(receipt.document.title || receipt.document.source, LEFT, 18);
  y += 12;
  line(1.2);
  y += 18;
  row(say.made, say.madeBy(receipt.made.slice(0, 16).replace("T", " "), receipt.by, receipt.document.source));
  row(say.standard, standards[receipt.standard]);
  row(say.printer, receipt.printer);
  row(say.condition, `${receipt.condition.condition} (${receipt.condition.identifier})`);
  row(say.profile, receipt.condition.info);
  row(say.itsDigest, receipt.condition.profile, 7);
  row(say.plates, receipt.plates.join(", ") || say.none);
  const { ink } = receipt;
  const at = ink.page === null ? "" : `, ${say.onPage(ink.page)}: ${ink.where}`;
  row(say.highest, `${say.highestInk(Math.round(ink.highest), ink.limit)}${at}`);

  section(say.files);
  const files = receipt.files.flatMap(({ name, bytes, sha256 }) => {
    const sheets = receipt.sheets.filter(({ file }) => file === name);
    const pages =
      sheets.length === 1 ? say.onPage(sheets[0]?.folio ?? "") : sheets.length === 0 ? "" : say.pages(sheets.length);
    return [[name, pages, say.bytes(grouped(bytes))], [sha256]];
  });
  table([VALUES, 380, 470], files, 16, say.moreFiles);
  if (receipt.replaces) {
    const { made, unchanged } = receipt.replaces;
    row(say.replaces, say.replaced(made.slice(0, 10), ranges(unchanged) || say.none), 7.5);
  }

  section(say.pictures);
  table(
    [VALUES, 282, 326, 376, 414, 486],
    receipt.placed.map(({ name, page, ppi, space, ink: sum, width: w, height: h }) => [
      name,
      say.onPage(page),
      ppi === null ? "" : `${ppi} ppi`,
      space === "gray" ? say.black : space.toUpperCase(),
      `${w} × ${h} px`,
      sum === null ? say.notMeasured : say.ink(sum.mean),
    ]),
    14,
    say.morePictures,
  );

  section(say.fonts);
  table(
    [VALUES, 330, 430],
    receipt.fonts.map(({ postscriptName, maySubset, sha256 }) => [
      postscriptName,
      maySubset ? say.subset : say.whole,
      sha256.slice(0, 16),
    ]),
    9,
    say.moreFonts,
    receipt.standard === "screen" ? say.none : say.noFonts,
  );

  section(say.found);
  // Waivers stand on the page whatever else there is no room for.
  for (let n = 0; n < receipt.waivers.length; n += CODES_IN_ROW) {
    const codes = receipt.waivers.slice(n, n + CODES_IN_ROW).map(({ code, count }) => `${code} (${count})`);
    put(say.allowed(codes.join(", ")), VALUES, 7.5);
    y += ROW - 1.5;
  }
  const found = receipt.findings.map((f) => {
    const [message] = saidIn(lang, f);
    return [`${say.severities[f.ran ? f.severity : "notRun"]}: ${message}`];
  });
  const room = Math.max(1, Math.floor((FOOT - y) / (ROW - 1.5)));
  if (found.length > 0 || receipt.waivers.length === 0) table([VALUES], found, room, say.moreFound, say.nothing);

  y = HEIGHT - 36;
  put(say.check, LEFT, 7.5, GREY);
  const bleed = { top: pt(0), right: pt(0), bottom: pt(0), left: pt(0) };
  return { number: 1, folio: "1", trim: { width: WIDTH, height: HEIGHT }, bleed, items };
}

/** 1-4, 6; nothing for none. */
function ranges(numbers: readonly number[]): string {
  const out: string[] = [];
  for (let i = 0; i < numbers.length; ) {
    let last = i;
    while (numbers[last + 1] === (numbers[last] as number) + 1) last++;
    out.push(last > i ? `${numbers[i]}-${numbers[last]}` : `${numbers[i]}`);
    i = last + 1;
  }
  return out.join(", ");
}

/** 1 234 567. */
function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, " ");
}
