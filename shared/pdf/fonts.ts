/**
 * The fonts of a document: which glyphs were shown, which text each stands for, and at the end the font programs.
 *
 * A code on the page is the glyph's id (Identity-H), so text needs a second way to say that one glyph stands for
 * different text at different places: a hyphen typed and a hyphen made by the breaker, a small capital from `a` and
 * from `A`. Such a glyph is shown through a second font dictionary, a *layer*: same descendant font, same program,
 * another ToUnicode. Every reader understands that; ActualText alone, some do not.
 */
import type { FontId } from "../typesetting/glyphs.ts";
import { writeSfnt } from "../typesetting/sfntWriter.ts";
import { writeCidFont } from "./cidFont.ts";
import type { Finding } from "../finding.ts";
import { tell } from "../findings/tell.ts";
import { digest } from "./digest.ts";
import { embeddable, maySubset } from "./embeddable.ts";
import { type Ref, utf8, type Value } from "./objects.ts";
import type { PdfFile } from "./serialise.ts";
import { faceOf, readSfnt, type Sfnt } from "./sfnt.ts";
import type { JobTicket, WrittenFont } from "./ticket.ts";
import { type UnseenFont, unseenFont } from "./unseenFont.ts";

export type FontUse = {
  readonly sfnt: Sfnt;
  /** The layer in which `glyph` reads as `text[from..to)`; notes that the glyph is used. */
  layerOf(glyph: number, text: string, from: number, to: number): number;
  /** Resource name and object of a layer's font dictionary. */
  resource(layer: number): string;
  ref(layer: number): Ref;
  /** For the further letters of a ligature. */
  readonly unseen: UnseenFont;
};

export type FontBook = {
  use(id: FontId): FontUse;
  /**
   * Writes programs, descriptors and dictionaries of all fonts used, in the order of their first use. Findings: licences
   * that forbid it, fonts too broken to be cut down.
   */
  write(): Promise<{ readonly fonts: readonly WrittenFont[]; readonly findings: readonly Finding[] }>;
};

type Layer = { readonly ref: Ref; readonly texts: Map<number, string> };
type Entry = FontUse & { readonly id: FontId; readonly layers: Layer[]; readonly used: Set<number> };

export function fontBook(file: PdfFile, ticket: JobTicket): FontBook {
  const entries = new Map<FontId, Entry>();

  function enter(id: FontId): Entry {
    const sfnt = readSfnt(ticket.fonts(id), faceOf(id));
    const layers: Layer[] = [];
    const used = new Set<number>();
    const number = entries.size + 1;
    /** First layer, glyphs that stand for one UTF-16 unit, plus one: the path nearly every glyph of a page takes. */
    const plain = new Int32Array(sfnt.glyphCount);
    const layer = (n: number): Layer => {
      while (layers.length <= n) layers.push({ ref: file.allocate(), texts: new Map() });
      return layers[n] as Layer;
    };
    return {
      id,
      sfnt,
      layers,
      used,
      layerOf(glyph, words, from, to) {
        if (to === from + 1 && plain[glyph] === words.charCodeAt(from) + 1) return 0;
        used.add(glyph);
        const meaning = words.slice(from, to);
        for (let n = 0; ; n++) {
          const { texts } = layer(n);
          const known = texts.get(glyph);
          if (known === meaning) return n;
          if (known !== undefined) continue;
          texts.set(glyph, meaning);
          if (n === 0 && meaning.length === 1) plain[glyph] = meaning.charCodeAt(0) + 1;
          return n;
        }
      },
      resource: (n) => (n === 0 ? `F${number}` : `F${number}.${n}`),
      ref: (n) => layer(n).ref,
      unseen: unseenFont(file, ticket, `F${number}U`, sfnt.postScriptName),
    };
  }

  return {
    use(id) {
      let entry = entries.get(id);
      if (!entry) {
        entry = enter(id);
        entries.set(id, entry);
      }
      return entry;
    },
    async write() {
      const fonts: WrittenFont[] = [];
      const findings: Finding[] = [];
      for (const entry of entries.values()) {
        if (entry.layers.length === 0) continue;
        findings.push(...embeddable([{ name: entry.sfnt.postScriptName, fsType: entry.sfnt.fsType }]));
        fonts.push(await writeFont(file, ticket, entry, findings));
      }
      return { fonts, findings };
    },
  };
}

async function writeFont(file: PdfFile, ticket: JobTicket, entry: Entry, findings: Finding[]): Promise<WrittenFont> {
  const { sfnt } = entry;
  const glyphs = [...entry.used].sort((a, b) => a - b);
  const subset = maySubset(sfnt) ? ticket.subset(sfnt.bytes, sfnt.face, glyphs) : null;
  if (!subset && maySubset(sfnt)) {
    findings.push(tell("error", "font-unreadable.program", { name: sfnt.postScriptName }));
  }
  const program = programOf(subset ?? wholeFont(sfnt), sfnt);
  await writeCidFont(file, ticket, {
    flavour: sfnt.flavour,
    // Only a subset bears the tag (ISO 32000-1 §9.6.4).
    baseFont: subset ? `${subsetTag(entry.id, glyphs)}+${sfnt.postScriptName}` : sfnt.postScriptName,
    program,
    descriptor: {
      Flags: flagsOf(sfnt),
      FontBBox: sfnt.box,
      ItalicAngle: sfnt.italicAngle,
      Ascent: sfnt.ascent,
      Descent: sfnt.descent,
      CapHeight: sfnt.capHeight,
      XHeight: sfnt.xHeight,
      // No font file says it; the usual guess from the weight, used only where a font is substituted.
      StemV: Math.round(50 + (sfnt.weight / 65) ** 2),
    },
    widths: widths(sfnt, glyphs),
    layers: entry.layers.map(({ ref, texts }) => ({ ref, texts: [...texts].sort((a, b) => a[0] - b[0]) })),
  });
  await entry.unseen.write();
  return { id: entry.id, name: sfnt.postScriptName, glyphs: glyphs.length, bytes: program.length };
}

/** The font as a file of its own, out of a collection too. */
function wholeFont(sfnt: Sfnt): Uint8Array {
  return writeSfnt(sfnt.flavour === "cff" ? 0x4f54544f : 0x00010000, sfnt.tables);
}

/** A TrueType program is the file; of a CFF one, PDF wants the bare table. */
function programOf(subset: Uint8Array, sfnt: Sfnt): Uint8Array {
  if (sfnt.flavour === "truetype") return subset;
  const bare = readCff(subset);
  if (!bare) throw new RangeError(`${sfnt.postScriptName} has no CFF table`);
  return bare;
}

function readCff(font: Uint8Array): Uint8Array | null {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  for (let i = 0; i < view.getUint16(4); i++) {
    const at = 12 + 16 * i;
    if (view.getUint32(at) === 0x43464620) {
      return font.subarray(view.getUint32(at + 8), view.getUint32(at + 8) + view.getUint32(at + 12));
    }
  }
  return null;
}

/** Six capitals before a subset's name (ISO 32000-1 §9.6.4), different for different subsets, same for the same. */
function subsetTag(id: FontId, glyphs: readonly number[]): string {
  const print = digest();
  print.add(utf8(`${id} ${glyphs.join(" ")}`));
  return [...print.bytes().subarray(0, 6)].map((byte) => String.fromCharCode(65 + (byte % 26))).join("");
}

/** ISO 32000-1 table 123. Always symbolic: codes are glyph ids, not a standard Latin set. */
function flagsOf(sfnt: Sfnt): number {
  return (sfnt.fixedPitch ? 1 : 0) + (sfnt.serif ? 2 : 0) + 4 + (sfnt.italicAngle !== 0 ? 64 : 0);
}

/** `c [w w w]` for each stretch of neighbouring glyphs (ISO 32000-1 §9.7.4.3). */
function widths(sfnt: Sfnt, glyphs: readonly number[]): Value[] {
  const out: Value[] = [];
  let stretch: number[] = [];
  glyphs.forEach((glyph, i) => {
    if (glyph !== (glyphs[i - 1] ?? -2) + 1) {
      stretch = [];
      out.push(glyph, stretch);
    }
    stretch.push(sfnt.advance(glyph));
  });
  return out;
}
