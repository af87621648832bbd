/**
 * A receipt as one page for a person: what was delivered, for which press, with what inks, and what was found and
 * allowed. What does not fit on the page is counted, and stands in the JSON beside it. Set in one font, without shaping:
 * names and numbers in rows.
 */
import { BLACK, cmyk, type Ink } from "../color/ink.ts";
import type { DisplayItem, DisplayList } from "../layout/display.ts";
import { plainRun } from "../pdf/plainRun.ts";
import type { Sfnt } from "../pdf/sfnt.ts";
import type { FontId } from "../typesetting/glyphs.ts";
import { mm, pt } from "../units.ts";
import type { Receipt } from "./receipt.ts";

const WIDTH = mm(210);
const HEIGHT = mm(297);
const LEFT = 48;
const RIGHT = WIDTH - 48;
const VALUES = 150;
const FOOT = HEIGHT - 54;
const GREY: Ink = cmyk(0, 0, 0, 0.65);
const ROW = 12;

const CODES_IN_ROW = 4;

const STANDARDS = {
  x4: "PDF/X-4:2010",
  x1a: "PDF/X-1a:2003",
  proof: "Proof, not for the press",
  screen: "Edition for reading on screen",
} as const;

export type ReceiptFont = { readonly id: FontId; readonly sfnt: Sfnt };

export function receiptPage(receipt: Receipt, font: ReceiptFont): DisplayList {
  const items: DisplayItem[] = [];
  let y = 66;

  const width = (words: string, size: number) => plainRun(font.id, font.sfnt, words, size, "en").width;
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
    const run = plainRun(font.id, font.sfnt, fitted(words, size, room), size, "en");
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
    none = "none",
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
      put(`and ${rows.length - shown.length} more ${more}; all stand in the JSON receipt`, VALUES, 7.5, GREY);
      y += ROW - 1.5;
    }
    if (rows.length === 0) {
      put(none, VALUES, 7.5, GREY);
      y += ROW - 1.5;
    }
  }

  put("Receipt for the printer", LEFT, 8.5, GREY);
  y += 22;
  put(receipt.document.title || receipt.document.source, LEFT, 18);
  y += 12;
  line(1.2);
  y += 18;
  row("Made", `${receipt.made.slice(0, 16).replace("T", " ")} UTC by ${receipt.by}, from ${receipt.document.source}`);
  row("Standard", STANDARDS[receipt.standard]);
  row("Printer", receipt.printer);
  row("Condition", `${receipt.condition.condition} (${receipt.condition.identifier})`);
  row("ICC profile", receipt.condition.info);
  row("its SHA-256", receipt.condition.profile, 7);
  row("Plates", receipt.plates.join(", ") || "none");
  const { ink } = receipt;
  const at = ink.page === null ? "" : `, page ${ink.page}: ${ink.where}`;
  row("Highest ink", `${Math.round(ink.highest)} % of ${ink.limit} % allowed${at}`);

  section("Files");
  const files = receipt.files.flatMap(({ name, bytes, sha256 }) => {
    const sheets = receipt.sheets.filter(({ file }) => file === name);
    const pages =
      sheets.length === 1 ? `page ${sheets[0]?.folio}` : sheets.length === 0 ? "" : `${sheets.length} pages`;
    return [[name, pages, `${grouped(bytes)} bytes`], [sha256]];
  });
  table([VALUES, 380, 470], files, 16, "lines on files");
  if (receipt.replaces) {
    const { made, unchanged } = receipt.replaces;
    row("Replaces", `pages of the delivery of ${made.slice(0, 10)}; unchanged since: ${ranges(unchanged)}`, 7.5);
  }

  section("Pictures");
  table(
    [VALUES, 282, 326, 376, 414, 486],
    receipt.placed.map(({ name, page, ppi, space, ink: sum, width: w, height: h }) => [
      name,
      `page ${page}`,
      ppi === null ? "" : `${ppi} ppi`,
      space === "gray" ? "black" : space.toUpperCase(),
      `${w} × ${h} px`,
      sum === null ? "ink not measured" : `${sum.mean} % ink`,
    ]),
    14,
    "pictures",
  );

  section("Fonts");
  table(
    [VALUES, 330, 430],
    receipt.fonts.map(({ postscriptName, maySubset, sha256 }) => [
      postscriptName,
      maySubset ? "embedded, subset" : "embedded whole",
      sha256.slice(0, 16),
    ]),
    9,
    "fonts",
    receipt.standard === "screen" ? "none" : "none: the text stands as outlines",
  );

  section("Found and allowed");
  // Waivers stand on the page whatever else there is no room for.
  for (let n = 0; n < receipt.waivers.length; n += CODES_IN_ROW) {
    const codes = receipt.waivers.slice(n, n + CODES_IN_ROW).map(({ code, count }) => `${code} (${count})`);
    put(`allowed by name: ${codes.join(", ")}`, VALUES, 7.5);
    y += ROW - 1.5;
  }
  const found = receipt.findings.map((f) => [`${f.ran ? f.severity : "not run"}: ${f.message}`]);
  const room = Math.max(1, Math.floor((FOOT - y) / (ROW - 1.5)));
  if (found.length > 0 || receipt.waivers.length === 0) table([VALUES], found, room, "findings", "nothing");

  y = HEIGHT - 36;
  put(
    "Hold a file against its SHA-256 with any tool that makes one, or with: quoin preflight FILE.pdf",
    LEFT,
    7.5,
    GREY,
  );
  const bleed = { top: pt(0), right: pt(0), bottom: pt(0), left: pt(0) };
  return { number: 1, folio: "1", trim: { width: WIDTH, height: HEIGHT }, bleed, items };
}

/** 1-4, 6. */
function ranges(numbers: readonly number[]): string {
  const out: string[] = [];
  for (let i = 0; i < numbers.length; ) {
    let last = i;
    while (numbers[last + 1] === (numbers[last] as number) + 1) last++;
    out.push(last > i ? `${numbers[i]}-${numbers[last]}` : `${numbers[i]}`);
    i = last + 1;
  }
  return out.join(", ") || "none";
}

/** 1 234 567. */
function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, " ");
}
