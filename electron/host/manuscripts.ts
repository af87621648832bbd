/**
 * A manuscript's bytes to an interview: what kind of file it is, which code page, what a Word archive holds. Whatever
 * cannot be read is one `CannotRead` with one line of words; nothing here trusts a size, a name or an offset that the
 * file gives. The rules of reading are in `shared/manuscript`.
 */
import { readFile, stat } from "node:fs/promises";
import { basename, extname } from "node:path";
import { TextDecoder } from "node:util";
import { inflateRawSync } from "node:zlib";
import type { Finding } from "../../shared/finding.ts";
import { tell } from "../../shared/findings/tell.ts";
import { importHtml, importMarkdown, importStyled, importText } from "../../shared/manuscript/import.ts";
import type { ImportOptions, Imported } from "../../shared/manuscript/importLines.ts";
import { ownWordHead } from "../../shared/manuscript/writeWord.ts";
import { readWord, type WordElement } from "../../shared/manuscript/readWord.ts";
import type { NewMedia } from "./documents/originalsTable.ts";
import { about, Failed } from "./failure.ts";
import { pictureRoom } from "./originals.ts";

export type { ImportReport } from "../../shared/manuscript/importLines.ts";

/** The one error of this file: `message` says which file and what, `hint` what to do. Each a single line. */
export class CannotRead extends Failed {
  constructor(name: string, what: string, hint: string, code = "manuscript") {
    super(code, `${name}: ${what}`, hint);
    this.name = "CannotRead";
  }
}

/** A picture that came inside the manuscript. `name` is the `file` of its photo in the document. */
type ManuscriptPicture = { readonly name: string; readonly bytes: Uint8Array };
export type ImportedManuscript = Imported & {
  /** As they came, in document order. */
  readonly pictures: readonly ManuscriptPicture[];
  /** Those of them that are pictures indeed, ready for a document's file. */
  readonly media: readonly NewMedia[];
};
/** `lang` null: as the text looks. */
export type ManuscriptOptions = { readonly lang?: string | null };
export type ManuscriptSource = string | { readonly name: string; readonly bytes: Uint8Array };

/** A novel has a million letters; more text than this is no interview, and would take minutes. */
const MOST_TEXT = 10 * 1024 * 1024;
/** A tag of five bytes becomes a node of a kilobyte. */
const MOST_HTML = 5 * 1024 * 1024;
const MOST_LINES = 60_000;
/** A Word file with pictures. */
const MOST_ARCHIVE = 300 * 1024 * 1024;
const MOST_XML = 48 * 1024 * 1024;
const MOST_PICTURE = 120 * 1024 * 1024;
const MOST_ENTRIES = 10_000;
const READ = "Quoin reads .txt, .md, .docx and .html";

/**
 * Reads the manuscript at a path, or given as bytes under a name (its ending counts). Throws `CannotRead` and nothing
 * else for anything that is wrong with the file. Text of 150,000 words takes about a second.
 */
export async function importManuscript(
  source: ManuscriptSource,
  options: ManuscriptOptions = {},
): Promise<ImportedManuscript> {
  const name = typeof source === "string" ? basename(source) : source.name;
  const bytes = typeof source === "string" ? await readBytes(source, name) : source.bytes;
  if (bytes.length === 0) throw new CannotRead(name, "the file is empty", "Check that it was saved and copied whole");
  const kind = kindOf(name, bytes);
  if (kind === "docx") return importWord(name, bytes, options);
  const most = kind === "html" ? MOST_HTML : MOST_TEXT;
  if (bytes.length > most) throw tooLarge(name, bytes.length, most);
  const decoded = decode(name, bytes);
  if (decoded.text.trim() === "") throw wordless(name);
  const count = decoded.text.match(/\n|\r(?!\n)/g)?.length ?? 0;
  if (count > MOST_LINES) throw tooManyLines(name, count, "lines");
  const read = kind === "md" ? importMarkdown : kind === "html" ? importHtml : importText;
  return finish(name, read(decoded.text, optionsFor(options)), decoded.findings, []);
}

const optionsFor = ({ lang }: ManuscriptOptions): ImportOptions => (lang ? { lang } : {});
const wordless = (name: string): CannotRead =>
  new CannotRead(name, "there are no words in it", "Check that it was saved and copied whole");
const tooManyLines = (name: string, count: number, what: string): CannotRead =>
  new CannotRead(
    name,
    `it has ${grouped(count)} ${what}, and Quoin reads at most ${grouped(MOST_LINES)}`,
    "Keep the interview alone in the file",
    "too-large",
  );
const grouped = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");

async function finish(
  name: string,
  imported: Imported,
  findings: readonly Finding[],
  pictures: readonly ManuscriptPicture[],
): Promise<ImportedManuscript> {
  if (imported.report.blocks.length === 0) throw wordless(name);
  const { media, refused } = await probed(pictures);
  const all = [...findings, ...refused, ...imported.findings];
  return { doc: imported.doc, findings: all, report: { ...imported.report, findings: all }, pictures, media };
}

async function probed(pictures: readonly ManuscriptPicture[]): Promise<{ media: NewMedia[]; refused: Finding[] }> {
  const media: NewMedia[] = [];
  const refused: Finding[] = [];
  if (pictures.length === 0) return { media, refused };
  const { probePicture } = await pictureRoom();
  for (const { name, bytes } of pictures) {
    const facts = await probePicture(bytes, name);
    if ("code" in facts) refused.push(facts);
    else media.push({ source: { bytes }, name, ...facts });
  }
  return { media, refused };
}

async function readBytes(path: string, name: string): Promise<Uint8Array> {
  try {
    return await about(path, async () => {
      const { size } = await stat(path).then((found) => {
        if (found.isDirectory()) throw new CannotRead(name, "it is a folder", "Name a file");
        if (!found.isFile()) throw new CannotRead(name, "it is no ordinary file", "Name a file");
        return found;
      });
      const limit = [".docx", ".docm"].includes(extname(path).toLowerCase()) ? MOST_ARCHIVE : MOST_TEXT;
      // A large file of another name may still be a Word archive; its first bytes tell after a short read.
      if (size > MOST_ARCHIVE || (size > limit && !(await startsLikeZip(path)))) throw tooLarge(name, size, limit);
      return await readFile(path);
    });
  } catch (error) {
    if (error instanceof CannotRead || !(error instanceof Failed)) throw error;
    const { code, message, hint } = error.failure;
    throw new CannotRead(name, message.slice(message.lastIndexOf(": ") + 2), hint, code);
  }
}

async function startsLikeZip(path: string): Promise<boolean> {
  const { open } = await import("node:fs/promises");
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.readUInt32LE(0) === 0x04034b50;
  } finally {
    await file.close();
  }
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;
const tooLarge = (name: string, size: number, limit: number): CannotRead =>
  new CannotRead(
    name,
    `the file has ${megabytes(size)}, and Quoin reads manuscripts of at most ${megabytes(limit)}`,
    "Keep the interview alone in the file",
    "too-large",
  );

type Kind = "txt" | "md" | "docx" | "html";
const ENDINGS: Readonly<Record<string, Kind>> = {
  ".md": "md",
  ".markdown": "md",
  ".mdown": "md",
  ".mkd": "md",
  ".html": "html",
  ".htm": "html",
  ".xhtml": "html",
};
const starts = (bytes: Uint8Array, ...start: number[]): boolean => start.every((byte, i) => bytes[i] === byte);
const ascii = (bytes: Uint8Array, length: number): string => Buffer.from(bytes.subarray(0, length)).toString("latin1");

/** What a file is, by its first bytes before its name. */
function kindOf(name: string, bytes: Uint8Array): Kind {
  const ending = extname(name).toLowerCase();
  const head = ascii(bytes, 512);
  if (starts(bytes, 0x50, 0x4b, 0x03, 0x04) || starts(bytes, 0x50, 0x4b, 0x05, 0x06)) return "docx";
  if (head.startsWith("%PDF-"))
    throw notRead(name, "it is a PDF", "Ask for the text it was made from, or save it as text");
  if (head.startsWith("{\\rtf")) throw notRead(name, "it is rich text (RTF)", "Save it as .docx");
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
    throw notRead(name, "it is an old Word file, or one locked with a password", "Save it as .docx without a password");
  }
  if (head.startsWith("SQLite format 3\0"))
    throw notRead(name, "it is a database, perhaps a Quoin document", "Open it instead of importing it");
  if (
    starts(bytes, 0x89, 0x50, 0x4e, 0x47) ||
    starts(bytes, 0xff, 0xd8, 0xff) ||
    head.startsWith("GIF8") ||
    /^(?:II\*\0|MM\0\*)/.test(head)
  ) {
    throw notRead(name, "it is a picture", "Place it in a document instead");
  }
  switch (ending) {
    case ".docx":
    case ".docm":
      throw new CannotRead(
        name,
        "it is no Word file: the archive it should be does not begin as one",
        "Open it in Word and save it again as .docx",
      );
    case ".odt":
    case ".rtf":
    case ".doc":
    case ".pages":
    case ".epub":
    case ".idml":
      throw notRead(name, `files of the kind ${ending} are not read yet`, "Save it as .docx");
  }
  const known = ENDINGS[ending];
  if (known) return known;
  return /^\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html)[\s>]/i.test(head.replace(/^\xEF\xBB\xBF/, ""))
    ? "html"
    : "txt";
}
const notRead = (name: string, what: string, hint: string): CannotRead =>
  new CannotRead(name, what, `${hint} (${READ})`, "format");

// ---- Bytes to text -------------------------------------------------------------------------------------------------

type Decoded = { readonly text: string; readonly findings: readonly Finding[] };

/**
 * Byte order mark, then strict UTF-8, then UTF-16 by its zero bytes, then UTF-8 with damage, then the code pages of
 * Windows for Vietnamese (1258) and western Europe (1252). The last two are guesses and say so in a finding.
 */
function decode(name: string, bytes: Uint8Array): Decoded {
  if (starts(bytes, 0xff, 0xfe, 0, 0) || starts(bytes, 0, 0, 0xfe, 0xff)) {
    throw new CannotRead(name, "it is written in UTF-32", "Save it as UTF-8");
  }
  if (starts(bytes, 0xff, 0xfe)) return utf16(name, bytes.subarray(2), "utf-16le");
  if (starts(bytes, 0xfe, 0xff)) return utf16(name, bytes.subarray(2), "utf-16be");
  const body = starts(bytes, 0xef, 0xbb, 0xbf) ? bytes.subarray(3) : bytes;
  const zeros = zeroBytes(body);
  if (zeros.even + zeros.odd > 0.01) {
    if (zeros.odd > 0.2 && zeros.even < 0.02) return utf16(name, body, "utf-16le");
    if (zeros.even > 0.2 && zeros.odd < 0.02) return utf16(name, body, "utf-16be");
    throw binary(name);
  }
  if (controls(body) > 0.02) throw binary(name);
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(body), findings: [] };
  } catch {
    return damagedOrOld(name, body);
  }
}
const binary = (name: string): CannotRead =>
  new CannotRead(name, "it is no text but binary data", `Check that it is the right file (${READ})`, "binary");

function utf16(name: string, bytes: Uint8Array, label: "utf-16le" | "utf-16be"): Decoded {
  const text = new TextDecoder(label).decode(bytes);
  const odd = text.match(/[^\P{Cc}\t-\r]/gu)?.length ?? 0;
  if (odd > text.length * 0.02) throw binary(name);
  const broken = text.match(/\uFFFD/g)?.length ?? 0;
  if (broken > text.length * 0.05) throw binary(name);
  return { text, findings: broken > 0 ? damageFindings(name, text, "UTF-16") : [] };
}

function zeroBytes(bytes: Uint8Array): { even: number; odd: number } {
  const sample = bytes.subarray(0, 65_536);
  let even = 0;
  let odd = 0;
  sample.forEach((byte, i) => {
    if (byte === 0) {
      if (i % 2 === 0) even += 1;
      else odd += 1;
    }
  });
  return { even: even / sample.length, odd: odd / sample.length };
}

/** Share of control characters that text has no use for. */
function controls(bytes: Uint8Array): number {
  const sample = bytes.subarray(0, 65_536);
  let count = 0;
  for (const byte of sample) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27) || byte === 127) count += 1;
  return count / Math.max(1, sample.length);
}

function damagedOrOld(name: string, bytes: Uint8Array): Decoded {
  const utf8 = new TextDecoder("utf-8").decode(bytes);
  const broken = utf8.match(/\uFFFD/g)?.length ?? 0;
  const whole = (utf8.match(/[^\p{ASCII}]/gu)?.length ?? 0) - broken;
  if (whole >= broken * 2 || (whole > 0 && broken <= 3)) {
    return { text: utf8, findings: damageFindings(name, utf8, "UTF-8") };
  }
  const high = bytes.filter((byte) => byte >= 0x80).length;
  if (high > bytes.length * 0.45) throw binary(name);
  const vietnamese = looksLike1258(bytes);
  const label = vietnamese ? "windows-1258" : "windows-1252";
  const text = new TextDecoder(label).decode(bytes).normalize("NFC");
  return {
    text,
    findings: [tell("warning", "encoding.other", { name, label })],
  };
}

/**
 * Code page 1258 writes tones as bytes of their own after the vowel (CC grave, D2 hook, DE tilde, EC acute, F2 dot);
 * the same bytes of 1252 (Ì Ò Þ ì ò) hardly ever follow a vowel.
 */
function looksLike1258(bytes: Uint8Array): boolean {
  const TONES = new Set([0xcc, 0xd2, 0xde, 0xec, 0xf2]);
  const VOWELS = new Set(
    [..."aeiouyAEIOUY"]
      .map((letter) => letter.charCodeAt(0))
      .concat([0xe2, 0xe3, 0xea, 0xf4, 0xf5, 0xfd, 0xc2, 0xc3, 0xca, 0xd4, 0xd5, 0xdd]),
  );
  let tones = 0;
  let afterVowel = 0;
  for (let i = 1; i < bytes.length; i += 1) {
    if (!TONES.has(bytes[i] as number)) continue;
    tones += 1;
    if (VOWELS.has(bytes[i - 1] as number)) afterVowel += 1;
  }
  return afterVowel >= 2 && afterVowel / tones > 0.7;
}

/** One finding for each line with characters that could not be read, at most twenty and then one for the rest. */
function damageFindings(name: string, text: string, encoding: string): Finding[] {
  const lines: number[] = [];
  text.split(/\r\n|\n|\r/).forEach((line, i) => {
    if (line.includes("\uFFFD")) lines.push(i + 1);
  });
  const MOST = 20;
  const told = lines.slice(0, MOST).map((line) => tell("warning", "encoding.line", { name, line, encoding }));
  const more = lines.length - MOST;
  return more > 0 ? [...told, tell("warning", "encoding.more", { name, more, encoding })] : told;
}

// ---- Word ----------------------------------------------------------------------------------------------------------

async function importWord(name: string, bytes: Uint8Array, options: ManuscriptOptions): Promise<ImportedManuscript> {
  if (bytes.length > MOST_ARCHIVE) throw tooLarge(name, bytes.length, MOST_ARCHIVE);
  const archive = openArchive(name, bytes);
  if (
    !archive.exists("[Content_Types].xml") ||
    ![...archive.names].some((entry) => /^word\/document\d*\.xml$/i.test(entry))
  ) {
    const what =
      archive.exists("mimetype") || archive.exists("content.xml")
        ? "it is an OpenDocument file, not a Word file"
        : "it is a zip archive without a Word document in it";
    throw notRead(name, what, "Save the manuscript as .docx");
  }
  let tree:
    | (WordElement & { notes?: { resolve(reference: unknown): { body?: readonly WordElement[] } | undefined } })
    | null = null;
  // Half of what reading manuscripts brings with it, and only Word files need it.
  const { default: mammoth } = await import("mammoth");
  try {
    // mammoth opens an archive object of this shape as well as bytes (lib/unzip.js); ours bounds what is inflated.
    const input = { file: archive } as unknown as { buffer: Buffer };
    await mammoth.convertToHtml(input, {
      transformDocument: (document: WordElement) => {
        tree = document;
        // The tree is all we want; nothing is left to convert.
        return { ...document, children: [] };
      },
      includeEmbeddedStyleMap: false,
      externalFileAccess: false,
    });
  } catch (error) {
    if (error instanceof CannotRead) throw error;
    throw new CannotRead(
      name,
      `the Word file is damaged (${firstLine(error)})`,
      "Open it in Word and save it again as .docx",
      "damaged",
    );
  }
  if (tree === null)
    throw new CannotRead(
      name,
      "the Word file holds no document",
      "Open it in Word and save it again as .docx",
      "damaged",
    );
  const document = tree as WordElement & {
    notes?: { resolve(reference: unknown): { body?: readonly WordElement[] } | undefined };
  };
  const reading = aboutDepth(name, () =>
    readWord(document, (reference) => document.notes?.resolve(reference)?.body ?? null),
  );
  const pictures: ManuscriptPicture[] = [];
  const findings: Finding[] = [];
  for (const { name: file, element } of reading.pictures) {
    try {
      const read = (element as unknown as { readAsBuffer?: () => Promise<Buffer> }).readAsBuffer;
      if (!read) throw new RangeError("no bytes");
      pictures.push({ name: file, bytes: new Uint8Array(await read()) });
    } catch (error) {
      findings.push(tell("warning", "picture-missing.word", { name, file, why: firstLine(error) }));
    }
  }
  for (const font of reading.oldFonts) {
    findings.push(tell("warning", "encoding.font", { name, font }));
  }
  if (reading.lines.length > MOST_LINES) throw tooManyLines(name, reading.lines.length, "paragraphs");
  const properties = "docProps/custom.xml";
  const head = archive.exists(properties) ? ownWordHead(await archive.read(properties, "utf8")) : null;
  return finish(name, importStyled(reading.lines, head, optionsFor(options)), findings, pictures);
}

/** Nesting deeper than the call stack is a file made to hurt, not a manuscript. */
function aboutDepth<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError)
      throw new CannotRead(
        name,
        "the Word file is nested too deeply",
        "Open it in Word and save it again as .docx",
        "damaged",
      );
    throw error;
  }
}

const firstLine = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split("\n")[0] ?? "").slice(0, 120);
};

type Archive = {
  readonly names: Iterable<string>;
  exists(name: string): boolean;
  read(name: string): Promise<Uint8Array>;
  read(name: string, encoding: string): Promise<string>;
};
type Entry = { readonly method: number; readonly packed: number; readonly offset: number; readonly flags: number };

/**
 * A zip archive's directory (PKWARE APPNOTE 6.3.10, §4.3.12 and §4.3.16), entries inflated one by one when asked for
 * and never beyond a fixed size, whatever the directory says.
 */
function openArchive(name: string, bytes: Uint8Array): Archive {
  const damaged = (what: string): CannotRead =>
    new CannotRead(name, `the archive is damaged (${what})`, "Open it in Word and save it again as .docx", "damaged");
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = view.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > view.length) throw damaged("its directory is missing: the file was cut off");
  const count = view.readUInt16LE(end + 10);
  let at = view.readUInt32LE(end + 16);
  if (count > MOST_ENTRIES) throw damaged(`${count} entries`);
  const entries = new Map<string, Entry>();
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > view.length || view.readUInt32LE(at) !== 0x02014b50) throw damaged("its directory cannot be read");
    const nameLength = view.readUInt16LE(at + 28);
    const entryName = view.toString("utf8", at + 46, at + 46 + nameLength);
    entries.set(entryName, {
      flags: view.readUInt16LE(at + 8),
      method: view.readUInt16LE(at + 10),
      packed: view.readUInt32LE(at + 20),
      offset: view.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + view.readUInt16LE(at + 30) + view.readUInt16LE(at + 32);
  }
  let inflated = 0;
  const inflate = (entryName: string): Uint8Array => {
    const entry = entries.get(entryName);
    if (!entry) throw damaged(`“${entryName}” is missing`);
    if (entry.flags & 1)
      throw new CannotRead(name, "it is locked with a password", "Save it as .docx without a password");
    const { offset } = entry;
    if (offset + 30 > view.length || view.readUInt32LE(offset) !== 0x04034b50)
      throw damaged(`“${entryName}” is not where it should be`);
    const from = offset + 30 + view.readUInt16LE(offset + 26) + view.readUInt16LE(offset + 28);
    const packed = view.subarray(from, from + entry.packed);
    if (packed.length < entry.packed) throw damaged(`“${entryName}” is cut off`);
    const xml = /\.(?:xml|rels)$/i.test(entryName);
    const most = xml ? MOST_XML : MOST_PICTURE;
    const tooMuch = (): CannotRead =>
      new CannotRead(
        name,
        `“${entryName}” inside it grows beyond ${megabytes(most)} when unpacked`,
        "Do not trust this file; ask for another copy",
        "too-large",
      );
    if (entry.method !== 0 && entry.method !== 8) throw damaged(`“${entryName}” is packed in an unknown way`);
    let content: Uint8Array;
    try {
      content = entry.method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: most });
    } catch (error) {
      if (error instanceof RangeError || (error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE") throw tooMuch();
      throw damaged(`“${entryName}” cannot be unpacked`);
    }
    if (content.length > most) throw tooMuch();
    inflated += content.length;
    if (inflated > MOST_ARCHIVE) throw tooMuch();
    // Entities can grow without end; Word writes no document type.
    if (xml && /<!(?:DOCTYPE|ENTITY)/i.test(ascii(content, 4096))) throw damaged(`“${entryName}” declares entities`);
    return content;
  };
  return {
    names: entries.keys(),
    exists: (entryName) => entries.has(entryName),
    read: (async (entryName: string, encoding?: string) => {
      const content = inflate(entryName);
      if (encoding === "base64") return Buffer.from(content).toString("base64");
      return encoding ? new TextDecoder(encoding).decode(content) : content;
    }) as Archive["read"],
  };
}
