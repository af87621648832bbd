/**
 * A small reader of page contents, for tests: follows the text operators of ISO 32000-1 §9.4 and says where each glyph
 * stands, which ink and overprint it has, and what is marked how. It shares no code with the writer.
 */
import { inflateSync } from "node:zlib";
import {
  PDFArray,
  PDFDict,
  PDFDocument,
  type PDFObject,
  PDFName,
  PDFNumber,
  PDFRawStream,
  PDFRef,
  PDFString,
  PDFHexString,
} from "pdf-lib";

export type ShownGlyph = {
  readonly font: string;
  readonly glyph: number;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly fill: string;
  readonly overprint: boolean;
  readonly mark: string;
};
export type ReadPage = {
  readonly glyphs: readonly ShownGlyph[];
  /** Painted paths and pictures: operator, ink, overprint, and the numbers of the path. */
  readonly paths: readonly {
    readonly op: string;
    readonly ink: string;
    readonly overprint: boolean;
    readonly at: readonly number[];
    readonly mark: string;
  }[];
  readonly content: string;
};

export type ReadPdf = { readonly doc: PDFDocument; readonly pages: readonly ReadPage[] };

export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const doc = await PDFDocument.load(bytes, { updateMetadata: false });
  return { doc, pages: doc.getPages().map((page) => readPage(doc, page.node)) };
}

export function look(doc: PDFDocument, value: PDFObject | undefined): PDFObject | undefined {
  return value instanceof PDFRef ? doc.context.lookup(value) : value;
}
export function at(doc: PDFDocument, from: PDFObject | undefined, ...keys: (string | number)[]): PDFObject | undefined {
  let value = look(doc, from);
  for (const key of keys) {
    if (value instanceof PDFDict && typeof key === "string") value = look(doc, value.get(PDFName.of(key)));
    else if (value instanceof PDFArray && typeof key === "number") value = look(doc, value.get(key));
    else return undefined;
  }
  return value;
}
/** Plain data, `depth` levels deep; parents are left out. */
export function plain(doc: PDFDocument, from: PDFObject | undefined, depth = 3): unknown {
  const value = look(doc, from);
  if (value instanceof PDFNumber) return value.asNumber();
  if (value instanceof PDFName) return Buffer.from(value.decodeText(), "latin1").toString("utf8");
  if (value instanceof PDFString || value instanceof PDFHexString) return value.decodeText();
  if (depth === 0) return "…";
  if (value instanceof PDFArray) return value.asArray().map((entry) => plain(doc, entry, depth - 1));
  if (value instanceof PDFDict) {
    return Object.fromEntries(
      value
        .entries()
        .filter(([key, entry]) => !(entry instanceof PDFRef && ["Parent", "P", "Pg"].includes(key.decodeText())))
        .map(([key, entry]) => [key.decodeText(), plain(doc, entry, depth - 1)]),
    );
  }
  return value === undefined ? undefined : value.toString();
}
export function streamOf(doc: PDFDocument, from: PDFObject | undefined): Buffer {
  const stream = look(doc, from);
  if (!(stream instanceof PDFRawStream)) throw new RangeError("no stream");
  const filter = stream.dict.get(PDFName.of("Filter"));
  return filter ? inflateSync(stream.contents) : Buffer.from(stream.contents);
}

function readPage(doc: PDFDocument, page: PDFDict): ReadPage {
  const content = streamOf(doc, page.get(PDFName.of("Contents"))).toString("latin1");
  const widths = new Map<string, Map<number, number>>();
  const fonts = at(doc, page, "Resources", "Font");
  if (fonts instanceof PDFDict) {
    for (const [name, font] of fonts.entries()) {
      widths.set(name.decodeText(), widthsOf(plain(doc, at(doc, font, "DescendantFonts", 0, "W"))));
    }
  }
  const states = at(doc, page, "Resources", "ExtGState");
  const glyphs: ShownGlyph[] = [];
  const paths: ReadPage["paths"][number][] = [];
  const stack: string[] = [];
  const marks: string[] = [];
  let [font, size, scaling, tracking, rise, fill, stroke, over, x, y, path] = [
    "",
    0,
    1,
    0,
    0,
    "0 g",
    "0 G",
    false,
    0,
    0,
    [] as number[],
  ];
  for (const token of tokensOf(content)) {
    if (/^[-+.\d/[(<]/.test(token)) {
      stack.push(token);
      continue;
    }
    const n = stack.map(Number);
    switch (token) {
      case "Tf":
        font = (stack[0] as string).slice(1);
        size = n[1] as number;
        break;
      case "Tz":
        scaling = (n[0] as number) / 100;
        break;
      case "Tc":
        tracking = n[0] as number;
        break;
      case "Ts":
        rise = n[0] as number;
        break;
      case "Tm":
        x = n[4] as number;
        y = n[5] as number;
        break;
      case "TJ":
        for (const part of tokensOf((stack[0] as string).slice(1, -1))) {
          if (!part.startsWith("(")) {
            x -= (Number(part) / 1000) * size * scaling;
            continue;
          }
          const bytes = part.slice(1, -1).replace(/\\([\s\S])/g, (_, letter) => (letter === "r" ? "\r" : letter));
          for (let i = 0; i < bytes.length; i += 2) {
            const glyph = bytes.charCodeAt(i) * 256 + bytes.charCodeAt(i + 1);
            glyphs.push({ font, glyph, x, y: y + rise, size, fill, overprint: over, mark: marks.join(" ") });
            const width = widths.get(font)?.get(glyph);
            if (width === undefined) throw new RangeError(`no width for ${glyph} in ${font}`);
            x += ((width / 1000) * size + tracking) * scaling;
          }
        }
        break;
      case "k":
      case "rg":
      case "scn":
        fill = `${stack.join(" ")} ${token}`;
        break;
      case "cs":
        stack.length = 1;
        continue;
      case "CS":
        stack.length = 1;
        continue;
      case "K":
      case "RG":
      case "SCN":
        stroke = `${stack.join(" ")} ${token}`;
        break;
      case "gs":
        over = plain(doc, at(doc, states, (stack[0] as string).slice(1), "op")) === "true";
        break;
      case "BDC":
        marks.push(stack.join(" "));
        break;
      case "EMC":
        marks.pop();
        break;
      case "re":
      case "m":
      case "l":
      case "c":
        path.push(...n);
        break;
      case "S":
      case "s":
        paths.push({ op: token, ink: stroke, overprint: over, at: path, mark: marks.join(" ") });
        path = [];
        break;
      case "f":
        paths.push({ op: token, ink: fill, overprint: over, at: path, mark: marks.join(" ") });
        path = [];
        break;
      case "n":
        path = [];
        break;
      case "Do":
        paths.push({ op: `${stack[0]} Do`, ink: "", overprint: over, at: [], mark: marks.join(" ") });
        break;
    }
    stack.length = 0;
  }
  return { glyphs, paths, content };
}

/** Numbers, names, strings, arrays, dictionaries and operators, each whole, as they stand. */
function tokensOf(content: string): readonly string[] {
  const tokens: string[] = [];
  for (let at = 0; at < content.length; ) {
    if (/\s/.test(content[at] as string)) {
      at++;
      continue;
    }
    const start = at;
    let depth = 0;
    do {
      const letter = content[at] as string;
      if (letter === "(") {
        while (content[++at] !== ")") if (content[at] === "\\") at++;
        at++;
      } else if (letter === "[" || letter === "<") {
        depth++;
        at++;
      } else if (letter === "]" || letter === ">") {
        depth--;
        at++;
      } else if (depth > 0) at++;
      else {
        at++;
        while (at < content.length && !/[\s/[(<]/.test(content[at] as string)) at++;
      }
    } while (depth > 0);
    tokens.push(content.slice(start, at));
  }
  return tokens;
}

function widthsOf(w: unknown): Map<number, number> {
  const out = new Map<number, number>();
  const list = w as readonly (number | readonly number[])[];
  for (let i = 0; i < list.length; ) {
    const first = list[i] as number;
    const next = list[i + 1];
    if (Array.isArray(next)) {
      (next as number[]).forEach((width, k) => out.set(first + k, width));
      i += 2;
    } else {
      for (let code = first; code <= (next as number); code++) out.set(code, list[i + 2] as number);
      i += 3;
    }
  }
  return out;
}
